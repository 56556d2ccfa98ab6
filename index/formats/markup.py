"""Elements of HTML -> blocks of text."""

import re
from collections.abc import Iterator
from typing import Any

from index.formats import tables

_MARKS = {**dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "## "), "li": "- "}
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead title tr ul".split()
)
_BREAK = "\v"  # two in a row part paragraphs
_LONGEST = 300  # characters of a cell
_UNREAD = {"script", "style", "head", "nav", "template", "noscript", "title"}


def blocks(element: Any) -> Iterator[str]:
    """Yield the blocks of an element in order, as Markdown marks headings and items; a table's rows are blocks."""
    yield from _blocks(element, "")


def fragment_blocks(written: str) -> Iterator[str]:
    """Yield the blocks of HTML that is no whole page."""
    from lxml.html import fragment_fromstring

    return blocks(fragment_fromstring(written, create_parent="div"))


def _blocks(element: Any, mark: str) -> Iterator[str]:
    """Yield what stands between the edges of block elements; the first block of an item has its mark."""
    words = [element.text or ""]

    def told() -> Iterator[str]:
        nonlocal mark
        for part in re.split(rf"{_BREAK}\s*{_BREAK}", "".join(words)):
            if text := " ".join(part.split()):
                yield mark + text
                mark = ""
        words.clear()

    for inner in element:
        name = local_name(inner)
        if name in _UNREAD or not name:
            pass
        elif name == "table" and not _is_layout(inner):
            yield from told()
            yield from rows(inner)
        elif name in _BLOCKS or _holds_blocks(inner):
            yield from told()
            for block in _blocks(inner, _MARKS.get(name, mark)):
                mark = "" if block.startswith(mark) else mark
                yield block
        else:
            words.append(_words(inner))
        words.append(inner.tail or "")
    yield from told()


def rows(table: Any) -> list[str]:
    """Return the lines of a table."""
    read = [
        [cell for cell in row if local_name(cell) in ("td", "th")] for row in table.iter() if local_name(row) == "tr"
    ]
    told = [[_words(cell) for cell in row] for row in read if row]
    if not told:
        return []
    marked = all(local_name(cell) == "th" for cell in next(filter(None, read)))
    return tables.lines(told, is_headed=marked or tables.is_headed(told))


def _words(element: Any) -> str:
    inner = "".join(_words(part) + (part.tail or "") for part in element if local_name(part) not in _UNREAD)
    return _BREAK if local_name(element) == "br" else (element.text or "") * bool(local_name(element)) + inner


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace; of a comment, an empty one."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _is_layout(table: Any) -> bool:
    """Tell a table that only puts texts in their places, as in mails: with headings, tables, or several paragraphs."""
    if any(local_name(inner) in ("table", "h1", "h2", "h3") for inner in table.iterdescendants()):
        return True
    cells = [cell for cell in table.iter() if local_name(cell) in ("td", "th")]
    return any(len(list(blocks(cell))) > 1 or len(_words(cell)) > _LONGEST for cell in cells)


def _holds_blocks(element: Any) -> bool:
    return any(local_name(inner) in _BLOCKS for inner in element.iter())
