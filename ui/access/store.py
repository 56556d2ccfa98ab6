"""Users, tokens and the log of changes, in a SQLite file of the index folder. No password and no token is kept."""

import hashlib
import os
import re
import secrets
import sqlite3
import time
from datetime import datetime, timezone
from pathlib import Path
from threading import RLock
from typing import Any

from index.faults import AccessFault
from index.place import private
from ui.access.roles import Role, Who

FILE = "access.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS users (name TEXT PRIMARY KEY, role TEXT NOT NULL, password TEXT NOT NULL, added TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tokens (name TEXT PRIMARY KEY, role TEXT NOT NULL, hash TEXT UNIQUE NOT NULL, added TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS ended (session TEXT PRIMARY KEY, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS changes (at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, article_id TEXT NOT NULL);
INSERT OR IGNORE INTO meta VALUES ('format', '1');
"""  # noqa: E501
_NAME = re.compile(r"[\w.@-]{1,64}")
Row = tuple[str, ...]


class Accounts:
    """The users and tokens of an index folder, and who changed what. Safe to share between threads and processes."""

    def __init__(self, folder: Path) -> None:
        self._lock, self._path = RLock(), folder / FILE
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(private(str(self._path), os.O_CREAT | os.O_RDWR))
            self._database = sqlite3.connect(self._path, timeout=30.0, isolation_level=None, check_same_thread=False)
            self._database.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise AccessFault(f"The users in {self._path} cannot be used: {error}.") from error
        self._rows("INSERT OR IGNORE INTO meta VALUES ('secret', ?)", secrets.token_hex(32))

    @classmethod
    def there(cls, folder: Path) -> bool:
        """Tell whether a folder has users, or had them."""
        return (folder / FILE).is_file()

    @property
    def secret(self) -> str:
        """Return what sessions are signed with."""
        return str(self._rows("SELECT value FROM meta WHERE key = 'secret'")[0][0])

    def put_user(self, name: str, role: Role, password: str, replace: bool = False) -> None:
        """Keep a user, whose `password` is hashed; raises `AccessFault` where there is one, unless to `replace`."""
        self._put("user", name, role, password, replace)

    def add_token(self, name: str, role: Role) -> str:
        """Make a token and return it; it cannot be had again."""
        token = f"byl_{secrets.token_urlsafe(32)}"
        self._put("token", name, role, _hash(token), False)
        return token

    def remove(self, kind: str, name: str) -> None:
        """Remove a user or a token; it is let in nowhere from then on."""
        if not self._rows(f"DELETE FROM {kind}s WHERE name = ? RETURNING name", name):
            raise AccessFault(f"There is no {kind} “{name}”. `byline {kind} list` names those there are.")

    def listed(self, kind: str) -> list[Row]:
        """Return name, role and day of all users or tokens, by name."""
        return self._rows(f"SELECT name, role, added FROM {kind}s ORDER BY name")

    def user(self, name: str) -> tuple[Who, str] | None:
        """Return a user, and what is kept of the password."""
        rows = self._rows("SELECT name, role, password FROM users WHERE name = ?", name)
        return (Who(rows[0][0], Role[rows[0][1].upper()]), rows[0][2]) if rows else None

    def bearer(self, token: str) -> Who | None:
        """Return whose a token is."""
        rows = self._rows("SELECT name, role FROM tokens WHERE hash = ?", _hash(token))
        return Who(f"token {rows[0][0]}", Role[rows[0][1].upper()]) if rows else None

    def end(self, session: str, seconds: float) -> None:
        """Keep that a session has ended, for as long as it would have been good."""
        self._rows("INSERT OR REPLACE INTO ended VALUES (?, ?)", session, time.time())
        self._rows("DELETE FROM ended WHERE at < ?", time.time() - seconds)

    def has_ended(self, session: str) -> bool:
        """Tell whether a session was ended."""
        return bool(self._rows("SELECT 1 FROM ended WHERE session = ?", session))

    def log(self, who: str, what: str, *article_ids: str) -> None:
        """Write down a change."""
        for article_id in article_ids:
            self._rows("INSERT INTO changes VALUES (?, ?, ?, ?)", _now(), who, what, article_id)

    def changes(self, count: int) -> list[Row]:
        """Return the last changes, the latest first: when, who, what, which article."""
        return self._rows("SELECT at, who, what, article_id FROM changes ORDER BY rowid DESC LIMIT ?", count)

    def _put(self, kind: str, name: str, role: Role, kept: str, replace: bool) -> None:
        if not _NAME.fullmatch(name):
            raise AccessFault(f"“{name}” is no name. Use letters, digits, “.”, “@”, “-” and “_”, at most 64.")
        if not replace and self._rows(f"SELECT 1 FROM {kind}s WHERE name = ?", name):
            raise AccessFault(f"There is a {kind} “{name}” already. Remove it first: byline {kind} remove {name}")
        self._rows(f"INSERT OR REPLACE INTO {kind}s VALUES (?, ?, ?, ?)", name, role.word, kept, _now())

    def _rows(self, query: str, *values: Any) -> list[Row]:
        with self._lock:
            try:
                return self._database.execute(query, values).fetchall()
            except sqlite3.Error as error:
                raise AccessFault(f"The users in {self._path} cannot be used: {error}.") from error


def _hash(token: str) -> str:
    """Return what is kept of a token; it is random and long, so that it needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def _now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
