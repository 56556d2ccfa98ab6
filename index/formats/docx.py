"""Word files (DOCX), by python-docx."""

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from index.faults import IndexFault
from index.formats import tables
from index.formats.archive import opened, told
from index.formats.text import article
from index.types import Article, Rejected

_COLUMNS = 1000  # Word itself allows 63


def articles(stream: BinaryIO, name: str) -> Iterator[Article | Rejected]:
    """Yield the article of a Word file: headings, list items, paragraphs and rows of tables, parted by blank lines."""
    archive = opened(stream)
    if "word/document.xml" not in archive.namelist():
        raise IndexFault(f"It is {told(archive)}.")
    from docx import Document
    from docx.table import Table

    document = Document(BytesIO(_bytes(archive)))
    widths = document.element.xpath("//w:gridSpan/@w:val")
    if any(not width.isdecimal() or int(width) > _COLUMNS for width in widths):  # python-docx repeats the cell as often
        raise IndexFault(f"A table's cell is wider than {_COLUMNS} columns: the file is damaged. Export it again.")
    blocks = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            table = [[cell.text for cell in row.cells] for row in block.rows]
            blocks += tables.lines(table, tables.is_headed(table)) if table else []
        else:
            blocks.append(_marked(block.text.strip(), str(block.style.name if block.style else "")))
    text = "\n\n".join(block for block in blocks if block)
    if not text:
        raise IndexFault("It has no text. Give the words of the article.")
    known = document.core_properties
    yield article({"title": known.title, "author": known.author}, text, name)


def _marked(text: str, style: str) -> str:
    if not text:
        return ""
    if style == "Title":
        return f"# {text}"
    if style.startswith("Heading"):
        return f"## {text}"
    return f"- {text}" if style.startswith("List") else text


def _bytes(archive: object) -> bytes:
    file = archive.fp  # type: ignore[attr-defined]
    file.seek(0)
    data: bytes = file.read()
    return data
