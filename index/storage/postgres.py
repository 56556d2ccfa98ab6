"""The database of an index in PostgreSQL: connected, made, brought up to date, written in transactions."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.adapt import Buffer
from psycopg.types.json import set_json_loads
from psycopg.types.string import StrDumperUnknown, TextBinaryLoader

from index.faults import IndexFault
from index.place import Cluster
from index.storage.postgres_schema import FORMAT, FROM, SCHEMA

_WRITING, _SEARCH = 0x62796C01, 0x62796C02  # what writers, and who applies changes to the search, wait for
_PATIENCE = 30.0  # seconds
_SETTINGS = {
    "search_path": "byline",
    "lock_timeout": f"{_PATIENCE:.0f}s",
    "tcp_keepalives_idle": "60",  # a writer whose machine is gone lets the others write after two minutes
    "tcp_keepalives_interval": "15",
    "tcp_keepalives_count": "4",
}
_CURES = {
    psycopg.errors.LockNotAvailable: "Another Byline is writing it; try again when that is done.",
    psycopg.errors.InsufficientPrivilege: "Allow it to this user of PostgreSQL, or name another with --index.",
    psycopg.errors.DiskFull: "Free some space on its disk, and try again; what is in the index stays.",
}
_UNREACHED = "See that the server runs, that it lets this user in, and that the database is there; createdb makes one."
_NUL, _ESCAPE = "\x10\x11", "\x10\x10"  # PostgreSQL keeps no NUL, so it is written as two others, and these doubled


class Postgres:
    """One database; the tables are made if there are none, and brought up to date if an earlier Byline made them.

    Safe to share between threads; a connection that was lost is made again. Raises `IndexFault` where the database
    cannot be used.
    """

    def __init__(self, cluster: Cluster) -> None:
        self.cluster, self.folder, self.place = cluster, cluster.folder, str(cluster)
        self._lock = threading.RLock()
        self._inside = False
        self._connection = self._connected()
        self.read_only = self._is_standby()
        if not self.read_only:
            if not self._is_made():
                self._apply("CREATE SCHEMA IF NOT EXISTS byline;\n" + SCHEMA, lambda: not self._is_made())
            if (earlier := self._format()) in FROM:
                self._apply(FROM[earlier], lambda: self._format() == earlier)
        if (found := self._format()) != FORMAT:
            cure = "Open it once where it can be written" if found in FROM else "Update Byline"
            raise IndexFault(f"The index in {cluster} has format {found}; this Byline reads format {FORMAT}. {cure}.")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all writes inside happen together, or none of them; writers wait for one another."""
        if self.read_only:
            raise IndexFault(f"The index in {self.cluster} cannot be written: it is a standby. Name the primary.")
        with self._block("BEGIN"):
            self._rows("SELECT pg_advisory_xact_lock(?)", _WRITING)
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all reads inside see one state, whatever others write."""
        with self._block("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"):
            yield

    def searching(self) -> bool:
        """Become the only one, of all servers, who changes what is searched, until the transaction or snapshot ends.

        False where another is for too long.
        """
        patience = time.monotonic() + _PATIENCE
        while not (mine := self._rows("SELECT pg_try_advisory_xact_lock(?)", _SEARCH)[0][0]):
            if time.monotonic() > patience:
                break
            time.sleep(0.02)
        return bool(mine)

    def flush(self) -> None:
        """Do nothing: PostgreSQL's logs and free pages are its own, see `vacuum`."""

    def vacuum(self) -> list[str]:
        """Give back the room of what was deleted; return what else may still hold its words."""
        self._rows("VACUUM (ANALYZE) articles, chunks, changes, terms, totals, meta, collections, gathered")
        told = [
            "The free room in PostgreSQL's files keeps deleted words until it is used again; VACUUM FULL leaves none.",
            "PostgreSQL's write-ahead log and its backups keep deleted words until they are recycled.",
        ]
        if standbys := self._rows("SELECT count(*) FROM pg_stat_replication")[0][0]:
            told.append(f"So do the logs of {standbys} standby{'s' * (standbys != 1)}.")
        return told

    def _is_standby(self) -> bool:
        return bool(self._rows("SELECT pg_is_in_recovery()")[0][0])

    def _is_made(self) -> bool:
        return bool(self._rows("SELECT to_regclass('byline.meta') IS NOT NULL")[0][0])

    def _format(self) -> str:
        rows = self._rows("SELECT value FROM meta WHERE key = 'format'") if self._is_made() else []
        if not rows:
            raise IndexFault(f"The database {self.cluster} does not tell its format. Name another with --index.")
        return str(rows[0][0])

    def _apply(self, statements: str, is_due: Callable[[], bool]) -> None:
        with self.transaction():
            if is_due():  # another may have been quicker
                self._connection.execute(statements.encode())
                upsert = "INSERT INTO meta VALUES ('format', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
                self._rows(upsert, FORMAT)

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._faults():
            try:
                return self._run(query, values)
            except psycopg.OperationalError:
                if self._inside or not self._connection.closed:
                    raise
                self._connection = self._connected()
                return self._run(query, values)

    def _run(self, query: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        asked = query.replace("%", "%%").replace("?", "%s").encode()
        cursor = self._connection.execute(asked, values or None, binary=True)
        return cursor.fetchall() if cursor.description else []

    @contextmanager
    def _block(self, begin: str) -> Iterator[None]:
        with self._faults():
            self._rows(begin)
            self._inside = True
            try:
                yield
                self._rows("COMMIT")
            except BaseException:
                if not self._connection.closed:
                    self._rows("ROLLBACK")
                raise
            finally:
                self._inside = False

    def _connected(self) -> "psycopg.Connection[tuple[Any, ...]]":
        with self._faults():
            options = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
            asked = psycopg.conninfo.conninfo_to_dict(self.cluster.database)
            options = f"{asked.get('options') or ''} {options}".strip()
            known: dict[str, Any] = {"connect_timeout": 10, "application_name": "byline", **asked}
            known |= {"options": options, "client_encoding": "utf8"}
            connection = psycopg.connect(**known, autocommit=True)
        set_json_loads(lambda text: bytes(text).decode() if not isinstance(text, str) else text, connection)
        connection.adapters.register_dumper(str, _Dumper)
        connection.adapters.register_loader("text", _Loader)
        if (encoding := connection.info.parameter_status("server_encoding")) != "UTF8":
            connection.close()
            raise IndexFault(f"The database {self.cluster} is kept as {encoding}. Make one with: createdb -E UTF8")
        return connection

    @contextmanager
    def _faults(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except psycopg.Error as error:
                otherwise = "" if error.sqlstate else _UNREACHED
                cure = next((cure for kind, cure in _CURES.items() if isinstance(error, kind)), otherwise)
                told = " ".join(str(error).split())
                raise IndexFault(f"The index in {self.cluster} cannot be used: {told}. {cure}".rstrip()) from error


class _Dumper(StrDumperUnknown):
    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\x10", _ESCAPE).replace("\0", _NUL))


class _Loader(TextBinaryLoader):
    def load(self, data: Buffer) -> bytes | str:
        text = super().load(data)
        if not isinstance(text, str) or "\x10" not in text:
            return text
        return "\x10".join(piece.replace(_NUL, "\0") for piece in text.split(_ESCAPE))
