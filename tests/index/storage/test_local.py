"""The vectors in memory follow the truth, however they are searched."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from index.storage.local import LocalSearcher
from index.storage.sqlite import SqliteTruth
from index.types import Article
from index.verify import problems
from tests.support.doubles import WordEncoder

DIMENSION = WordEncoder.dimension


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Give a library of fifty articles and the bundled one."""
    library = Library.open(tmp_path, WordEncoder())
    library.add([Article(f"No {number}", f"The storm number {number}.") for number in range(50)])
    yield library
    library.close()


@pytest.fixture
def truth(library: Library) -> Iterator[SqliteTruth]:
    """Give the library's truth as another process has it."""
    truth = SqliteTruth(library.folder)
    yield truth
    truth.close()


def test_a_searcher_grows_and_shrinks_across_the_border(library: Library, truth: SqliteTruth) -> None:
    searcher = LocalSearcher(truth, DIMENSION, exact_up_to=40)
    searcher.load()
    assert not searcher.index.is_exact
    assert list(problems(truth, searcher, DIMENSION)) == []
    removed = library.ids()[1:45]
    for number, id in enumerate(removed):
        library.remove(id)
        searcher.follow()
        assert searcher.index.is_exact is (len(truth.chunk_ids()) < 20), number
        assert searcher.index.ids == truth.chunk_ids()
    library.add([Article(f"New {number}", f"The ferry number {number}.") for number in range(40)])
    searcher.follow()
    assert not searcher.index.is_exact
    assert list(problems(truth, searcher, DIMENSION)) == []


def test_the_file_of_a_searcher_is_read_on_either_side_of_the_border(truth: SqliteTruth) -> None:
    query = WordEncoder().encode(["storm number 7"])[0]
    for border in (40, 1000, 40):
        made, again = (LocalSearcher(truth, DIMENSION, exact_up_to=border) for _ in range(2))
        made.load()
        again.load()
        assert again.index.unsaved == 0
        assert again.index.is_exact is (border == 1000)
        assert again.index.ids == truth.chunk_ids()
        assert again.index.search(query, 10) == made.index.search(query, 10)
