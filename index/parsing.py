"""Files parsed in a process of their own, with limits of memory and time: what breaks there breaks nothing here."""

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast

from index.faults import IndexFault
from index.formats.recognition import PAGES
from index.formats.worker import BLOCK, receive, send
from index.types import Article, Rejected, Scans

AT_ONCE = 4
"""How many files are parsed at the same time; the others wait, so that many at once cannot take all memory."""
_LONGEST = 300_000_000  # bytes of a message: the longest article as JSON
_TICK = 0.5  # seconds
_CODE = "import sys; sys.path[:] = sys.argv[1:]; from index.formats.worker import main; main()"
_CURE = "It may be damaged, or made to do harm. Export it again, or save its text as plain text."


@dataclass(frozen=True)
class Bounds:
    """What parsing a file may cost: seconds, and more for each megabyte and each scanned page; bytes of memory."""

    seconds: float = 60.0
    seconds_per_megabyte: float = 10.0
    seconds_per_scan: float = 70.0
    memory: int = 3 << 30


def parsed(stream: BinaryIO, name: str, bounds: Bounds | None = None) -> Iterator[Article | Rejected]:
    """Yield the articles of a file, as `index.formats.read` does; a file that passes the bounds is `Rejected`."""
    for kind, content in _messages({"kind": "articles", "name": name}, stream, bounds or Bounds()):
        if kind == "article":
            original, scans = tuple(map(tuple, content["original"])), Scans.of(content["scans"])
            yield Article(**{**content, "original": original, "scans": scans})
        elif kind != "recognizing":
            yield Rejected(**content) if kind == "rejected" else Rejected(name, content)


def linked(content: bytes, base: str, bounds: Bounds | None = None) -> list[str]:
    """Return the addresses of the articles of a feed; raise `IndexFault` for one that passes the bounds."""
    found: list[str] = []
    for kind, told in _messages({"kind": "links", "name": base}, BytesIO(content), bounds or Bounds()):
        if kind != "link":
            raise IndexFault(told)
        found.append(told)
    return found


class _Broken(Exception):
    """Raised when the process stops amid a file."""


class _Process:
    """A process that parses one file after another; the pipe of its errors tells it that this one is gone."""

    def __init__(self) -> None:
        root = str(Path(__file__).parents[1])
        path = [entry for entry in sys.path if entry and Path(entry).is_absolute()]
        pipe = subprocess.PIPE
        # Neither the current folder nor the environment may tell which modules it loads: -I, and this one's own path.
        command = [sys.executable, "-I", "-c", _CODE, *path, root]
        # What recognizes text there takes one processor, and leaves the others to whoever asks meanwhile.
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment)
        self._left = 0.0
        self._is_awaited = self._is_late = False

    @property
    def is_alive(self) -> bool:
        """Tell whether it runs."""
        return self._process.poll() is None

    def end(self) -> None:
        """End it at once, and leave nothing of it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with suppress(OSError):
                cast(Any, pipe).close()

    def messages(self, task: dict[str, Any], stream: BinaryIO, bounds: Bounds) -> Iterator[dict[str, Any]]:
        """Yield what the process tells of a file, whose bytes it is given as it asks for them.

        Raises `_Broken` where it stops or takes too long, of which only the time counts that is spent waiting for it.
        """
        told, asked = cast(BinaryIO, self._process.stdout), cast(BinaryIO, self._process.stdin)
        self._left, over = bounds.seconds, threading.Event()
        scans = PAGES  # which the process is not believed
        threading.Thread(target=self._watch, args=(over,), daemon=True).start()
        try:
            answer = json.dumps({**task, "memory": bounds.memory}).encode()
            while True:
                message = self._exchanged(asked, answer, told)
                while "read" not in message:
                    if "recognizing" in message and scans:
                        scans -= 1
                        self._left += bounds.seconds_per_scan
                    yield message
                    if "end" in message:
                        return
                    message = self._exchanged(asked, None, told)
                answer = stream.read(min(int(message["read"]), BLOCK))
                self._left += bounds.seconds_per_megabyte * len(answer) / 1_000_000
        finally:
            over.set()

    def _exchanged(self, asked: BinaryIO, answer: bytes | None, told: BinaryIO) -> dict[str, Any]:
        self._is_awaited = True
        try:
            if answer is not None:
                send(asked, answer)
            message: dict[str, Any] = json.loads(receive(told, _LONGEST))
        except (EOFError, OSError, ValueError) as error:
            raise _Broken(self._cause()) from error
        finally:
            self._is_awaited = False
        return message

    def _watch(self, over: threading.Event) -> None:
        """Kill the process when its time is over; ticks are counted, so that a machine's sleep counts for nothing."""
        while not over.wait(_TICK):
            self._left -= _TICK * self._is_awaited
            if self._left <= 0:
                self._is_late = True
                self._process.kill()
                return

    def _cause(self) -> str:
        self._process.kill()
        return "Reading it takes too long." if self._is_late else f"It broke its reader ({self._process.wait()})."


_idle: list[_Process] = []  # one waits for the next file; more are started while several files are read at once
_lock = threading.Lock()
_turns = threading.BoundedSemaphore(AT_ONCE)


def _messages(task: dict[str, Any], stream: BinaryIO, bounds: Bounds) -> Iterator[tuple[str, Any]]:
    """Yield the kind and the content of each message; at last, where the file broke its reader, ("broken", why)."""
    with _turns:
        yield from _told(_taken(), task, stream, bounds)


def _told(process: _Process, task: dict[str, Any], stream: BinaryIO, bounds: Bounds) -> Iterator[tuple[str, Any]]:
    is_whole = False
    try:
        for message in process.messages(task, stream, bounds):
            is_whole = message.get("end") == "whole"
            if message.get("end") == "memory":
                yield "broken", f"Reading it takes more than {bounds.memory / (1 << 30):.1f} GB of memory. {_CURE}"
            elif not is_whole:
                yield from message.items()
    except _Broken as broken:
        yield "broken", f"{broken} {_CURE}"
    finally:
        _given_back(process) if is_whole else process.end()


def _taken() -> _Process:
    with _lock:
        process = _idle.pop() if _idle else None
    if process and process.is_alive:
        return process
    if process:
        process.end()
    return _Process()


def _given_back(process: _Process) -> None:
    with _lock:
        if not _idle:
            _idle.append(process)
            return
    process.end()


def _end() -> None:
    while _idle:
        _idle.pop().end()


def _fresh() -> None:
    """Forget what the process before a fork has: a turn that one of its threads holds would never end here."""
    global _turns
    _idle.clear()
    _turns = threading.BoundedSemaphore(AT_ONCE)


atexit.register(_end)
if hasattr(os, "register_at_fork"):  # a fork shares the pipes, and must not speak through them
    os.register_at_fork(after_in_child=_fresh)
