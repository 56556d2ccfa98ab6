"""PDF files, by PDFium."""

import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from ctypes import byref
from math import pi
from statistics import median
from typing import Any, BinaryIO, NamedTuple

from index.faults import IndexFault
from index.formats import LONGEST, limited
from index.formats.layout import Line
from index.formats.paragraphs import paragraphs
from index.formats.placeholders import told_title
from index.formats.text import article
from index.types import Article, Rejected

_BYTES = 200_000_000
_GAP = 0.5  # of the size of type: as narrow as a gutter may be; what it parts is put together when columns are known
_SPACE = 0.2  # of the size of type: a gap between words, where the file draws no space
_HYPHENS = (0x02, 0xFFFE)  # PDFium's signs for a hyphen at the end of a line
_HEADLINE = 1.2  # of the usual size of type
_TITLE = 200  # characters of the longest headline
_LOCK = threading.Lock()  # PDFium may be called by one thread at a time


class _Sign(NamedTuple):
    text: str
    left: float
    bottom: float
    right: float
    top: float


def articles(stream: BinaryIO, name: str) -> Iterator[Article | Rejected]:
    """Yield the article of a PDF file, column by column, its lines joined to paragraphs.

    The day on which the file was made is not taken for the day on which it was published.
    """
    data = limited(stream, _BYTES)
    with _LOCK:
        pages, known = _read(data)
    text = "\n\n".join(paragraphs(pages)).encode("utf-8", "replace").decode()
    if not text:
        raise IndexFault("It has no text, as scanned pages have none. Run a text recognition (OCR) over it first.")
    title = told_title(known.get("title")) or _headline(pages)
    yield article({"title": title, "author": known.get("author")}, text, name)


def _read(data: bytes) -> tuple[list[list[Line]], dict[str, str]]:
    """Return the lines of each page, and what the file tells about itself."""
    from pypdfium2 import PdfDocument, PdfiumError
    from pypdfium2.raw import FPDF_ERR_PASSWORD

    pages: list[list[Line]] = []
    length = 0
    try:
        with closing(PdfDocument(data)) as document:
            known = {key.lower(): value for key, value in document.get_metadata_dict().items()}
            for page in document:
                pages.append(list(_lines(_signs(page.get_textpage()))))
                length += sum(len(line.text) for line in pages[-1])
                if length > LONGEST:
                    raise IndexFault(f"Its text has more than {LONGEST:,} characters. Split the file.")
    except PdfiumError as error:
        if error.err_code == FPDF_ERR_PASSWORD:
            raise IndexFault("It is locked with a password. Save it without one.") from error
        raise IndexFault(f"The PDF file is damaged ({error}). Export it again.") from error
    return pages, known


def _signs(page: Any) -> list[_Sign]:
    """Return the signs of a page that stand upright, or would if it were turned as most of them stand."""
    from pypdfium2 import raw

    box, found = raw.FS_RECTF(), []
    for at in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(page, at)
        if code >= ord(" ") or code in _HYPHENS:
            raw.FPDFText_GetLooseCharBox(page, at, byref(box))
            quarters = round(raw.FPDFText_GetCharAngle(page, at) * 2 / pi) % 4
            text = "-" if code in _HYPHENS else chr(code)
            found.append((quarters, _Sign(text, box.left, box.bottom, box.right, box.top)))
    ((usual, _),) = Counter(quarters for quarters, _ in found).most_common(1) or [(0, 0)]
    return [_turned(sign, usual) if usual else sign for quarters, sign in found if quarters == usual]


def _turned(sign: _Sign, quarters: int) -> _Sign:
    one, other = (complex(x, y) * 1j**quarters for x, y in ((sign.left, sign.bottom), (sign.right, sign.top)))
    (left, right), (bottom, top) = sorted((one.real, other.real)), sorted((one.imag, other.imag))
    return _Sign(sign.text, left, bottom, right, top)


def _lines(signs: Iterable[_Sign]) -> Iterator[Line]:
    """Yield runs of signs that follow one another without a gap as wide as a gutter."""
    run: list[_Sign] = []
    is_apart = False
    for sign in signs:
        if sign.text.isspace():
            is_apart = True
            continue
        if run and not _follows(run[-1], sign):
            yield _line(run)
            run = []
        elif run and (is_apart or sign.left - run[-1].right > _SPACE * (sign.top - sign.bottom)):
            sign = sign._replace(text=f" {sign.text}")
        run.append(sign)
        is_apart = False
    if run:
        yield _line(run)


def _follows(last: _Sign, sign: _Sign) -> bool:
    size = min(last.top - last.bottom, sign.top - sign.bottom)
    shared = min(last.top, sign.top) - max(last.bottom, sign.bottom)
    return shared > size / 2 and -size < sign.left - last.right < _GAP * size


def _line(run: list[_Sign]) -> Line:
    bottom, top = median(sign.bottom for sign in run), median(sign.top for sign in run)
    return Line("".join(sign.text for sign in run), run[0].left, run[-1].right, bottom, top)


def _headline(pages: list[list[Line]]) -> str | None:
    """Return the words that are set in the largest type of the first page, if that is larger than the usual."""
    sizes = [line.size for page in pages for line in page]
    first = [line for line in pages[0] if " " in line.text] if pages else []
    largest = max((line.size for line in first), default=0)
    if not first or largest < _HEADLINE * median(sizes):
        return None
    words = " ".join(line.text for line in first if line.size > largest * 0.95)
    return words if len(words) <= _TITLE else None
