"""What every truth does: keep articles, their chunks and vectors, and tell what changed; each query is written once."""

import json
from abc import abstractmethod
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from index.addresses import canonical
from index.encoding import Vectors
from index.storage.catalogue import Catalogue
from index.storage.collections import Collecting
from index.storage.kept import (
    ARTICLE,  # fmt: skip
    CHUNK,
    LOGGED_FROM,
    QUESTIONS,
    TRACES,
    Changes,
    Held,
    article_of,
    chunk_of,
    values_of,
)
from index.types import Article, Chunk, Span
from index.where import Where

Row = tuple[Any, ...]


class Truth(Catalogue, Collecting):
    """The articles of a library, their chunks and vectors, and settings; all else is derived from it.

    Safe to share between threads. Whatever is written inside a transaction is there for all, or not at all; it is seen
    at once by whoever writes it, and by others when it is committed. Raises `IndexFault` where it cannot be used.
    """

    folder: Path
    """Where files that belong to the library lie."""
    place: str
    """What names it, without a password."""
    read_only: bool
    """Whether it cannot be written."""
    _columns: ClassVar[str] = ARTICLE

    @abstractmethod
    def transaction(self) -> AbstractContextManager[None]:
        """Make all writes inside happen together, or none of them; writers wait for one another."""

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[None]:
        """Let all reads inside see one state, whatever others write."""

    @abstractmethod
    def flush(self) -> None:
        """Leave nothing of what was deleted in its logs, as far as that is in its hands."""

    @abstractmethod
    def vacuum(self) -> list[str]:
        """Give back the room of what was deleted; return what else may still hold its words, a sentence each."""

    @abstractmethod
    def faults(self) -> list[str]:
        """Return what is wrong with what is kept, as far as it tells by itself."""

    @abstractmethod
    def close(self) -> None:
        """Close it; nothing else can be asked after that."""

    @abstractmethod
    def _keep(self, article: Article, rows: Sequence[Row]) -> None:
        """Keep chunks, as `CHUNK` names them and a vector, under ids that no other chunk ever gets where it is None."""

    def changes(self, after: int | None) -> Changes:
        """Return what came and went after a mark, or everything for none; not inside a transaction that writes chunks.

        A chunk's id is never given twice; one that was removed comes back only as it was.
        """
        mark = self.mark()
        if after is None or after < int(self.meta(LOGGED_FROM) or 0):
            return Changes(sorted(self.chunk_ids()), (), mark, whole=True)
        if mark == after:
            return Changes((), (), mark)
        last = dict(self._rows("SELECT chunk, added FROM changes WHERE mark > ? ORDER BY mark", after))
        added, removed = (sorted(id for id, is_added in last.items() if is_added == way) for way in (True, False))
        return Changes(added, removed, mark)

    def meta(self, key: str) -> str | None:
        """Return what was set under `key`."""
        rows = self._rows("SELECT value FROM meta WHERE key = ?", key)
        return rows[0][0] if rows else None

    def set_meta(self, key: str, value: str) -> None:
        """Keep `value` under `key`."""
        self._rows("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value)

    def articles(self) -> list[Article]:
        """Return all articles in the order in which they were added."""
        rows = self._rows(f"SELECT {ARTICLE} FROM articles ORDER BY {self.dialect.number}")
        return [article_of(row) for row in rows]

    def each(self) -> Iterator[tuple[str, Article]]:
        """Yield every article with the id under which it is kept, holding one at a time."""
        for id in self.ids():
            yield id, self.article(id)

    def article(self, article_id: str) -> Article:
        """Return one article; KeyError if there is none of this id."""
        rows = self._rows(f"SELECT {ARTICLE} FROM articles WHERE id = ?", article_id)
        if not rows:
            raise KeyError(article_id)
        return article_of(rows[0])

    def has(self, article_id: str) -> bool:
        """Tell whether there is an article of this id."""
        return bool(self._rows("SELECT 1 FROM articles WHERE id = ?", article_id))

    def earlier(self, article: Article) -> list[str]:
        """Return the ids of the articles in whose stead this one comes: of its address or its place."""
        rows = self._rows("SELECT id FROM articles WHERE key IN (?, ?)", self._key(article), article.place)
        return [row[0] for row in rows]

    def _key(self, article: Article) -> str | None:
        """Return what an article is known by, however its words change: its canonical URL, else its place.

        What a file says to be its URL does not count where an article came from there, or from another file.
        """
        if not (url := article.told("url")):
            return article.place
        key = canonical(url)
        holder = self._rows("SELECT place FROM articles WHERE key = ?", key)
        return article.place if article.place and holder and holder[0][0] != article.place else key

    def insert(self, article: Article, added: str | None = None) -> None:
        """Keep an article, of which there is no earlier one; `added` is the instant, else now."""
        added = added or datetime.now(timezone.utc).isoformat(timespec="seconds")
        self._insert(article, id=article.id, added=added, key=self._key(article))

    def _insert(self, article: Article, **known: object) -> None:
        values = (*known.values(), *self._values(article))
        self._rows(f"INSERT INTO articles ({', '.join(known)}, {self._columns}) VALUES ({_marks(values)})", *values)

    def _values(self, article: Article) -> tuple[str | None, ...]:
        return values_of(article)

    def update(self, article: Article) -> None:
        """Keep what a reader edited of an article; what it is known by and its place among the others stay."""
        values = self._values(article)
        self._rows(f"UPDATE articles SET ({self._columns}) = ({_marks(values)}) WHERE id = ?", *values, article.id)

    def insert_chunks(self, article: Article, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Keep the chunks of an article, a row of `vectors` for each, under ids that no other chunk ever gets."""
        rows = [
            (None, chunk.article_id, *chunk.span, json.dumps(chunk.sentences), vector.astype("<f4").tobytes())
            for chunk, vector in zip(chunks, vectors, strict=True)
        ]
        self._keep(article, rows)

    def delete(self, article_id: str) -> None:
        """Remove an article, its chunks and vectors."""
        self.delete_chunks_of(article_id)
        self._rows("DELETE FROM articles WHERE id = ?", article_id)
        self._rows("DELETE FROM meta WHERE key = ?", QUESTIONS)  # they may be of its words

    def delete_chunks_of(self, article_id: str) -> None:
        """Remove the chunks and vectors of an article, which stays; `TRACES` are left."""
        self._rows("DELETE FROM chunks WHERE article_id = ?", article_id)
        self.set_meta(TRACES, "left")

    def delete_chunks(self) -> None:
        """Remove all chunks and vectors; the articles stay."""
        self._rows("DELETE FROM chunks")
        self.set_meta(LOGGED_FROM, str(self.mark()))
        self._rows("DELETE FROM changes")  # who has not seen these compares all chunks

    def held(self, article_id: str) -> Held:
        """Return an article with all that was made of it; KeyError if there is none of this id."""
        query = f"SELECT {self.dialect.number}, id, added, key, {ARTICLE} FROM articles WHERE id = ?"
        if not (rows := self._rows(query, article_id)):
            raise KeyError(article_id)
        chunks = self._rows(f"SELECT {CHUNK}, vector FROM chunks WHERE article_id = ? ORDER BY id", article_id)
        return Held(rows[0], tuple(chunks), self._gathered(article_id))

    def put_back(self, held: Held) -> bool:
        """Keep an article as it was; tell whether it is: not where it, or a newer version, has come meanwhile."""
        number, id, added, key, *known = held.row
        if self.has(id) or self._rows("SELECT 1 FROM articles WHERE key = ?", key):
            return False
        article, place = article_of(known), {self.dialect.number: number}
        if self._rows(f"SELECT 1 FROM articles WHERE {self.dialect.number} = ?", number):
            place = {}  # another article has its place among the others; this one comes last
        self._insert(article, **place, id=id, added=added, key=key)
        self._keep(article, held.chunks)
        for collection in held.collections:
            self._gather(collection, id)
        return True

    def chunk_ids(self) -> set[int]:
        """Return the ids of all chunks."""
        return {row[0] for row in self._rows("SELECT id FROM chunks")}

    def malformed(self, dimension: int, article_ids: Collection[str] | None = None) -> int:
        """Return how many chunks, or those of these articles, have no list of sentences, or not so many numbers."""
        among, some = ("", []) if article_ids is None else ("AND article_id = ANY(?)", [list(article_ids)])
        query = f"SELECT count(*) FROM chunks WHERE ({self.dialect.malformed}) {among}"
        return int(self._rows(query, 4 * dimension, *some)[0][0])

    def chunks_of(self, article_ids: Collection[str]) -> list[int]:
        """Return the ids of the chunks of these articles, in order."""
        query = "SELECT id FROM chunks WHERE article_id = ANY(?) ORDER BY id"
        return [row[0] for row in self._rows(query, list(article_ids))]

    def chunks_within(self, within: Where) -> list[int]:
        """Return the ids of the chunks of the articles of which this is true, in order."""
        where, values = self._among(within)
        return [row[0] for row in self._rows(f"SELECT id FROM chunks WHERE {where} ORDER BY id", *values)]

    def chunks(self, ids: Sequence[int]) -> dict[int, Chunk]:
        """Return the chunks of these ids."""
        rows = self._rows(f"SELECT {CHUNK} FROM chunks WHERE id = ANY(?)", list(ids))
        return {row[0]: chunk_of(row) for row in rows}

    def spans(self, article_id: str) -> list[Span]:
        """Return the spans of an article's chunks, in order."""
        query = 'SELECT start, "end" FROM chunks WHERE article_id = ? ORDER BY start, "end"'
        return [Span(*row) for row in self._rows(query, article_id)]

    def vectors(self, ids: Sequence[int], dimension: int) -> Vectors:
        """Return the vectors of these chunks, a row each, in their order."""
        found = self.stored(ids)
        return np.frombuffer(b"".join(found[id] for id in ids), "<f4").reshape(-1, dimension)

    def stored(self, ids: Sequence[int]) -> dict[int, bytes]:
        """Return the vectors of those of these chunks that there are, as they are kept."""
        return dict(self._rows("SELECT id, vector FROM chunks WHERE id = ANY(?)", list(ids)))


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
