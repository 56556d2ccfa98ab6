"""Tables as text (CSV, TSV): one article of rows, or an article a row."""

import csv
from collections.abc import Iterator
from typing import BinaryIO

from index.faults import IndexFault
from index.formats import LONGEST, limited, tables
from index.formats.text import TEXT, article, decoded
from index.types import Article, Rejected

_BYTES = 4 * LONGEST
_SAMPLE = 10_000  # characters from which the delimiter is told
_DELIMITERS = ",;\t|"


def articles(stream: BinaryIO, name: str) -> Iterator[Article | Rejected]:
    """Yield a table as one article, a line a row; where a column holds the text of articles, an article a row."""
    text = decoded(limited(stream, _BYTES))
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(text[:_SAMPLE], _DELIMITERS)
    except csv.Error:
        dialect = csv.excel_tab if "\t" in text.partition("\n")[0] else csv.excel
    try:
        rows = [row for row in csv.reader(text.splitlines(keepends=True), dialect) if any(map(str.strip, row))]
    except csv.Error as error:
        raise IndexFault(f"The table is damaged ({error}). Export it again.") from error
    if not rows:
        raise IndexFault("It is empty. Give the words of the article.")
    names = [cell.strip().casefold() for cell in rows[0]]
    if "title" in names and any(key in names for key in TEXT):
        yield from _each(names, rows[1:], name)
    else:
        lines = tables.lines(rows, is_headed=tables.names_columns(rows[0]))
        yield article({}, "\n\n".join(lines), name, is_titled=False)


def _each(names: list[str], rows: list[list[str]], name: str) -> Iterator[Article | Rejected]:
    for number, row in enumerate(rows, start=2):
        known = dict(zip(names, row, strict=False))
        where = f"{name}, row {number}"
        text = next((known[key].strip() for key in TEXT if known.get(key, "").strip()), "")
        if text:
            yield article(known, text, where, place=known.get("title") or where)
        else:
            yield Rejected(where, "It has no text. Give the words of the article.")
