"""The process in which files are parsed: bytes come by a pipe as they are asked for, articles go back as JSON."""

import json
import os
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO, cast

from index.formats.recognition import Recognizing
from index.types import Article, Rejected

LENGTH = struct.Struct(">I")
BLOCK = 1 << 20
"""Bytes of a file that are asked for at once, at most."""
_ALONE = 36_000.0  # seconds of computing for one file: where no kernel tells of a killed parent, a parse ends by this


def send(pipe: BinaryIO, content: bytes) -> None:
    """Write one message, behind its length."""
    pipe.write(LENGTH.pack(len(content)) + content)
    pipe.flush()


def receive(pipe: BinaryIO, limit: int) -> bytes:
    """Return one message; raise EOFError where none comes, is whole, or is at most `limit` bytes long."""
    head = pipe.read(LENGTH.size)
    length = LENGTH.unpack(head)[0] if len(head) == LENGTH.size else limit + 1
    content = pipe.read(length) if length <= limit else b""
    if length > limit or len(content) < length:
        raise EOFError
    return content


def main() -> None:
    """Parse files until the pipe to the parent is closed."""
    asked, told = _pipes()
    _die_with_parent()
    with suppress(EOFError, BrokenPipeError):
        while True:
            task = json.loads(receive(asked, BLOCK))
            _limit(task["memory"])
            try:
                for found in _found(task, cast(BinaryIO, _Asked(asked, told))):
                    send(told, json.dumps(_plain(found)).encode())
            except MemoryError:  # what is left of the heap is not worth keeping
                send(told, b'{"end": "memory"}')
                return
            send(told, b'{"end": "whole"}')


def _found(task: dict[str, Any], stream: BinaryIO) -> Iterator[Article | Rejected | Recognizing | str]:
    if task["kind"] == "links":
        from index.feeds import links

        return iter(links(stream.read(), task["name"]))
    from index.formats import read

    return read(stream, task["name"])


def _plain(found: Article | Rejected | Recognizing | str) -> dict[str, Any]:
    if isinstance(found, str):
        return {"link": found}
    return {type(found).__name__.lower(): asdict(found)}


class _Asked:
    """The file, whose bytes lie with the parent."""

    def __init__(self, asked: BinaryIO, told: BinaryIO) -> None:
        self._asked = asked
        self._told = told

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, as of any stream."""
        blocks: list[bytes] = []
        left = size
        while left:
            send(self._told, json.dumps({"read": min(left, BLOCK) if left > 0 else BLOCK}).encode())
            block = receive(self._asked, BLOCK)
            if not block:
                break
            blocks.append(block)
            left -= len(block) if left > 0 else 0
        return b"".join(blocks)


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return the pipes to the parent, and give the libraries nothing in their place that they could write into."""
    asked, told = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return asked, told


def _die_with_parent() -> None:
    """Let Ctrl+C to the parent, and on Linux let the kernel end this process when the parent is gone.

    Reading and writing end by themselves then; a regular expression that holds the interpreter does not. Nothing is
    ever sent through the pipe of the errors, so that the signal of a change in it means that the parent closed it.
    """
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        import fcntl

        line = os.dup(2)
        fcntl.fcntl(line, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(line, fcntl.F_SETFL, fcntl.fcntl(line, fcntl.F_GETFL) | os.O_ASYNC)
        with suppress(OSError):  # on a machine out of memory the kernel ends this process and not the page's
            Path("/proc/self/oom_score_adj").write_text("1000")
    os.dup2(1, 2)


def _limit(memory: int) -> None:
    try:
        import resource
        import signal
    except ImportError:  # Windows
        return
    signal.setitimer(signal.ITIMER_PROF, _ALONE)
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory if most < 0 else min(memory, most), most))
