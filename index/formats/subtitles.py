"""Subtitles (SRT, WebVTT): what is said, without numbers and times."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from index.faults import IndexFault
from index.formats import LONGEST, limited
from index.formats.text import article, decoded
from index.types import Article, Rejected

_BYTES = 4 * LONGEST
_TIME = r"(?:(\d+):)?(\d\d):(\d\d)[,.](\d{3})"
_CUE = re.compile(rf"{_TIME}\s*-->\s*{_TIME}")
_MARKS = re.compile(r"</?[^<>\n]+>|\{\\[^}\n]*\}")
_PAUSE = 2.0  # seconds in which nothing is said, after which a paragraph begins
_ENDS = re.compile(r"[.!?…][\"”’)\]]*$")


def articles(stream: BinaryIO, name: str) -> Iterator[Article | Rejected]:
    """Yield what subtitles say as one article; sentences that several of them hold are whole."""
    text = decoded(limited(stream, _BYTES)).replace("\r\n", "\n").replace("\r", "\n")
    paragraphs: list[list[str]] = []
    ended = 0.0
    for block in re.split(r"\n\s*\n", text):
        if not (match := _CUE.search(block)):
            continue
        start, end = _seconds(match.groups()[:4]), _seconds(match.groups()[4:])
        said = [" ".join(_MARKS.sub("", line).split()) for line in block[match.end() :].split("\n")[1:]]
        for line in filter(None, said):
            last = paragraphs[-1][-1] if paragraphs else ""
            if not last or (start - ended > _PAUSE and _ENDS.search(last)):
                paragraphs.append([line])
            elif line != last:  # rolling captions repeat the line before
                paragraphs[-1].append(line)
        ended = end
    if not paragraphs:
        raise IndexFault("Nothing is said in these subtitles. Give the words of the article.")
    yield article({}, "\n\n".join(" ".join(lines) for lines in paragraphs), name, is_titled=False)


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (float(part or 0) for part in parts)
    return 3600 * hours + 60 * minutes + seconds + thousandths / 1000
