"""Libraries in several places are filled alike and measured side by side."""

from pathlib import Path

from index.library import Library
from index.storage.sqlite import SqliteTruth
from rag.evaluation.performance.forms import enough, measured
from tests.index.storage.rows import story
from tests.support.doubles import FERRY, ORCHARD, WordEncoder


def test_so_many_passages_are_made_and_found_in_each_place(word_library: Library, tmp_path: Path) -> None:
    store = SqliteTruth(word_library.folder)
    copied = [article.id for article in enough(store, 40)]
    assert len(copied) == len({*copied}) > len(store.ids())
    one, other = (Library.open(tmp_path / name, WordEncoder()) for name in ("one", "other"))
    for library in (one, other):
        library.add([FERRY, ORCHARD, *map(story, range(20))])
    for times, recall, same in measured([one, other], ["storm harbour", "mason bees"]):
        assert len(times) == 2
        assert recall == same == 1
    other.remove(*other.ids())
    assert measured([one, other], ["storm harbour"])[1][2] == 0
    for closing in (one, other, store):
        closing.close()
