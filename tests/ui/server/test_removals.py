"""What the page removed is held until its time is over, or it is taken."""

from concurrent.futures import Future
from pathlib import Path
from typing import Any, cast

import pytest

from index.library import Library
from rag.assistant import Assistant
from tests.support.doubles import FERRY, ORCHARD
from ui.server.answers import Answers
from ui.server.calls import Calls
from ui.server.library import Call
from ui.server.removals import Removals


@pytest.fixture
def calls(word_library: Library, tmp_path: Path) -> dict[str, Call]:
    loading: Future[Assistant] = Future()
    loading.set_result(Assistant(word_library, cast(Any, None)))
    return {call.__name__: call for call in Calls(Answers(loading), tmp_path).all()}


def test_a_removal_is_undone_once(calls: dict[str, Call], word_library: Library) -> None:
    before = word_library.articles()
    told = calls["remove"]([FERRY.id, ORCHARD.id, "0123", FERRY.id])
    assert (told["removed"], told["articles"], told["seconds"]) == (2, 1, 10)
    assert calls["undo"](told["removal"]) == {"back": 2, "articles": 3}
    assert word_library.articles() == before
    assert "time to undo is over" in calls["undo"](told["removal"])["error"]


def test_what_the_page_forgets_is_gone(calls: dict[str, Call], word_library: Library) -> None:
    told = calls["remove"]([FERRY.id])
    assert calls["forget"](told["removal"]) == {}
    assert "time to undo is over" in calls["undo"](told["removal"])["error"]
    assert "time to undo is over" in calls["undo"]("no such name")["error"]
    assert len(word_library.ids()) == 2


def test_a_removal_is_held_no_longer_than_its_time(word_library: Library) -> None:
    removals = Removals(seconds=0.0)
    removals.keep(word_library.remove(FERRY.id))
    while len(removals):
        pass
    patient = Removals(seconds=3600.0)
    removed = word_library.remove(ORCHARD.id)
    name = patient.keep(removed)
    assert patient.take(name) == removed
    assert patient.take(name) == ()
