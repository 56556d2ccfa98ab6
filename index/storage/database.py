"""The SQLite file of an index: opened, made, brought up to date, written in transactions."""

import json
import os
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from index.faults import IndexFault
from index.place import private
from index.storage.schema import FORMAT, FROM, SCHEMA

FILE = "library.sqlite"
VECTORS_FILE = "vectors.faiss"
"""Derived from the other, so that it can be deleted at any time."""

_LOST = "Move the folder away or name another with --index, and add the articles again."
_ALLOW = "Allow it, or name another folder with --index."
DELETES_WORDS = sqlite3.sqlite_version_info >= (3, 42)
"""Whether FTS5 can take words out of its index at once; before 3.42 it marks them, and drops them when it merges."""

_CURES = {
    "locked": "Another Byline is writing it; try again when that is done.",
    "full": "Free some space on the disk, and try again; what is in the index stays.",
    "I/O error": "See that the disk has room and is whole, and try again; what is in the index stays.",
    "no such": _LOST,
    "malformed": _LOST,
}
_SITE = re.compile(r"\w+://(?:[^/@]*@)?(?:www\.)?([^/:?#]+)", re.IGNORECASE)
_CONNECT: dict[str, Any] = {"timeout": 30.0, "isolation_level": None, "check_same_thread": False}


class Database:
    """One SQLite file in `folder`; made there if there is none, brought up to date if an earlier Byline made it.

    Safe to share between threads. Raises `IndexFault` where the folder or the file cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.place = folder, str(folder)
        self.path = folder / FILE
        self._lock = threading.RLock()
        with self._faults():
            self._database, self.read_only = _connect(folder, self.path)
            self._database.create_function("folded", 1, lambda text: text and text.casefold(), deterministic=True)
            self._database.create_function("site", 1, site, deterministic=True)
            if not self._is_made():
                self._apply(SCHEMA, lambda: not self._is_made())
            if not self.read_only and (earlier := self._format()) in FROM:
                self._apply(FROM[earlier], lambda: self._format() == earlier)
        if (found := self._format()) != FORMAT:
            cure = "Open it once where it can be written" if found in FROM else "Update Byline"
            raise IndexFault(
                f"The index in {folder} has format {found}; this Byline reads format {FORMAT}. "
                f"{cure}, or name another folder with --index."
            )

    def close(self) -> None:
        """Close the file."""
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
                if self._database.in_transaction:  # SQLite has rolled back by itself where the disk is full
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

    def flush(self) -> None:
        """Move what was written into the main file and empty the log beside it, where nobody is reading."""
        self._rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def vacuum(self) -> list[str]:
        """Give back the room of what was deleted, of whose words nothing is left."""
        self._rows("VACUUM")
        self.flush()
        return []

    def faults(self) -> list[str]:
        """Return what SQLite itself finds wrong with the file."""
        found = [row[0] for row in self._rows("PRAGMA integrity_check") if row[0] != "ok"]
        found += [f"{row[0]} refers to a missing {row[2]}" for row in self._rows("PRAGMA foreign_key_check")]
        rows = self._rows("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')")
        found += [f"{name} is not of Byline’s making" for name, sql in rows if sql not in SCHEMA]
        return [f"SQLite: {fault}" for fault in found]

    def permits(self, statement: str) -> bool:
        """Tell whether SQLite carries a statement out that checks a constraint."""
        with self._faults():
            try:
                self._database.execute(statement)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                return False
        return True

    def _is_made(self) -> bool:
        return bool(self._rows("SELECT 1 FROM sqlite_master WHERE name = 'meta'"))

    def _format(self) -> str:
        rows = self._rows("SELECT value FROM meta WHERE key = 'format'")
        if not rows:
            raise IndexFault(_damaged(self.folder, "it does not tell its format"))
        return str(rows[0][0])

    def _apply(self, statements: str, is_due: Callable[[], bool]) -> None:
        with self.transaction():
            if is_due():  # another process may have been quicker
                for statement in filter(str.strip, statements.split(";\n")):
                    self._database.execute(statement)
                self._rows("INSERT OR REPLACE INTO meta VALUES ('format', ?)", FORMAT)

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        asked = query.replace("= ANY(?)", "IN (SELECT value FROM json_each(?))")  # as PostgreSQL says it
        given = [json.dumps(value) if isinstance(value, list) else value for value in values]
        with self._faults():
            return self._database.execute(asked, given).fetchall()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except sqlite3.OperationalError as error:
                cure = next((cure for sign, cure in _CURES.items() if sign in str(error)), "")
                raise IndexFault(f"The index in {self.folder} cannot be used: {error}. {cure}".rstrip()) from error
            except sqlite3.DatabaseError as error:
                raise IndexFault(_damaged(self.folder, error)) from error


def _damaged(folder: Path, what: object) -> str:
    return f"The index in {folder} is damaged: {FILE}: {what}. {_LOST}"


def site(url: str | None) -> str | None:
    """Return the site of an address, as people name it: without www."""
    found = _SITE.match(url or "")
    return found and found[1].lower()


def _connect(folder: Path, path: Path) -> tuple[sqlite3.Connection, bool]:
    """Open the file, read-only where it cannot be written; say which."""
    if folder.exists() and not folder.is_dir():
        raise IndexFault(f"The index must be a folder, and {folder} is a file. Name a folder with --index.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        known = path.exists()
        emptied = known and not path.stat().st_size and _others(folder)
    except OSError as error:
        raise IndexFault(f"The index folder {folder} cannot be used: {error.strerror}. {_ALLOW}") from error
    if emptied:
        raise IndexFault(_damaged(folder, f"it is empty, and {', '.join(emptied)} beside it is not new"))
    if os.access(folder, os.W_OK | os.X_OK) and (not known or os.access(path, os.R_OK | os.W_OK)):
        os.close(private(str(path), os.O_CREAT | os.O_RDWR))
        try:
            return _configured(sqlite3.connect(path, **_CONNECT)), False
        except sqlite3.OperationalError as error:
            if not any(sign in str(error) for sign in ("full", "I/O error")):
                raise
            (folder / VECTORS_FILE).unlink(missing_ok=True)  # even to be read, SQLite needs some room on the disk
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


def _others(folder: Path) -> list[str]:
    """Return what lies in a folder beside a file that SQLite has just made."""
    return sorted({file.name for file in folder.iterdir()} - {FILE, f"{FILE}-journal"})


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
