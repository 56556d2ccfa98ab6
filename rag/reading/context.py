"""A passage with the sentences around it, by which the careful reader knows who "she" is and which day "then" was."""

from dataclasses import replace
from functools import lru_cache

from index import chunking
from index.types import Article, Span
from rag.readings import Passage

WIDE = 1200  # characters of a passage that is read carefully; three times as much would be cut into several windows
_ARTICLES = 64  # whose sentences are kept


@lru_cache(_ARTICLES)
def _sentences(article: Article) -> tuple[Span, ...]:
    return tuple(chunking.sentences(article))


def widened(passage: Passage, room: int = WIDE) -> Passage:
    """Return a passage grown by whole sentences on both sides, as far as it then has at most `room` characters."""
    found, (start, end) = _sentences(passage.article), passage.span
    own = [at for at, one in enumerate(found) if start <= one.start and one.end <= end]
    if not own or passage.span == (0, len(passage.article.text)):
        return passage
    first, last = own[0], own[-1]
    while True:
        grown = ((first - 1, last), (first, last + 1))
        fits = [(a, b) for a, b in grown if a >= 0 and b < len(found) and found[b].end - found[a].start <= room]
        if not fits:
            return replace(passage, span=Span(found[first].start, found[last].end), sentences=found[first : last + 1])
        first, last = min(fits, key=lambda ends: abs((start - found[ends[0]].start) - (found[ends[1]].end - end)))


def within(passage: Passage, other: Passage) -> bool:
    """Tell whether another passage has all sentences of a passage."""
    there = other.span.start <= passage.sentences[0].start and passage.sentences[-1].end <= other.span.end
    return passage.article.id == other.article.id and there
