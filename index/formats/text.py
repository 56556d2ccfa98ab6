"""Plain text and Markdown."""

import codecs
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, BinaryIO

from index.faults import IndexFault
from index.formats import LONGEST, limited
from index.formats.dates import iso
from index.formats.placeholders import told_author, told_title
from index.types import Article, Rejected

_BYTES = 4 * LONGEST  # of the longest text in UTF-8 or UTF-32
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 100_000  # bytes from which an encoding is guessed
_LIKE = 0.1  # of characters that look out of place: no difference between two encodings
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_FRONT = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_HEADING = re.compile(r"^#[ \t]+(\S.*)$", re.MULTILINE)
_TITLE_WORDS = 20
_FIRST_WORDS = 12  # of a text, for a title where there is none
TEXT = ("text", "body", "content", "article")
"""The names under which structured files have the text of an article."""

_FIELDS = {
    "title": ("title", "headline"),
    "source": ("source", "outlet", "publisher", "sitename"),
    "published": ("published", "date", "publish_date", "published_date"),
    "author": ("author", "authors", "byline"),
    "url": ("url", "link", "canonical", "canonical_url"),
}


def articles(stream: BinaryIO, name: str) -> Iterator[Article | Rejected]:
    """Yield the article of a text file; its front matter, a YAML block at the top, says what is known about it."""
    text = decoded(limited(stream, _BYTES)).replace("\r\n", "\n").replace("\r", "\n")
    front, text = _front(text)
    text = text.strip("\n").rstrip()
    if not text.strip():
        raise IndexFault("It is empty. Give the words of the article.")
    yield article(front, text, name)


def article(known: dict[str, Any], text: str, name: str, place: str | None = None, is_titled: bool = True) -> Article:
    """Return the article of a text and what is known about it, under any of the usual names.

    Without a title there, it is the first heading, else a short first line, else the file's name, which it is at once
    where the text is known to have no title. `place` tells it from the others of a file.
    """
    told: dict[str, Any] = {field: _first(known, keys) for field, keys in _FIELDS.items()}
    title = told_title(told.pop("title")) or (_title(text, name) if is_titled else _named(name, text))
    told |= {"published": iso(told["published"]), "author": told_author(told["author"])}
    return Article(title, text, **told, place=place)


def decoded(data: bytes) -> str:
    """Return bytes as text: by their mark, as UTF-8, else in the encoding that fits best; raise where it is none."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(data.decode(encoding, "replace"))
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if b"\0" in data[:_SAMPLE] and data[:_SAMPLE].count(b"\0") < len(data[:_SAMPLE]) // 4:
        raise _binary()
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    western = from_bytes(data[:_SAMPLE], cp_isolation=["cp1252"]).best()
    if best is None:
        raise _binary()
    if western and western.chaos <= best.chaos + _LIKE and western.coherence >= best.coherence:
        best = western  # short texts fit several encodings about equally well; this one is by far the most common
    return _checked(data.decode(best.encoding, "replace"))


def _checked(text: str) -> str:
    if _CONTROL.search(text):
        raise _binary()
    return text


def _binary() -> IndexFault:
    return IndexFault("It holds bytes that are no text. Save the article as text, HTML, PDF or DOCX.")


def _front(text: str) -> tuple[dict[str, Any], str]:
    match = _FRONT.match(text)
    if not match:
        return {}, text
    import yaml

    try:
        known = yaml.safe_load(match.group(1))
    except (yaml.YAMLError, ValueError):
        return {}, text
    return (
        ({str(k).lower(): v for k, v in known.items()}, text[match.end() :]) if isinstance(known, dict) else ({}, text)
    )


def _first(known: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = known.get(key)
        if isinstance(value, (list, tuple)):
            value = ", ".join(str(part) for part in value if part)
        if value is not None and not isinstance(value, dict) and str(value).strip():
            return " ".join(str(value).split())
    return None


def _title(text: str, name: str) -> str:
    if heading := _HEADING.search(text):
        return heading.group(1).rstrip(" \t#") or "#"
    first, _, rest = text.lstrip().partition("\n")
    alone = not rest or rest.startswith("\n") or not rest.split("\n", 1)[0].strip()
    if alone and rest.strip() and len(first.split()) <= _TITLE_WORDS and not first.rstrip().endswith((".", ";", ":")):
        return " ".join(first.lstrip("#").split())
    return _named(name, text)


def _named(name: str, text: str) -> str:
    """Return the name of a file as a title; where that is "untitled" or the like, the first words of the text."""
    stem = PurePath(name).stem.replace("_", " ").replace("-", " ").strip()
    words = text.split(maxsplit=_FIRST_WORDS)
    first = " ".join(words[:_FIRST_WORDS]) + "…" * (len(words) > _FIRST_WORDS)
    return told_title(stem) or first or name
