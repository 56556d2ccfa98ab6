"""What is kept on disk: articles, chunks, words and vectors in one SQLite file."""

import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

from index.types import Article, Chunk, IndexFault, Span, Vectors

FORMAT = "1"
FILE = "library.sqlite"

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE articles (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL,
    source TEXT, published TEXT, author TEXT, url TEXT, added TEXT NOT NULL
);
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, sentences TEXT NOT NULL, vector BLOB NOT NULL
);
CREATE INDEX chunks_of_article ON chunks (article_id);
CREATE VIRTUAL TABLE words USING fts5 (title, body, tokenize = 'porter unicode61 remove_diacritics 2');
"""
_ALLOW = "Allow it, or name another folder with --index."
_CONNECT: dict[str, Any] = {"timeout": 30.0, "isolation_level": None, "check_same_thread": False}
_ARTICLE = "title, text, source, published, author, url"


class Store:
    """One SQLite file in `folder`; made there if there is none.

    Safe to share between threads. Raises `IndexFault` where the folder or the file cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FILE
        self._lock = threading.RLock()
        with self._faults():
            self._database, self.read_only = _connect(folder, self.path)
            if not self._is_made():
                self._make()
        if (found := self.meta("format")) != FORMAT:
            raise IndexFault(
                f"The index in {folder} has format {found}; this Byline reads format {FORMAT}. "
                "Update Byline, or name another folder with --index."
            )

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all writes inside happen together, or none of them."""
        if self.read_only:
            raise IndexFault(f"The index in {self.folder} cannot be written. {_ALLOW}")
        with self._faults():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all reads inside see one state, whatever other processes write."""
        with self._faults():
            self._database.execute("BEGIN")
            try:
                yield
            finally:
                self._database.execute("COMMIT")

    def meta(self, key: str) -> str | None:
        """Return what was set under `key`."""
        rows = self._rows("SELECT value FROM meta WHERE key = ?", key)
        return rows[0][0] if rows else None

    def set_meta(self, key: str, value: str) -> None:
        """Keep `value` under `key`."""
        self._rows("INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", key, value)

    def version(self) -> int:
        """Return a number that changes when another process has written."""
        return int(self._rows("PRAGMA data_version")[0][0])

    def articles(self) -> list[Article]:
        """Return all articles in the order in which they were added."""
        return [Article(*row) for row in self._rows(f"SELECT {_ARTICLE} FROM articles ORDER BY rowid")]

    def ids(self) -> list[str]:
        """Return the ids of all articles in the order in which they were added."""
        return [row[0] for row in self._rows("SELECT id FROM articles ORDER BY rowid")]

    def article(self, article_id: str) -> Article:
        """Return one article; KeyError if there is none of this id."""
        rows = self._rows(f"SELECT {_ARTICLE} FROM articles WHERE id = ?", article_id)
        if not rows:
            raise KeyError(article_id)
        return Article(*rows[0])

    def has(self, article_id: str) -> bool:
        """Tell whether there is an article of this id."""
        return bool(self._rows("SELECT 1 FROM articles WHERE id = ?", article_id))

    def insert(self, article: Article) -> None:
        """Keep an article."""
        added = datetime.now(timezone.utc).isoformat(timespec="seconds")
        values = (
            article.id,
            article.title,
            article.text,
            article.source,
            article.published,
            article.author,
            article.url,
        )
        self._rows(f"INSERT INTO articles (id, {_ARTICLE}, added) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", *values, added)

    def insert_chunk(self, chunk: Chunk, title: str, body: str, vector: Vectors) -> None:
        """Keep a chunk with its words and its vector, under an id that no other chunk ever gets."""
        with self._faults():
            row = self._database.execute(
                "INSERT INTO chunks (article_id, start, end, sentences, vector) VALUES (?, ?, ?, ?, ?)",
                (chunk.article_id, *chunk.span, json.dumps(chunk.sentences), vector.astype("<f4").tobytes()),
            )
        self._rows("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", row.lastrowid, title, body)

    def delete(self, article_id: str) -> None:
        """Let go of an article, its chunks, words and vectors."""
        self._rows("DELETE FROM words WHERE rowid IN (SELECT id FROM chunks WHERE article_id = ?)", article_id)
        self._rows("DELETE FROM articles WHERE id = ?", article_id)

    def delete_chunks(self) -> None:
        """Let go of all chunks, words and vectors; the articles stay."""
        self._rows("DELETE FROM words")
        self._rows("DELETE FROM chunks")

    def chunk_ids(self) -> set[int]:
        """Return the ids of all chunks."""
        return {row[0] for row in self._rows("SELECT id FROM chunks")}

    def chunks(self, ids: Sequence[int]) -> dict[int, Chunk]:
        """Return the chunks of these ids."""
        rows = self._rows(
            "SELECT id, article_id, start, end, sentences FROM chunks WHERE id IN (SELECT value FROM json_each(?))",
            json.dumps(ids),
        )
        return {
            id: Chunk(article_id, Span(start, end), tuple(Span(*pair) for pair in json.loads(sentences)))
            for id, article_id, start, end, sentences in rows
        }

    def vectors(self, ids: Sequence[int], dimension: int) -> Vectors:
        """Return the vectors of these chunks, a row each, in their order."""
        query = "SELECT id, vector FROM chunks WHERE id IN (SELECT value FROM json_each(?))"
        found = dict(self._rows(query, json.dumps(ids)))
        return np.frombuffer(b"".join(found[id] for id in ids), "<f4").reshape(-1, dimension)

    def bm25(self, match: str, count: int) -> dict[int, float]:
        """Return the `count` chunks that best match an FTS5 query with their BM25, the highest first."""
        query = "SELECT rowid, -bm25(words) AS score FROM words WHERE words MATCH ? ORDER BY score DESC, rowid LIMIT ?"
        return dict(self._rows(query, match, count))

    def _is_made(self) -> bool:
        return bool(self._rows("SELECT 1 FROM sqlite_master WHERE name = 'meta'"))

    def _make(self) -> None:
        with self.transaction():
            if not self._is_made():  # another process may have been quicker
                for statement in filter(str.strip, _SCHEMA.split(";\n")):
                    self._database.execute(statement)
                self.set_meta("format", FORMAT)

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._faults():
            return self._database.execute(query, values).fetchall()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except sqlite3.OperationalError as error:
                raise IndexFault(f"The index in {self.folder} cannot be used: {error}.") from error
            except sqlite3.DatabaseError as error:
                raise IndexFault(
                    f"The index in {self.folder} is damaged: {self.path.name}: {error}. "
                    "Move the folder away or name another with --index, and add the articles again."
                ) from error


def _connect(folder: Path, path: Path) -> tuple[sqlite3.Connection, bool]:
    """Open the file, for reading alone where it cannot be written; say which."""
    if folder.exists() and not folder.is_dir():
        raise IndexFault(f"The index must be a folder, and {folder} is a file. Name a folder with --index.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        known = path.exists()
    except OSError as error:
        raise IndexFault(f"The index folder {folder} cannot be used: {error.strerror}. {_ALLOW}") from error
    if os.access(folder, os.W_OK | os.X_OK) and (not known or os.access(path, os.R_OK | os.W_OK)):
        return _configured(sqlite3.connect(path, **_CONNECT)), False
    if not known:
        raise IndexFault(f"The index folder {folder} cannot be written, so no index can be made there. {_ALLOW}")
    if not os.access(path, os.R_OK):
        raise IndexFault(f"The index in {folder} cannot be read: {path.name}: permission denied. {_ALLOW}")
    try:
        database = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, **_CONNECT)
        database.execute("SELECT 1 FROM sqlite_master")
    except sqlite3.OperationalError:  # a write-ahead log cannot be shared where nothing can be written
        database = sqlite3.connect(f"file:{quote(str(path))}?immutable=1", uri=True, **_CONNECT)
    return database, True


def _configured(database: sqlite3.Connection) -> sqlite3.Connection:
    for setting in ("foreign_keys = ON", "secure_delete = ON"):
        database.execute(f"PRAGMA {setting}")
    patience = time.monotonic() + _CONNECT["timeout"]
    while True:  # SQLite does not wait by itself where others are changing the mode at the same time
        try:
            database.execute("PRAGMA journal_mode = WAL")
            return database
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > patience:
                raise
            time.sleep(0.05)
