"""Libraries in several places are filled alike and measured side by side."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.library import Library
from index.storage.sqlite import SqliteTruth
from rag.evaluation.performance.agreement import agree, remembered
from rag.evaluation.performance.forms import Unread, disk, enough, measured, memory
from rag.results import Answer, Citation, NoAnswer
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


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_the_disk_and_the_memory_of_a_place_are_told(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "index", Unread())
    library.close()
    size = sum(file.stat().st_size for file in (tmp_path / "index").iterdir())
    assert disk(str(tmp_path / "index")) == pytest.approx(size / 1e6)
    assert memory(str(tmp_path / "index")) > 20


def test_results_agree_in_words_and_sentences() -> None:
    cited = Citation(1, "there", "Home", None, None, None, 0, 11, "It sank so.", 3, 7)
    known: dict[str, Any] = {"kind": "question", "confidence": 0.5, "reader": "reader", "closest": (), "timings_ms": {}}
    answer = Answer("How?", "How?", citations=(cited,), text="sank", **known)
    none = NoAnswer("How?", "How?", citations=(), reason="Nothing is told.", **known)
    assert agree(answer, replace(answer, confidence=0.6))
    assert agree(none, replace(none, reason="Another."))
    for other in (none, replace(answer, text="so"), replace(answer, citations=(replace(cited, article_id="other"),))):
        assert not agree(answer, other)


def test_the_same_windows_are_scored_once() -> None:
    asked: list[object] = []

    def scores(windows: Sequence[Sequence[int]], firsts: Sequence[int]) -> object:
        asked.append(windows)
        return len(windows)

    told = remembered(scores)
    assert [told([[1, 2]], [0]), told([[1, 2]], [0]), told([[1, 2]], [1]), told([], [])] == [1, 1, 1, 0]
    assert len(asked) == 3
