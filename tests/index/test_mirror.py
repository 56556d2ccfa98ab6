"""The vectors in memory follow the store, however they are searched."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from index.mirror import Mirror
from index.store import Store
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
def store(library: Library) -> Iterator[Store]:
    """Give the library's store as another process has it."""
    store = Store(library.folder)
    yield store
    store.close()


def test_a_mirror_grows_and_shrinks_across_the_border(library: Library, store: Store) -> None:
    mirror = Mirror(store, DIMENSION, exact_up_to=40)
    mirror.load()
    assert not mirror.vectors.is_exact
    assert list(problems(store, mirror, DIMENSION)) == []
    removed = library.ids()[1:45]
    for number, id in enumerate(removed):
        library.remove(id)
        mirror.follow()
        assert mirror.vectors.is_exact is (len(store.chunk_ids()) < 20), number
        assert mirror.vectors.ids == store.chunk_ids()
    library.add([Article(f"New {number}", f"The ferry number {number}.") for number in range(40)])
    mirror.follow()
    assert not mirror.vectors.is_exact
    assert list(problems(store, mirror, DIMENSION)) == []


def test_the_file_of_a_mirror_is_read_on_either_side_of_the_border(store: Store) -> None:
    query = WordEncoder().encode(["storm number 7"])[0]
    for border in (40, 1000, 40):
        made, again = (Mirror(store, DIMENSION, exact_up_to=border) for _ in range(2))
        made.load()
        again.load()
        assert again.vectors.unsaved == 0
        assert again.vectors.is_exact is (border == 1000)
        assert again.vectors.ids == store.chunk_ids()
        assert again.vectors.search(query, 10) == made.vectors.search(query, 10)
