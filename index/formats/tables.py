"""Tables -> lines that say by themselves what their row says."""

import re
from collections.abc import Sequence

_ENDS = re.compile(r"[.!?…]$")


def lines(table: Sequence[Sequence[str]], is_headed: bool) -> list[str]:
    """Return a line for each row: `District: North; Votes: 10421.` under a header, else `North | 10421`.

    A header has no line, so that no name of a column is taken for what stands in it.
    """
    rows = [[" ".join(cell.split()) for cell in row] for row in table]
    if not is_headed or len(rows) < 2:
        return [" | ".join(filter(None, row)) for row in rows if any(row)]
    names, *rows = rows
    return [_sentence(names, row) for row in rows if any(row) and row != names]


def is_headed(table: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row names the columns: no name twice, none with a digit, and numbers under one of them."""
    names, rows = [cell.strip() for cell in table[0]], table[1:]
    if not names_columns(names) or not rows:
        return False
    columns = ([row[at] for row in rows if at < len(row)] for at in range(len(names)))
    return any(column and all(re.search(r"\d", cell) for cell in column) for column in columns)


def names_columns(row: Sequence[str]) -> bool:
    """Tell whether a row may be names of columns: two or more, each different, none with a digit."""
    names = [cell.strip().casefold() for cell in row]
    return len(names) > 1 and len(set(names)) == len(names) and not re.search(r"\d", "".join(names))


def _sentence(names: Sequence[str], row: Sequence[str]) -> str:
    named = [*names, *[""] * (len(row) - len(names))]
    told = "; ".join(f"{name}: {cell}" if name else cell for name, cell in zip(named, row, strict=False) if cell)
    return told if _ENDS.search(told) else f"{told}."
