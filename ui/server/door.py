"""A door for the shell of the same user: a socket in the index folder, at which a running page answers."""

import json
import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingMixIn
from threading import Thread
from typing import Any

from index.faults import Fault
from index.selection import Selection
from rag.results import Result
from ui.server.kept import chosen, plain

if sys.platform == "win32":  # has no such sockets, and so no door
    from socketserver import TCPServer as StreamServer
else:
    from socketserver import UnixStreamServer as StreamServer

Ask = Callable[[str, Selection | None], Result]
"""Answers a question within what is chosen."""
NAME = "byline.sock"
_LONGEST = 100  # bytes of a socket's path; systems allow little more
_LINE = 100_000  # bytes of a request


def address(folder: Path) -> Path | None:
    """Return where the socket of an index folder lies; None where there can be none."""
    path = folder.resolve() / NAME
    return path if hasattr(socket, "AF_UNIX") and len(os.fsencode(path)) <= _LONGEST else None


class Door:
    """Answers questions of other processes until it is closed; does nothing where another page has the folder's."""

    def __init__(self, folder: Path, ask: Ask) -> None:
        self._path, self._server = address(folder), None
        if self._path is None or _answers(self._path):
            return
        with suppress(OSError):  # a folder that cannot be written has no door
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._path.unlink(missing_ok=True)
            before = os.umask(0o177)
            try:
                self._server = _Server(str(self._path), _handler(ask))
            finally:
                os.umask(before)
            Thread(target=self._server.serve_forever, name="byline-door", daemon=True).start()

    def close(self) -> None:
        """Close the door, so that the shell loads the models itself again."""
        if self._server and self._path:
            self._server.shutdown()
            self._server.server_close()
            self._path.unlink(missing_ok=True)
            self._server = None


class _Server(ThreadingMixIn, StreamServer):
    daemon_threads = True


def _handler(ask: Ask) -> type[StreamRequestHandler]:
    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            line = self.rfile.readline(_LINE)
            if line.strip():
                self.wfile.write(json.dumps(_reply(line, ask)).encode() + b"\n")

    return Handler


def _reply(line: bytes, ask: Ask) -> dict[str, Any]:
    try:
        asked = json.loads(line)
        question = str(asked["question"])
    except (ValueError, KeyError, TypeError):
        return {"fault": "This is not a question for Byline. Send one line: {“question”: …}."}
    try:
        return {"result": plain(ask(question, chosen(asked.get("within"))))}
    except Fault as fault:
        return {"fault": str(fault)}


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe, suppress(OSError):
        probe.connect(str(path))
        return True
    return False
