"""What a truth keeps: the rows of articles and chunks, settings, and the log of what came and went."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from index.types import Article, Chunk, Scans, Span

ARTICLE = "title, text, source, published, author, url, place, original, scans"
"""The columns that an article is made of."""
CHUNK = 'id, article_id, start, "end", sentences'
"""The columns that a chunk is made of."""
TRACES = "traces"
"""Tells whether traces of what was deleted are still on the disk, as "left" or "none"."""
QUESTIONS = "questions"
"""Questions to begin with: of which articles, and which; they go when any article does."""
LOGGED_FROM = "logged from"
"""After which mark the log of changes is whole."""


@dataclass(frozen=True)
class Changes:
    """The chunks that came and went up to a mark.

    Where `whole`, `added` is every chunk that there is, and whatever else a searcher holds is gone.
    """

    added: Sequence[int]
    removed: Sequence[int]
    mark: int
    whole: bool = False


@dataclass(frozen=True)
class Held:
    """An article with all that was made of it, as the rows of its truth have it."""

    row: tuple[Any, ...]
    chunks: tuple[tuple[Any, ...], ...]
    collections: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """Return the article's id."""
        return str(self.row[1])


def article_of(row: Sequence[Any]) -> Article:
    """Return the article that these columns make."""
    *known, original, scans = row
    edits = tuple(json.loads(original or "{}").items())
    return replace(Article(*known), original=edits, scans=Scans.of(json.loads(scans)) if scans else Scans())


def values_of(article: Article) -> tuple[str | None, ...]:
    """Return what is kept of an article, as `ARTICLE` names it."""
    original = json.dumps(dict(article.original)) if article.original else None
    known = (article.title, article.text, article.source, article.published, article.author, article.url)
    return *known, article.place, original, json.dumps(asdict(article.scans)) if article.scans else None


def chunk_of(row: Sequence[Any]) -> Chunk:
    """Return the chunk that these columns make."""
    _, article_id, start, end, sentences, *_ = row
    return Chunk(article_id, Span(start, end), tuple(Span(*pair) for pair in json.loads(sentences)))
