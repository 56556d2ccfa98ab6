"""OpenDocument texts (ODT), as LibreOffice and OpenOffice write them."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from defusedxml.ElementTree import ParseError, fromstring

from index.faults import IndexFault
from index.formats import tables
from index.formats.archive import opened, told
from index.formats.markup import local_name
from index.formats.text import article
from index.types import Article, Rejected

_SPACES = {"s": " ", "tab": " ", "line-break": " "}
_UNREAD = {"tracked-changes", "annotation", "note", "table-of-content", "forms", "sequence-decls"}


def articles(stream: BinaryIO, name: str) -> Iterator[Article | Rejected]:
    """Yield the article of a text document: headings, list items, paragraphs and rows of tables, parted by blank lines.

    The day on which the file was written is not taken for the day on which it was published.
    """
    archive = opened(stream)
    try:
        if "content.xml" not in archive.namelist():
            raise IndexFault(f"It is {told(archive)}.")
        content = fromstring(archive.read("content.xml"))
        meta = fromstring(archive.read("meta.xml")) if "meta.xml" in archive.namelist() else content
    except (ParseError, ValueError) as error:
        raise IndexFault(f"The ODT file is damaged ({error}). Export it again.") from error
    body = next((element for element in content.iter() if local_name(element) == "text"), None)
    if body is None:
        raise IndexFault(f"It is {told(archive)}.")
    text = "\n\n".join(_blocks(body, ""))
    if not text:
        raise IndexFault("It has no text. Give the words of the article.")
    known = {local_name(element): element.text for element in meta.iter()}
    author = known.get("initial-creator") or known.get("creator")
    yield article({"title": known.get("title"), "author": author}, text, name)


def _blocks(element: Any, mark: str) -> Iterator[str]:
    for inner in element:
        name = local_name(inner)
        if name == "table":
            table = [
                [" ".join(_blocks(cell, "")) for cell in row] for row in inner.iter() if local_name(row) == "table-row"
            ]
            yield from tables.lines(table, is_headed=_is_headed(inner) or tables.is_headed(table)) if table else ()
        elif name in ("p", "h"):
            if words := " ".join(_words(inner).split()):
                yield ("## " if name == "h" else mark) + words
            for box in inner.iter():
                if local_name(box) == "text-box":
                    yield from _blocks(box, "")
        elif name not in _UNREAD:
            yield from _blocks(inner, "- " if name == "list-item" else mark)


def _is_headed(table: Any) -> bool:
    return any(local_name(inner) == "table-header-rows" for inner in table)


def _words(element: Any) -> str:
    parts = [element.text or ""]
    for inner in element:
        name = local_name(inner)
        parts += [_SPACES.get(name) or ("" if name in _UNREAD or name == "frame" else _words(inner)), inner.tail or ""]
    return "".join(parts)
