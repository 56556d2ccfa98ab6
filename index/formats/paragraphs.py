"""Pages of lines -> paragraphs: without what every page repeats, and with words that were broken at line ends whole."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, pairwise
from statistics import median

from index.formats.layout import Line, columns, rows
from index.wordpieces import tokenizer

_EDGE = 3  # rows at the top and the bottom of a page, where running heads and feet stand
_NEAR = 8.0  # points by which they may stand apart on two pages
_NUMBER = re.compile(r"[-–—|\s]*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—|\s]*", re.IGNORECASE)
_ENDS = re.compile(r"[.!?…:][\"”’)\]]*$")
_ITEM = re.compile(r"[•‣◦▪●*]\s*\S")
_CELLS = " | "
_FULL = 0.75  # of the longest line of a column: a shorter one that ends a sentence ends its paragraph
_APART = 1.4  # of the usual distance between lines: more parts two paragraphs
_LARGER = 1.15  # of the size of type: more is a heading
_BROKEN = re.compile(r"(\w+)([-\u2010\u00ad])\n(\w+)")
_ENDINGS = ("'s", "s", "es", "d", "ed", "ing", "ly", "er", "ers")


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[str]:
    """Return the paragraphs of a document; one that goes on in the next column or on the next page is one."""
    read = [column for page in _without_furniture(pages) for column in columns(page)]
    pitches = [upper.top - lower.top for column in read for upper, lower in pairwise(column)]
    usual = median([pitch for pitch in pitches if pitch > 0] or [0])
    found: list[list[str]] = []
    last: Line | None = None
    full = 0.0
    for column in read:
        longest = max(len(line.text) for line in column)
        left = min(line.left for line in column)
        for line in column:
            if last is None or line is column[0]:
                goes_on = last is not None and _flows(last, line, full)
            else:
                goes_on = _continues(last, line, left, usual, len(last.text) >= _FULL * longest)
            if goes_on:
                found[-1].append(line.text)
            else:
                found.append([line.text])
            last = line
        full = _FULL * longest
    return _mended(["\n".join(lines) for lines in found])


def _continues(last: Line, line: Line, left: float, usual: float, full: bool) -> bool:
    """Tell whether a line goes on with the paragraph of the line above it."""
    if last.top - line.top > _APART * max(usual, line.size) or not _alike(last, line):
        return False
    if _ITEM.match(line.text) or _CELLS in line.text or _CELLS in last.text:
        return False
    indented = line.left > left + line.size * 0.8 and last.left <= left + line.size * 0.8
    return not (_ENDS.search(last.text) and (indented or not full))


def _flows(last: Line, line: Line, full: float) -> bool:
    """Tell whether a column begins amid a sentence of the column before it."""
    if _ENDS.search(last.text) or not _alike(last, line):
        return False
    return len(last.text) >= full or line.text[:1].islower()


def _alike(one: Line, other: Line) -> bool:
    return max(one.size, other.size) <= _LARGER * min(one.size, other.size)


def _without_furniture(pages: Sequence[Sequence[Line]]) -> Iterator[list[Line]]:
    """Yield the lines of each page but its number, and the heads and feet that another page has in the same place."""
    read = [rows(page) for page in pages]
    edges = [page if len(page) <= 2 * _EDGE else page[:_EDGE] + page[-_EDGE:] for page in read]
    places: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, edge in enumerate(edges):
        for row in edge:
            places[_likeness(row)].append((number, row[0].top))
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        repeated = [
            row
            for row in edge
            if any(other != number and abs(top - row[0].top) <= _NEAR for other, top in places[_likeness(row)])
        ]
        numbers = [row for row in edge[:1] + edge[-1:] if _NUMBER.fullmatch(_text(row))]
        furniture = set(chain.from_iterable(repeated + numbers))
        yield [line for line in page if line not in furniture]


def _likeness(row: Sequence[Line]) -> str:
    """Return the words and the size of a row, any number as good as another."""
    return f"{re.sub(r'[0-9]+', '0', _text(row).casefold())} {row[0].size:.0f}"


def _text(row: Sequence[Line]) -> str:
    return " ".join(line.text for line in row)


def _mended(texts: list[str]) -> list[str]:
    """Join the lines of each paragraph, and decide about every hyphen at a line's end by what else the document has."""
    spelt = {word.lower() for text in texts for word in re.findall(r"\w+(?:[-\u2010]\w+)*", text)}
    joined = [_BROKEN.sub(_decide(spelt), text) for text in texts]
    return [" ".join(re.sub(r"(?<=\w)([-–—])\n(?=\w)", r"\1", text).split()) for text in joined]


def _decide(spelt: set[str]) -> Callable[[re.Match[str]], str]:
    def whole(match: re.Match[str]) -> str:
        first, hyphen, second = match.groups()
        broken = hyphen == "\u00ad" or _is_broken(first, second, spelt)
        return first + second if broken else f"{first}-{second}"

    return whole


def _is_broken(first: str, second: str, spelt: set[str]) -> bool:
    """Tell a hyphen that only breaks a word ("pay-ment") from one that belongs to it ("long-term", "Smith-Jones")."""
    if not (first + second).isalpha() or not second.islower() or (len(first) > 1 and first.isupper()):
        return False
    word = (first + second).lower()
    if f"{first}-{second}".lower() in spelt:
        return False
    return word in spelt or _is_word(word) or not (_is_word(first.lower()) and _is_word(second))


def _is_word(word: str) -> bool:
    """Tell a word, in any ending, that the embedding model's vocabulary has: the 24,000 commonest English ones."""
    known = tokenizer().token_to_id
    stems = (word, *(word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)))
    return any(len(stem) > 1 and known(stem) is not None for stem in stems) or word in ("a", "i")
