"""The truth in one SQLite file: articles, chunks and vectors, and beside these the words, which are derived."""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np

from index.encoding import Vectors
from index.storage.catalogue import SqliteCatalogue
from index.storage.collections import Collecting
from index.storage.fts5 import Fts5Words
from index.storage.kept import ARTICLE, Kept, article_of, values_of
from index.storage.truth import LOGGED_FROM, QUESTIONS, TRACES, Changes, Held
from index.types import Article, Chunk, Span

_ROW = f"rowid, id, {ARTICLE}, added, key"
_CHUNK = "id, article_id, start, end, sentences, vector"


class SqliteTruth(SqliteCatalogue, Collecting, Kept):
    """The articles of an index and all that was made of them.

    The words are written with the chunks, in one transaction, so a search by words never has to catch up.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.words = Fts5Words(self)

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
        added, removed = ([id for id, is_added in last.items() if is_added == way] for way in (1, 0))
        return Changes(sorted(added), sorted(removed), mark)

    def articles(self) -> list[Article]:
        """Return all articles in the order in which they were added."""
        return [article_of(row) for row in self._rows(f"SELECT {ARTICLE} FROM articles ORDER BY rowid")]

    def each(self) -> Iterator[tuple[str, Article]]:
        """Yield every article with the id under which it is kept, holding one at a time."""
        for id in self.ids():
            yield id, self.article(id)

    def earlier(self, article: Article) -> list[str]:
        """Return the ids of the articles in whose stead this one comes: of its address or its place."""
        rows = self._rows("SELECT id FROM articles WHERE key IN (?, ?)", self._key(article), article.place)
        return [row[0] for row in rows]

    def insert(self, article: Article, added: str | None = None) -> None:
        """Keep an article, of which there is no earlier one; `added` is the instant, else now."""
        added = added or datetime.now(timezone.utc).isoformat(timespec="seconds")
        self._rows(
            f"INSERT INTO articles (id, {ARTICLE}, added, key) VALUES ({_marks(12)})",
            article.id,
            *values_of(article),
            added,
            self._key(article),
        )

    def update(self, article: Article) -> None:
        """Keep what a reader edited of an article; what it is known by and its place among the others stay."""
        self._rows(f"UPDATE articles SET ({ARTICLE}) = ({_marks(9)}) WHERE id = ?", *values_of(article), article.id)

    def insert_chunks(self, article: Article, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Keep the chunks of an article, a row of `vectors` for each, under ids that no other chunk ever gets."""
        for chunk, vector in zip(chunks, vectors, strict=True):
            with self._faults():
                row = self._database.execute(
                    "INSERT INTO chunks (article_id, start, end, sentences, vector) VALUES (?, ?, ?, ?, ?)",
                    (chunk.article_id, *chunk.span, json.dumps(chunk.sentences), vector.astype("<f4").tobytes()),
                )
            self.words.insert(row.lastrowid or 0, article.title, chunk.body(article.text))

    def delete(self, article_id: str) -> None:
        """Remove an article, its chunks, words and vectors."""
        self.delete_chunks_of(article_id)
        self._rows("DELETE FROM articles WHERE id = ?", article_id)
        self._rows("DELETE FROM meta WHERE key = ?", QUESTIONS)  # they may be of its words

    def held(self, article_id: str) -> Held:
        """Return an article with all that was made of it; KeyError if there is none of this id."""
        rows = self._rows(f"SELECT {_ROW} FROM articles WHERE id = ?", article_id)
        if not rows:
            raise KeyError(article_id)
        chunks = self._rows(f"SELECT {_CHUNK} FROM chunks WHERE article_id = ?", article_id)
        return Held(rows[0], tuple(chunks), self._gathered(article_id))

    def put_back(self, held: Held) -> bool:
        """Keep an article as it was; tell whether it is: not where it, or a newer version, has come meanwhile."""
        rowid, id, *known, key = held.row
        if self.has(id) or self._rows("SELECT 1 FROM articles WHERE key = ?", key):
            return False
        if self._rows("SELECT 1 FROM articles WHERE rowid = ?", rowid):
            rowid = None  # another article has its place among the others; this one comes last
        self._rows(f"INSERT INTO articles ({_ROW}) VALUES ({_marks(len(held.row))})", rowid, id, *known, key)
        article = self.article(id)
        for row in held.chunks:
            self._rows(f"INSERT INTO chunks ({_CHUNK}) VALUES ({_marks(len(row))})", *row)
            self.words.insert(row[0], article.title, _chunk(row).body(article.text))
        for collection in held.collections:
            self._gather(collection, id)
        return True

    def delete_chunks_of(self, article_id: str) -> None:
        """Remove the chunks, words and vectors of an article, which stays."""
        self.words.delete_of(article_id)
        self._rows("DELETE FROM chunks WHERE article_id = ?", article_id)
        self.set_meta(TRACES, "left")

    def delete_chunks(self) -> None:
        """Remove all chunks, words and vectors; the articles stay."""
        self.words.clear()
        self._rows("DELETE FROM chunks")
        self._rows("DELETE FROM changes")  # who has not seen these compares all chunks
        self.set_meta(LOGGED_FROM, str(self.mark()))

    def chunk_ids(self) -> set[int]:
        """Return the ids of all chunks."""
        return {row[0] for row in self._rows("SELECT id FROM chunks")}

    def malformed(self, dimension: int) -> int:
        """Return how many chunks have no list of sentences, or no vector of so many numbers."""
        listed = "CASE WHEN json_valid(sentences) THEN json_type(sentences) = 'array' ELSE 0 END"
        query = f"SELECT count(*) FROM chunks WHERE NOT {listed} OR length(vector) != ?"
        return int(self._rows(query, 4 * dimension)[0][0])

    def spans(self, article_id: str) -> list[Span]:
        """Return the spans of an article's chunks, in order."""
        rows = self._rows("SELECT start, end FROM chunks WHERE article_id = ? ORDER BY start, end", article_id)
        return [Span(*row) for row in rows]

    def chunks(self, ids: Sequence[int]) -> dict[int, Chunk]:
        """Return the chunks of these ids."""
        rows = self._rows(
            "SELECT id, article_id, start, end, sentences FROM chunks WHERE id IN (SELECT value FROM json_each(?))",
            json.dumps(ids),
        )
        return {row[0]: _chunk(row) for row in rows}

    def vectors(self, ids: Sequence[int], dimension: int) -> Vectors:
        """Return the vectors of these chunks, a row each, in their order."""
        query = "SELECT id, vector FROM chunks WHERE id IN (SELECT value FROM json_each(?))"
        found = dict(self._rows(query, json.dumps(ids)))
        return np.frombuffer(b"".join(found[id] for id in ids), "<f4").reshape(-1, dimension)

    def chunks_of(self, article_ids: Collection[str]) -> list[int]:
        """Return the ids of the chunks of these articles, in order."""
        query = "SELECT id FROM chunks WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY id"
        return [row[0] for row in self._rows(query, json.dumps(list(article_ids)))]


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _chunk(row: Sequence[Any]) -> Chunk:
    _, article_id, start, end, sentences, *_ = row
    return Chunk(article_id, Span(start, end), tuple(Span(*pair) for pair in json.loads(sentences)))
