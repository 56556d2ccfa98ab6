"""Pages that are pictures -> lines of text, by Tesseract, where that and the extra `ocr` are installed."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import groupby
from math import sqrt
from statistics import mean, median
from typing import Any

from index.formats.layout import Line

PAGES = 100
"""How many pages of a file are recognized at most."""
_SECONDS = 60  # for a page
_SCALE = 300 / 72  # dots a point: what Tesseract reads best
_DOTS = 30_000_000  # of a page, whatever its size; a newspaper's has as many
_SURE = 40  # percent: less sure words are specks and pieces of photographs
_ALIKE = 1.4  # times as high as the usual line: one of the same type, with or without letters that reach up and down


@dataclass(frozen=True)
class Recognizing:
    """A page is about to be recognized, which takes long."""

    page: int


def is_there() -> bool:
    """Tell whether pages can be recognized."""
    return find_spec("pytesseract") is not None and shutil.which("tesseract") is not None


def recognized(page: Any) -> list[Line] | None:
    """Return the lines of a page of PDFium, in points; None where that takes too long."""
    from pytesseract import Output, image_to_data

    width, height = page.get_size()
    scale = min(_SCALE, sqrt(_DOTS / (width * height)))
    image = page.render(scale=scale, grayscale=True).to_pil()
    try:
        found = image_to_data(image, lang="eng", output_type=Output.DICT, timeout=_SECONDS)
    except RuntimeError:  # what the library raises when the time is over, and where Tesseract fails
        return None
    return _of_one_size([_line(words, scale, height) for words in _rows(found)])


def _rows(found: dict[str, list[Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yield the words of each line of which Tesseract is sure."""
    words = (dict(zip(found, values, strict=True)) for values in zip(*found.values(), strict=True))
    told = (word for word in words if word["text"].strip())
    for _, row in groupby(told, key=lambda word: (word["block_num"], word["par_num"], word["line_num"])):
        line = list(row)
        if mean(float(word["conf"]) for word in line) >= _SURE:
            yield line


def _line(words: list[dict[str, Any]], scale: float, height: float) -> Line:
    left, right = min(word["left"] for word in words), max(word["left"] + word["width"] for word in words)
    top, bottom = min(word["top"] for word in words), max(word["top"] + word["height"] for word in words)
    text = " ".join(word["text"] for word in words)
    return Line(text, left / scale, right / scale, height - bottom / scale, height - top / scale)


def _of_one_size(lines: list[Line]) -> list[Line]:
    """Return lines of about the usual height as if they had it, since which letters a line has changes its height."""
    usual = median([line.size for line in lines] or [0])
    return [
        Line(line.text, line.left, line.right, line.bottom, line.bottom + usual)
        if usual / _ALIKE < line.size < usual * _ALIKE
        else line
        for line in lines
    ]
