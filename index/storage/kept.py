"""What a truth keeps of single articles and under keys, in words that SQLite and PostgreSQL both understand."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from index.addresses import canonical
from index.types import Article, Scans

ARTICLE = "title, text, source, published, author, url, place, original, scans"
"""The columns that an article is made of."""


class Kept:
    """Reads articles one at a time, and settings; `_rows` carries a statement out."""

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        raise NotImplementedError

    def meta(self, key: str) -> str | None:
        """Return what was set under `key`."""
        rows = self._rows("SELECT value FROM meta WHERE key = ?", key)
        return rows[0][0] if rows else None

    def set_meta(self, key: str, value: str) -> None:
        """Keep `value` under `key`."""
        self._rows("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value)

    def article(self, article_id: str) -> Article:
        """Return one article; KeyError if there is none of this id."""
        rows = self._rows(f"SELECT {ARTICLE} FROM articles WHERE id = ?", article_id)
        if not rows:
            raise KeyError(article_id)
        return article_of(rows[0])

    def has(self, article_id: str) -> bool:
        """Tell whether there is an article of this id."""
        return bool(self._rows("SELECT 1 FROM articles WHERE id = ?", article_id))

    def _key(self, article: Article) -> str | None:
        """Return what an article is known by, however its words change: its canonical URL, else its place.

        What a file says to be its URL does not count where an article came from there, or from another file.
        """
        if not (url := article.told("url")):
            return article.place
        key = canonical(url)
        holder = self._rows("SELECT place FROM articles WHERE key = ?", key)
        return article.place if article.place and holder and holder[0][0] != article.place else key


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
