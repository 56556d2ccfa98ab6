"""Files -> articles. Each format has a module of its own, whose library is loaded when the first such file is read."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import PurePath
from typing import BinaryIO

from index.faults import IndexFault
from index.types import Article, Rejected

LONGEST = 20_000_000
"""Characters of the longest article; about ten times as long as the longest novels."""

_MODULES = {
    "text": ".txt .text .md .markdown",
    "html": ".html .htm .xhtml",
    "pdf": ".pdf",
    "docx": ".docx",
    "epub": ".epub",
    "jsonl": ".jsonl .ndjson .json .gz",
}
FORMATS = frozenset(ending for endings in _MODULES.values() for ending in endings.split())
"""The endings of files that are read, in lower case."""

_BY_ENDING = {ending: name for name, endings in _MODULES.items() for ending in endings.split()}
_MAGIC = {b"%PDF-": "pdf", b"\x1f\x8b": "jsonl"}
_ZIP = b"PK\x03\x04"
_FOREIGN = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"SQLite format 3": "a database",
    b"\xd0\xcf\x11\xe0": "an old Office file; save it as DOCX",
    b"{\\rtf": "rich text; save it as DOCX",
}


def read(stream: BinaryIO, name: str) -> Iterator[Article | Rejected]:
    """Yield the articles of a file, read one at a time; what cannot be read comes as `Rejected`.

    The ending of `name` tells the format, unless the first bytes tell another.
    """
    try:
        start = stream.read(512)
        reader = _reader(start, name)
        made: Iterator[Article | Rejected] = import_module(f"index.formats.{reader}").articles(
            _Rewound(start, stream), name
        )
        for article in made:
            yield _short_enough(article, name)
    except IndexFault as fault:
        yield Rejected(name, str(fault))
    except Exception as error:  # a library met what its authors did not foresee; the other files still go in
        yield Rejected(name, f"It cannot be read: {type(error).__name__}: {error}. Export it again, or as plain text.")


def _reader(start: bytes, name: str) -> str:
    """Return the module that reads a file; raise `IndexFault` for one that none can read."""
    for magic, what in _FOREIGN.items():
        if start.startswith(magic):
            raise IndexFault(f"It is {what}. Articles are text, Markdown, HTML, PDF, DOCX, EPUB or JSON lines.")
    for magic, reader in _MAGIC.items():
        if start.startswith(magic):
            return reader
    ending = PurePath(name).suffix.lower()
    reader = _BY_ENDING.get(ending, "text")
    if start.startswith(_ZIP):
        return reader if reader in ("docx", "epub") else "epub" if b"application/epub+zip" in start else "docx"
    if reader in ("docx", "epub"):
        raise IndexFault(f"This is not a {reader.upper()} file, despite its name. Export it again.")
    if reader == "pdf":
        raise IndexFault("This is not a PDF file, despite its name. Export it again.")
    if reader == "text" and start.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        return "html"
    return reader


def _short_enough(article: Article | Rejected, name: str) -> Article | Rejected:
    if isinstance(article, Article) and len(article.text) > LONGEST:
        return Rejected(name, f"Its text has {len(article.text):,} characters, more than {LONGEST:,}. Split the file.")
    return article


class _Rewound:
    """A stream whose first bytes were read already."""

    def __init__(self, start: bytes, stream: BinaryIO) -> None:
        self._start = start
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, as of any stream."""
        if size < 0:
            start, self._start = self._start, b""
            return start + self._stream.read()
        start, self._start = self._start[:size], self._start[size:]
        return start + (self._stream.read(size - len(start)) if len(start) < size else b"")


def limited(stream: BinaryIO, limit: int) -> bytes:
    """Return all bytes of a stream; raise `IndexFault` if there are more than `limit`."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise IndexFault(f"It has more than {limit // 1_000_000} MB. Split the file.")
    return data
