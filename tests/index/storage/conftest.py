"""The forms of truth and searcher, each of which has to keep the same contract."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from index.storage.forms import opened
from index.storage.searcher import Searcher
from index.storage.truth import Truth
from tests.support.doubles import WordEncoder

Open = Callable[[], tuple[Truth, Searcher]]

FORMS = ("sqlite", "cluster")


@pytest.fixture(params=FORMS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give a place for a library of each form, with nothing there."""
    if request.param == "cluster":
        return f"{request.getfixturevalue('postgres').database()}&search={tmp_path / 'search'}"
    return str(tmp_path / "index")


@pytest.fixture
def connect(place: str) -> Iterator[Open]:
    """Give what opens that library once more, as another process has it."""
    with ExitStack() as stack:

        def again() -> tuple[Truth, Searcher]:
            truth, searcher = opened(place, WordEncoder.dimension)
            stack.callback(truth.close)
            return truth, searcher

        yield again


@pytest.fixture
def truth(connect: Open) -> Truth:
    """Give the truth of a library that was just made."""
    return connect()[0]
