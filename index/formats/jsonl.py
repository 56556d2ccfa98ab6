"""JSON lines: an article a line; also a JSON list, and either of them packed by gzip."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Any, BinaryIO, cast

from index.edits import FIELDS
from index.faults import IndexFault
from index.formats import limited
from index.formats.recognition import Recognizing
from index.formats.text import TEXT, article, decoded
from index.types import Article, Rejected, Scans

_BLOCK = 1 << 18  # bytes; how far a file is read is told no finer
_LINE = 20_000_000  # bytes of the longest line
_WHOLE = 200_000_000  # bytes of a file that is not lines
_GZIP = b"\x1f\x8b"


def articles(stream: BinaryIO, name: str) -> Iterator[Article | Rejected | Recognizing]:
    """Yield the article of each line, holding one at a time; a bad line is rejected by its number."""
    if name.lower().endswith(".gz"):
        yield from _unpacked(stream, name)
    elif PurePath(name).suffix.lower() == ".json":
        yield from _listed(limited(stream, _WHOLE), name)
    else:
        yield from _lines(stream, name)


def _unpacked(stream: BinaryIO, name: str) -> Iterator[Article | Rejected | Recognizing]:
    inner = name[: -len(".gz")]
    try:
        with gzip.open(cast(Any, _Peeked(stream)), "rb") as file:
            content = cast(BinaryIO, file)
            if PurePath(inner).suffix.lower() in (".jsonl", ".ndjson"):
                yield from _lines(content, name)
            else:
                from io import BytesIO

                from index.formats import read

                yield from read(BytesIO(limited(content, _WHOLE)), inner)
    except (OSError, EOFError, zlib.error) as error:
        raise IndexFault(f"The gzip file is damaged ({error}). Compress it again.") from error


def _lines(stream: BinaryIO, name: str) -> Iterator[Article | Rejected]:
    number, rest = 0, b""
    while True:
        block = stream.read(_BLOCK)
        *lines, rest = (rest + block).split(b"\n")
        if not block:
            lines, rest = [*lines, rest], b""
        for line in lines:
            number += 1
            if line.strip():
                yield _article(line, f"{name}, line {number}")
        if len(rest) > _LINE:
            yield Rejected(f"{name}, line {number + 1}", f"It has more than {_LINE // 1_000_000} MB. Split it.")
            number += 1
            rest = _skipped(stream)
        if not block:
            return


def _skipped(stream: BinaryIO) -> bytes:
    while block := stream.read(_BLOCK):
        if b"\n" in block:
            return block.split(b"\n", 1)[1]
    return b""


def _listed(data: bytes, name: str) -> Iterator[Article | Rejected]:
    try:
        content = json.loads(decoded(data))
    except (ValueError, RecursionError):
        from io import BytesIO

        yield from _lines(cast(BinaryIO, BytesIO(data)), name)
        return
    for number, entry in enumerate(content if isinstance(content, list) else [content], start=1):
        yield _made(entry, f"{name}, entry {number}")


def _article(line: bytes, where: str) -> Article | Rejected:
    try:
        return _made(json.loads(line.decode("utf-8-sig")), where)
    except (ValueError, RecursionError) as error:
        return Rejected(where, f"It is no JSON: {error}. Write an object with “title” and “text” on each line.")


def _made(entry: Any, where: str) -> Article | Rejected:
    if not isinstance(entry, dict):
        return Rejected(where, "It is no object. Write an object with “title” and “text”.")
    known = {str(key).lower(): value for key, value in entry.items()}
    text = next((known[key] for key in TEXT if isinstance(known.get(key), str) and known[key].strip()), None)
    if text is None:
        return Rejected(where, "It has no “text”. Give the words of the article.")
    try:
        original, scans = _original(known.get("original")), _scans(known.get("scans"))
        return replace(article(known, text, where), original=original, scans=scans)
    except IndexFault as fault:
        return Rejected(where, str(fault))


def _original(told: Any) -> tuple[tuple[str, str | None], ...]:
    """Return what the article's file said of fields that a reader edited, as `byline export` writes it."""
    if not isinstance(told, dict) or not told.keys() <= {*FIELDS}:
        return ()
    return tuple(sorted(told.items())) if all(isinstance(value, str | None) for value in told.values()) else ()


def _scans(told: Any) -> Scans:
    """Return which pages of the article's file were pictures, as `byline export` writes it."""
    try:
        return Scans.of(told)
    except (KeyError, TypeError, ValueError):
        return Scans()


class _Peeked:
    """A stream as gzip wants it: read only."""

    def __init__(self, stream: BinaryIO) -> None:
        self.read = stream.read
