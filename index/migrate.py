"""From one place of an index to another, of whichever forms: articles, passages and vectors; nothing is embedded."""

from collections.abc import Callable, Iterator
from contextlib import closing

import numpy as np

from index.faults import IndexFault
from index.storage.forms import opened, truth_in
from index.storage.kept import QUESTIONS
from index.storage.truth import Truth
from index.types import Article
from index.verify import problems

_FROM = "migrated from"
_RECIPE = ("model", "dimension", "chunk size")
_BATCH = 64  # articles of a transaction


def migrate(source: str, target: str, on_progress: Callable[[int, int], None] | None = None) -> int:
    """Copy an index; return how many articles the copy has. The same call goes on after a stop.

    What the copy has of an earlier call and the source no longer has is removed from it. Everything is compared at the
    end. Raises `IndexFault` where the target holds something else, or a comparison fails.
    """
    with closing(truth_in(source)) as read:
        if not (length := read.meta("dimension")):
            raise IndexFault(f"There is no index in {read.place}.")
        written, searcher = opened(target, int(length))
        with closing(written), read.snapshot():
            _begin(read, written)
            _copy(read, written, int(length), on_progress or (lambda done, total: None))
            _end(read, written)
            searcher.load()
            searcher.save()
            wrong = [*problems(written, searcher, int(length)), *_differences(read, written, int(length))]
            if wrong:
                raise IndexFault(f"The copy in {written.place} is not whole: {' '.join(wrong)}")
            return len(written.ids())


def _begin(read: Truth, written: Truth) -> None:
    """Note where the copy is from, so that it can go on, and nothing else is ever overwritten."""
    if written.ids() and written.meta(_FROM) != read.place:
        raise IndexFault(f"{written.place} holds other articles. Name a place with nothing in it.")
    with written.transaction():
        written.set_meta(_FROM, read.place)
        for key in _RECIPE:
            written.set_meta(key, read.meta(key) or "")


def _copy(read: Truth, written: Truth, dimension: int, progress: Callable[[int, int], None]) -> None:
    ids = read.ids()
    gone = [id for id in written.ids() if not read.has(id)]
    with written.transaction():
        for id in gone:
            written.delete(id)
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        with written.transaction():
            for row in read.rows(some):
                _put(read, written, dimension, row.id, row.added)
        progress(start + len(some), len(ids))


def _put(read: Truth, written: Truth, dimension: int, id: str, added: str) -> None:
    article = read.article(id)
    if not written.has(id):
        written.insert(article, added)
    elif written.article(id) == article and not any(_of_one(read, written, dimension, id, article)):
        return
    else:
        written.update(article)
        written.delete_chunks_of(id)
    numbers = read.chunks_of([id])
    chunks = read.chunks(numbers)
    written.insert_chunks(article, [chunks[number] for number in numbers], read.vectors(numbers, dimension))


def _end(read: Truth, written: Truth) -> None:
    with written.transaction():
        for name in written.collections():
            written.delete_collection(name)
        for name in read.collections():
            written.collect(name, sorted(read.collected(name)))
        if questions := read.meta(QUESTIONS):
            written.set_meta(QUESTIONS, questions)


def _differences(read: Truth, written: Truth, dimension: int) -> Iterator[str]:
    """Yield what is not in the copy as it is in the source."""
    if read.ids() != written.ids():
        yield "It has other articles, or in another order."
    if {name: read.collected(name) for name in read.collections()} != {
        name: written.collected(name) for name in written.collections()
    }:
        yield "It has other collections."
    for id, article in read.each():
        if written.has(id):
            yield from _of_one(read, written, dimension, id, article)


def _of_one(read: Truth, written: Truth, dimension: int, id: str, article: Article) -> Iterator[str]:
    numbers, others = read.chunks_of([id]), written.chunks_of([id])
    chunks, copies = read.chunks(numbers), written.chunks(others)
    if written.article(id) != article:
        yield f"The article {id} (“{article.title}”) differs."
    elif [chunks[number] for number in numbers] != [copies[number] for number in others]:
        yield f"The passages of {id} (“{article.title}”) differ."
    elif not np.array_equal(read.vectors(numbers, dimension), written.vectors(others, dimension)):
        yield f"The vectors of {id} (“{article.title}”) differ."
