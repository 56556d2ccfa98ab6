"""Lines of a page -> the order in which they are read: columns one after another, each from top to bottom."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

_SLACK = 3.0  # points within which most lines of a column begin
_GUTTER = 0.5  # of the size of type: as wide as a gutter is at least
_PLACES = 12  # where most lines begin, which are looked at
_ROWS = 3  # rows side by side that make two columns
_WORDS = 3  # in the usual row of a column; the cells of a table have fewer
_APART = 1.5  # of the size of type: the cells of a table
_INITIAL = 1.8  # of the size of type: a letter that begins a text, over several lines


@dataclass(frozen=True)
class Line:
    """A line of text, or a part of one between gaps, in points from the lower left corner of its page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def size(self) -> float:
        """Return the height of the line, which is about the size of its type."""
        return self.top - self.bottom


def columns(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the columns of a page in reading order, each as its whole lines from top to bottom.

    A gutter is white over several rows, with prose on both sides; what reaches across it parts the columns above from
    those below. So it matters neither in which order the file draws its lines, nor how wide it sets its words apart.
    """
    gutter = _gutter(lines)
    if gutter is None:
        return [_whole(rows(lines))] if lines else []
    found: list[list[Line]] = []
    for is_parted, bands in groupby(_bands(lines, gutter), key=lambda band: _support(band, gutter) >= _ROWS):
        together = [line for band in bands for line in band]
        if is_parted:
            found += columns([line for line in together if _side(line, gutter) < 0])
            found += columns([line for line in together if _side(line, gutter) > 0])
        else:
            found += columns(together)
    return found


def rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Return the lines that stand side by side together, from top to bottom, each row from left to right."""
    found: list[list[Line]] = []
    for line in _downward(lines):
        if found and _beside(found[-1][0], line):
            found[-1].append(line)
            found[-1].sort(key=lambda line: line.size)
        else:
            found.append([line])
    return [sorted(row, key=lambda line: line.left) for row in found]


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return where the second of two columns begins, of all such places that which parts the most rows."""
    starts = Counter(round(line.left / _SLACK) for line in lines)
    likely = [at for at, count in starts.most_common(_PLACES) if count >= _ROWS]
    places = [min(line.left for line in lines if round(line.left / _SLACK) == at) for at in likely]
    parted = {x: sum(found for band in _bands(lines, x) if (found := _support(band, x)) >= _ROWS) for x in places}
    best = max(parted, key=lambda x: parted[x], default=None)
    return best if best is not None and parted[best] else None


def _bands(lines: Sequence[Line], gutter: float) -> Iterator[list[Line]]:
    """Yield the runs of lines, downward, that reach across a gutter and that do not."""
    for _, band in groupby(_downward(lines), key=lambda line: _side(line, gutter) == 0):
        yield list(band)


def _support(band: Sequence[Line], gutter: float) -> int:
    """Return how many rows of prose stand on both sides of a gutter, beside one another."""
    if len(band) < 2 * _ROWS:
        return 0
    left, right = ([line for line in band if _side(line, gutter) == side] for side in (-1, 1))
    if not left or not right:
        return 0
    top = min(max(line.top for line in side) for side in (left, right))
    bottom = max(min(line.bottom for line in side) for side in (left, right))
    beside = [rows(line for line in side if line.bottom < top and line.top > bottom) for side in (left, right)]
    if not all(beside) or any(median(_words(row) for row in side) < _WORDS for side in beside):
        return 0
    aligned = sum(row[0].left <= gutter + _SLACK for row in beside[1])
    return min(map(len, beside)) if 2 * aligned >= len(beside[1]) else 0


def _side(line: Line, gutter: float) -> int:
    """Return -1 for a line left of a gutter, 1 for one right of it, 0 for one across it."""
    return 1 if line.left > gutter - 1 else -1 if line.right <= gutter - _GUTTER * line.size else 0


def _words(row: Iterable[Line]) -> int:
    return sum(len(line.text.split()) for line in row)


def _downward(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: -line.top)


def _beside(one: Line, other: Line) -> bool:
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared > min(one.size, other.size) / 2


def _whole(read: Sequence[Sequence[Line]]) -> list[Line]:
    """Return rows as lines, with a bar before each cell of a table: what stands apart, and under or above another."""
    cells = [{edge for one, other in pairwise(row) for edge in _edges(one, other)} for row in read]
    above, below = [set(), *cells[:-1]], [*cells[1:], set()]
    return [_joined(row, own & (a | b)) for row, own, a, b in zip(read, cells, above, below, strict=True)]


def _edges(one: Line, other: Line) -> set[tuple[str, int]]:
    """Return where a line begins and ends, if it stands apart from the one left of it."""
    if other.left - one.right < _APART * other.size:
        return set()
    return {("left", round(other.left / _SLACK)), ("right", round(other.right / _SLACK))}


def _joined(row: Sequence[Line], cells: set[tuple[str, int]]) -> Line:
    text = row[0].text
    for one, other in pairwise(row):
        is_initial = len(one.text) == 1 and one.size > _INITIAL * other.size
        text += ("" if is_initial else " | " if _edges(one, other) & cells else " ") + other.text
    return replace(min(row, key=lambda line: line.size), text=text, left=row[0].left, right=row[-1].right)
