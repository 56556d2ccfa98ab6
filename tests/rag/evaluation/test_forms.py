"""Libraries in several places are filled alike and measured side by side."""

from pathlib import Path

from index.library import Library
from index.storage.sqlite import SqliteTruth
from rag.evaluation.performance.forms import enough, measured
from tests.support.doubles import WordEncoder


def test_so_many_passages_are_made_and_found_in_each_place(word_library: Library, tmp_path: Path) -> None:
    store = SqliteTruth(word_library.folder)
    articles = list(enough(store, 40))
    one, other = (Library.open(tmp_path / name, WordEncoder()) for name in ("one", "other"))
    for library in (one, other):
        library.add(articles)
        assert 40 <= len(library._truth.chunk_ids()) <= 40 + 2 * len(store.chunk_ids())
    for times, recall, same in measured([one, other], ["storm harbour", "mason bees"]):
        assert len(times) == 2
        assert recall >= 0.9  # among copies, equals stand in no order
        assert same == 1
    other.remove(*other.ids())
    assert measured([one, other], ["storm harbour"])[1][2] == 0
    for closing in (one, other, store):
        closing.close()
