"""The truth in PostgreSQL: articles, chunks and vectors, and with these the stems of their words, which are derived."""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timezone
from typing import Any

import numpy as np

from index.encoding import Vectors
from index.place import Cluster
from index.storage.analyzer import Analyzer
from index.storage.collections import Collecting
from index.storage.database import site
from index.storage.kept import ARTICLE, Kept, article_of, values_of
from index.storage.postgres_catalogue import PostgresCatalogue
from index.storage.postgres_words import lexemes
from index.storage.truth import LOGGED_FROM, QUESTIONS, TRACES, Changes, Held
from index.types import Article, Chunk, Span

_ROW = f"number, id, {ARTICLE}, added, key"
_DERIVED = "site, folded_title, folded_source, folded_author, known"
_CHUNK = 'id, article_id, start, "end", sentences, vector'
_BYTES = "octet_length(vector)"


class PostgresTruth(PostgresCatalogue, Collecting, Kept):
    """The articles of an index and all that was made of them."""

    def __init__(self, cluster: Cluster) -> None:
        super().__init__(cluster)
        self.analyzer = Analyzer()

    def changes(self, after: int | None) -> Changes:
        """Return what came and went after a mark, or everything for none; not inside a transaction that writes chunks.

        A chunk's id is never given twice; one that was removed comes back only as it was.
        """
        mark = self.mark()
        if after is None or after < int(self.meta(LOGGED_FROM) or 0):
            return Changes(sorted(self.chunk_ids()), (), mark, whole=True)
        query = "SELECT DISTINCT ON (chunk) chunk, added FROM changes WHERE mark > ? ORDER BY chunk, mark DESC"
        last = self._rows(query, after)
        added, removed = ([id for id, is_added in last if is_added is way] for way in (True, False))
        return Changes(added, removed, mark)

    def articles(self) -> list[Article]:
        """Return all articles in the order in which they were added."""
        return [article_of(row) for row in self._rows(f"SELECT {ARTICLE} FROM articles ORDER BY number")]

    def each(self) -> Iterator[tuple[str, Article]]:
        """Yield every article with the id under which it is kept, holding one at a time."""
        for id in self.ids():
            yield id, self.article(id)

    def earlier(self, article: Article) -> list[str]:
        """Return the ids of the articles in whose stead this one comes: of its address or its place."""
        known = [key for key in (self._key(article), article.place) if key is not None]
        return [row[0] for row in self._rows("SELECT id FROM articles WHERE key = ANY(?) ORDER BY number", known)]

    def insert(self, article: Article, added: str | None = None) -> None:
        """Keep an article, of which there is no earlier one; `added` is the instant, else now."""
        added = added or datetime.now(timezone.utc).isoformat(timespec="seconds")
        values = (article.id, *values_of(article), added, self._key(article), *_derived(article))
        self._rows(f"INSERT INTO articles (id, {ARTICLE}, added, key, {_DERIVED}) VALUES ({_marks(17)})", *values)

    def update(self, article: Article) -> None:
        """Keep what a reader edited of an article; what it is known by and its place among the others stay."""
        values = (*values_of(article), *_derived(article), article.id)
        self._rows(f"UPDATE articles SET ({ARTICLE}, {_DERIVED}) = ({_marks(14)}) WHERE id = ?", *values)

    def insert_chunks(self, article: Article, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Keep the chunks of an article, a row of `vectors` for each, under ids that no other chunk ever gets."""
        rows = [
            (None, chunk.article_id, *chunk.span, [list(pair) for pair in chunk.sentences], row.astype("<f4").tobytes())
            for chunk, row in zip(chunks, vectors, strict=True)
        ]
        self._insert(article, rows)

    def _insert(self, article: Article, rows: Sequence[tuple[Any, ...]]) -> None:
        """Keep chunks, one statement for all: it is what PostgreSQL logs and counts by."""
        if not rows:
            return
        bodies = {at: (article.title, _chunk(row).body(article.text)) for at, row in enumerate(rows)}
        stems = self.analyzer.stems(bodies)
        derived = [(lexemes(stems[at]), sum(map(len, stems[at]))) for at in range(len(rows))]
        columns = [list(column) for column in zip(*rows, strict=True)]
        columns[4] = [json.dumps(sentences) for sentences in columns[4]]
        kinds = "bigint[], text[], integer[], integer[], jsonb[], bytea[], tsvector[], integer[]"
        given = ", ".join(f"?::{kind}" for kind in kinds.split(", "))
        self._rows(
            f"INSERT INTO chunks ({_CHUNK}, words, length) "
            "SELECT coalesce(id, nextval(pg_get_serial_sequence('chunks', 'id'))), article_id, start, last, sentences, "
            f"vector, words, length FROM unnest({given}) WITH ORDINALITY "
            "AS new (id, article_id, start, last, sentences, vector, words, length, at) ORDER BY at",
            *columns,
            *map(list, zip(*derived, strict=True)),
        )

    def delete(self, article_id: str) -> None:
        """Remove an article, its chunks and vectors."""
        self.delete_chunks_of(article_id)
        self._rows("DELETE FROM articles WHERE id = ?", article_id)
        self._rows("DELETE FROM meta WHERE key = ?", QUESTIONS)  # they may be of its words

    def held(self, article_id: str) -> Held:
        """Return an article with all that was made of it; KeyError if there is none of this id."""
        rows = self._rows(f"SELECT {_ROW} FROM articles WHERE id = ?", article_id)
        if not rows:
            raise KeyError(article_id)
        chunks = self._rows(f"SELECT {_CHUNK} FROM chunks WHERE article_id = ? ORDER BY id", article_id)
        return Held(rows[0], tuple(chunks), self._gathered(article_id))

    def put_back(self, held: Held) -> bool:
        """Keep an article as it was; tell whether it is: not where it, or a newer version, has come meanwhile."""
        number, id, *known, key = held.row
        if self.has(id) or self._rows("SELECT 1 FROM articles WHERE key = ?", key):
            return False
        article = article_of(known[:-1])
        values = (number, id, *known, key, *_derived(article))
        self._rows(f"INSERT INTO articles ({_ROW}, {_DERIVED}) VALUES ({_marks(18)})", *values)
        self._insert(article, held.chunks)
        for collection in held.collections:
            self._gather(collection, id)
        return True

    def delete_chunks_of(self, article_id: str) -> None:
        """Remove the chunks and vectors of an article, which stays."""
        self._rows("DELETE FROM chunks WHERE article_id = ?", article_id)
        self.set_meta(TRACES, "left")

    def delete_chunks(self) -> None:
        """Remove all chunks and vectors; the articles stay."""
        self._rows("DELETE FROM chunks")
        self.set_meta(LOGGED_FROM, str(self.mark()))
        self._rows("DELETE FROM changes")  # who has not seen these compares all chunks

    def shorten(self, mark: int) -> None:
        """Drop the log of changes up to a mark that the search has seen."""
        self.set_meta(LOGGED_FROM, str(mark))
        self._rows("DELETE FROM changes WHERE mark <= ?", mark)

    def chunk_ids(self) -> set[int]:
        """Return the ids of all chunks."""
        return {row[0] for row in self._rows("SELECT id FROM chunks")}

    def malformed(self, dimension: int) -> int:
        """Return how many chunks have no list of sentences, or no vector of so many numbers."""
        query = f"SELECT count(*) FROM chunks WHERE jsonb_typeof(sentences) != 'array' OR {_BYTES} != ?"
        return int(self._rows(query, 4 * dimension)[0][0])

    def faults(self) -> list[str]:
        """Return nothing: PostgreSQL itself sees to it that its rows belong together."""
        return []

    def spans(self, article_id: str) -> list[Span]:
        """Return the spans of an article's chunks, in order."""
        query = 'SELECT start, "end" FROM chunks WHERE article_id = ? ORDER BY start, "end"'
        return [Span(*row) for row in self._rows(query, article_id)]

    def chunks(self, ids: Sequence[int]) -> dict[int, Chunk]:
        """Return the chunks of these ids."""
        query = 'SELECT id, article_id, start, "end", sentences FROM chunks WHERE id = ANY(?)'
        return {row[0]: _chunk(row) for row in self._rows(query, list(ids))}

    def texts(self, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Return the title and the body of these chunks, without those that are gone."""
        chunks = self.chunks(ids)
        query = "SELECT id, title, text FROM articles WHERE id = ANY(?)"
        articles = {row[0]: row[1:] for row in self._rows(query, list({one.article_id for one in chunks.values()}))}
        of = {id: (chunk, *articles[chunk.article_id]) for id, chunk in chunks.items()}
        return {id: (title, chunk.body(text)) for id, (chunk, title, text) in of.items()}

    def vectors(self, ids: Sequence[int], dimension: int) -> Vectors:
        """Return the vectors of these chunks, a row each, in their order."""
        found = self.known_vectors(ids)
        return np.array([found[id] for id in ids], np.float32).reshape(-1, dimension)

    def known_vectors(self, ids: Sequence[int]) -> dict[int, Vectors]:
        """Return the vectors of those of these chunks that there are."""
        rows = self._rows("SELECT id, vector FROM chunks WHERE id = ANY(?)", list(ids))
        return {id: np.frombuffer(vector, "<f4") for id, vector in rows}

    def chunks_of(self, article_ids: Collection[str]) -> list[int]:
        """Return the ids of the chunks of these articles, in order."""
        query = "SELECT id FROM chunks WHERE article_id = ANY(?) ORDER BY id"
        return [row[0] for row in self._rows(query, list(article_ids))]


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _chunk(row: Sequence[Any]) -> Chunk:
    _, article_id, start, end, sentences, *_ = row
    return Chunk(article_id, Span(start, end), tuple(Span(*pair) for pair in sentences))


def _derived(article: Article) -> tuple[str | None, ...]:
    """Return what articles are found by, as `_DERIVED` names it: PostgreSQL folds case in other ways than Python."""
    title, source, author = (text and text.casefold() for text in (article.title, article.source, article.author))
    known = " ".join([article.title, article.source or "", article.author or "", article.published or ""])
    return site(article.url), title, source, author, known.casefold()
