"""Whether all parts of an index agree: articles, chunks, words, vectors, and the vectors of the search."""

from collections.abc import Iterator, Sequence
from random import SystemRandom

import numpy as np

from index.storage.searcher import Searcher
from index.storage.truth import Truth
from index.types import Article, Chunk

_AT_ONCE = 2000  # vectors compared at once: bounds the memory
_REBUILD = "Run: byline rebuild"
_LOST = "Move the folder away, and add the articles again."


def problems(truth: Truth, searcher: Searcher, dimension: int, sample: int | None = None) -> Iterator[str]:
    """Yield what is wrong, a sentence each, with the cure; nothing where every part agrees with every other.

    Of a `sample`, only so many articles are compared, drawn at random, with all that was made of them. The caller keeps
    threads away from the searcher.
    """
    if sample is None:
        yield from searcher.faults()
    with truth.snapshot():
        ids = truth.ids()
        if sample is None:
            yield from (f"{fault}. {_LOST}" for fault in truth.faults())
        else:
            ids = SystemRandom().sample(ids, min(sample, len(ids)))
        if malformed := truth.malformed(dimension, None if sample is None else ids):
            yield f"{malformed} chunks have no list of sentences, or no vector of {dimension} numbers. {_REBUILD}"
        else:
            yield from _of_parts(ids, truth, searcher, dimension, whole=sample is None)


def share_at_most(sample: int) -> float:
    """Return which share of all articles may be wrong where none of so many is: more would show 19 times in 20."""
    return float(1 - 0.05 ** (1 / sample))


def _of_parts(ids: Sequence[str], truth: Truth, searcher: Searcher, dimension: int, whole: bool) -> Iterator[str]:
    searcher.follow()
    for id in ids:
        yield from _of_article(id, truth.article(id), truth, searcher)
    chunks = truth.chunk_ids() if whole else set(truth.chunks_of(ids))
    if whole and chunks != (words := searcher.word_ids()):
        yield f"{len(chunks ^ words)} chunks and entries of the word index do not belong together. {_REBUILD}"
    if (held := searcher.vector_ids() if whole else searcher.held(sorted(chunks))) != chunks:
        yield f"{len(chunks ^ held)} vectors of the search belong to no chunk, or miss. {searcher.cure}"
    yield from _of_vectors(sorted(chunks), truth, searcher, dimension)


def _of_article(article_id: str, article: Article, truth: Truth, searcher: Searcher) -> Iterator[str]:
    if article.id != article_id:
        yield f"The text of {article_id} (“{article.title}”) was changed behind Byline. Remove it and add it again."
    spans = truth.spans(article_id)
    edges = [0, *(end for _, end in spans)]
    if [start for start, _ in spans] != edges[:-1] or edges[-1] != len(article.text):
        yield f"The chunks of {article_id} (“{article.title}”) do not cover its text. {_REBUILD}"
    chunks = truth.chunks(truth.chunks_of([article_id]))
    if any(not _holds(chunk) for chunk in chunks.values()):
        yield f"The sentences of {article_id} (“{article.title}”) do not lie in its chunks. {_REBUILD}"
    if searcher.unlike(_words(article, chunks)):
        yield f"The word index has other words than {article_id} (“{article.title}”). {_REBUILD}"


def _holds(chunk: Chunk) -> bool:
    """Tell whether a chunk's sentences follow one another inside its span."""
    edges = [chunk.span.start, *(edge for sentence in chunk.sentences for edge in sentence), chunk.span.end]
    return edges == sorted(edges)


def _words(article: Article, chunks: dict[int, Chunk]) -> dict[int, tuple[str, str]]:
    return {id: (article.title, chunk.body(article.text)) for id, chunk in chunks.items()}


def _of_vectors(ids: list[int], truth: Truth, searcher: Searcher, dimension: int) -> Iterator[str]:
    wrong = differ = 0
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        kept = truth.vectors(some, dimension)
        wrong += len(some) - int((np.abs(np.linalg.norm(kept, axis=1) - 1) <= 1e-3).sum())  # NaN is wrong, too
        if len(searcher.held(some)) == len(some):
            differ += int((searcher.vectors(some) != kept).any(axis=1).sum())
    if wrong:
        yield f"{wrong} vectors have not the length 1. {_REBUILD}"
    if differ:
        yield f"{differ} vectors of the search differ from those of the articles. {searcher.cure}"
