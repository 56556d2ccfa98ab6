"""Electronic books (EPUB): the chapters in their order."""

from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import Any, BinaryIO
from urllib.parse import unquote
from zipfile import ZipFile

from defusedxml.ElementTree import ParseError, fromstring

from index.faults import IndexFault
from index.formats.archive import opened
from index.formats.markup import blocks, local_name
from index.formats.text import article
from index.types import Article, Rejected


def articles(stream: BinaryIO, name: str) -> Iterator[Article | Rejected]:
    """Yield a book as one article, its chapters in the order in which they are read."""
    book = opened(stream)
    try:
        package = _package(book)
        root = fromstring(book.read(package))
        chapters = [list(blocks(fromstring(book.read(file)))) for file in _spine(root, dirname(package), book)]
    except (KeyError, ParseError, ValueError, StopIteration) as error:
        raise IndexFault(f"The EPUB file is damaged ({error}). Export it again.") from error
    text = "\n\n".join(block for chapter in chapters for block in chapter)
    if not text:
        raise IndexFault("It has no text. Give the words of the article.")
    told = {
        local_name(e): e.text
        for e in root.iter()
        if local_name(e) in ("title", "creator", "publisher", "date", "source")
    }
    known = {"title": told.get("title"), "author": told.get("creator"), "source": told.get("publisher")}
    yield article({**known, "date": told.get("date")}, text, name)


def _package(book: ZipFile) -> str:
    container = fromstring(book.read("META-INF/container.xml"))
    return str(next(e.attrib["full-path"] for e in container.iter() if local_name(e) == "rootfile"))


def _spine(root: Any, folder: str, book: ZipFile) -> list[str]:
    files = {e.attrib["id"]: e.attrib["href"] for e in root.iter() if local_name(e) == "item"}
    order = [files.get(e.attrib.get("idref")) for e in root.iter() if local_name(e) == "itemref"]
    paths = [normpath(join(folder, unquote(href))) for href in order if href]
    there = set(book.namelist())
    return [path for path in dict.fromkeys(paths) if path in there]
