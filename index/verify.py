"""Whether all parts of an index agree: articles, chunks, words, vectors, and the vectors in memory."""

from collections.abc import Iterator

import numpy as np

from index.database import VECTORS_FILE
from index.mirror import Mirror
from index.store import Store
from index.types import Article, Chunk

_AT_ONCE = 2000  # vectors compared at once: bounds the memory
_REBUILD = "Run: byline rebuild"
_REOPEN = f"Delete {VECTORS_FILE}; opening the index rebuilds it."
_LOST = "Move the folder away, and add the articles again."


def problems(store: Store, mirror: Mirror, dimension: int) -> Iterator[str]:
    """Yield what is wrong, a sentence each, with the cure; nothing where every part agrees with every other.

    The caller keeps threads away from the mirror.
    """
    if not store.finds_words():
        yield f"The word index does not lead to the words that it was made of. {_REBUILD}"
    with store.snapshot():
        yield from (f"SQLite: {fault}. {_LOST}" for fault in store.faults())
        if malformed := store.malformed(dimension):
            yield f"{malformed} chunks have no list of sentences, or no vector of {dimension} numbers. {_REBUILD}"
        else:
            yield from _of_parts(store, mirror, dimension)


def _of_parts(store: Store, mirror: Mirror, dimension: int) -> Iterator[str]:
    for article_id, article in store.each():
        yield from _of_article(article_id, article, store)
    chunks, words = store.chunk_ids(), store.word_ids()
    if chunks != words:
        yield f"{len(chunks ^ words)} chunks and entries of the word index do not belong together. {_REBUILD}"
    mirror.follow()
    if mirror.vectors.ids != chunks:
        yield f"{len(chunks ^ mirror.vectors.ids)} vectors in memory belong to no chunk, or miss. {_REOPEN}"
    yield from _of_vectors(sorted(chunks), store, mirror, dimension)


def _of_article(article_id: str, article: Article, store: Store) -> Iterator[str]:
    if article.id != article_id:
        yield f"The text of {article_id} (“{article.title}”) was changed behind Byline. Remove it and add it again."
    spans = store.spans(article_id)
    edges = [0, *(end for _, end in spans)]
    if [start for start, _ in spans] != edges[:-1] or edges[-1] != len(article.text):
        yield f"The chunks of {article_id} (“{article.title}”) do not cover its text. {_REBUILD}"
    chunks = store.chunks(store.chunks_of([article_id]))
    if any(not _holds(chunk) for chunk in chunks.values()):
        yield f"The sentences of {article_id} (“{article.title}”) do not lie in its chunks. {_REBUILD}"
    words = store.worded(list(chunks))
    if any(words.get(id, told) != told for id, told in _words(article, chunks).items()):
        yield f"The word index has other words than {article_id} (“{article.title}”). {_REBUILD}"


def _holds(chunk: Chunk) -> bool:
    """Tell whether a chunk's sentences follow one another inside its span."""
    edges = [chunk.span.start, *(edge for sentence in chunk.sentences for edge in sentence), chunk.span.end]
    return edges == sorted(edges)


def _words(article: Article, chunks: dict[int, Chunk]) -> dict[int, tuple[str, str]]:
    return {id: (article.title, chunk.body(article.text)) for id, chunk in chunks.items()}


def _of_vectors(ids: list[int], store: Store, mirror: Mirror, dimension: int) -> Iterator[str]:
    wrong = differ = 0
    held = mirror.vectors.ids
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        kept = store.vectors(some, dimension)
        wrong += len(some) - int((np.abs(np.linalg.norm(kept, axis=1) - 1) <= 1e-3).sum())  # NaN is wrong, too
        if held.issuperset(some):
            differ += int((mirror.vectors.vectors(some) != kept).any(axis=1).sum())
    if wrong:
        yield f"{wrong} vectors have not the length 1. {_REBUILD}"
    if differ:
        yield f"{differ} vectors in {VECTORS_FILE} differ from those in SQLite. {_REOPEN}"
