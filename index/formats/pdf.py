"""PDF files, by PDFium."""

import threading
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from ctypes import byref
from dataclasses import replace
from itertools import groupby
from math import pi
from statistics import median
from typing import Any, BinaryIO, NamedTuple

from index.faults import IndexFault
from index.formats import LONGEST, limited
from index.formats.layout import Line
from index.formats.paragraphs import paragraphs
from index.formats.placeholders import told_title
from index.formats.recognition import PAGES, Recognizing, is_there, recognized
from index.formats.text import article
from index.types import RECOGNIZE, Article, Rejected, Scans, Span
from index.words import in_letters

_BYTES = 200_000_000
_GAP = 0.5  # of the size of type: as narrow as a gutter may be; what it parts is put together when columns are known
_SPACE = 0.2  # of the size of type: a gap between words, where the file draws no space
_HYPHENS = (0x02, 0xFFFE)  # PDFium's signs for a hyphen at the end of a line
_HEADLINE = 1.2  # of the usual size of type
_TITLE = 200  # characters of the longest headline
_FEW = 100  # characters: a page that is a picture has no more, such as a number or an archive's stamp
_COVERED = 0.5  # of a page: as much of it a picture has that may be the page itself
_STROKES = 300  # objects: as many has a page whose letters are drawn as lines
_LOCK = threading.Lock()  # PDFium may be called by one thread at a time


class _Sign(NamedTuple):
    text: str
    left: float
    bottom: float
    right: float
    top: float


class _Page(NamedTuple):
    lines: list[Line]
    is_picture: bool
    is_read: bool = True


Steps = Generator[Recognizing, None, tuple[list[_Page], dict[str, str]]]


def articles(stream: BinaryIO, name: str) -> Iterator[Article | Rejected | Recognizing]:
    """Yield the article of a PDF file, column by column, its lines joined to paragraphs; scanned pages if it can.

    The day on which the file was made is not taken for the day on which it was published.
    """
    data = limited(stream, _BYTES)
    with _LOCK:
        pages, known = yield from _read(data)
    text, read = _joined(pages)
    unread = tuple(number for number, page in enumerate(pages, start=1) if not page.is_read)
    if not text:
        if is_there() and not unread:
            raise IndexFault("It has no text, and text recognition (OCR) finds none in its pictures.")
        raise IndexFault(f"It has no text, as scanned pages have none. {RECOGNIZE}")
    title = told_title(known.get("title")) or _headline([page.lines for page in pages])
    found = article({"title": title, "author": known.get("author")}, text, name)
    yield replace(found, scans=Scans(read, unread))


def _joined(pages: Sequence[_Page]) -> tuple[str, tuple[Span, ...]]:
    """Return the text of pages, and the spans of it that were read from pictures."""
    text, read = "", []
    for is_picture, run in groupby(pages, key=lambda page: page.is_picture and page.is_read):
        told = "\n\n".join(paragraphs([page.lines for page in run])).encode("utf-8", "replace").decode()
        start = len(text) + 2 * bool(text and told)
        text += "\n\n" * bool(text and told) + in_letters(told)
        if is_picture and told:
            read.append(Span(start, len(text)))
    return text, tuple(read)


def _read(data: bytes) -> Steps:
    """Return the pages, and what the file tells about itself; say before each page that is recognized."""
    from pypdfium2 import PdfDocument, PdfiumError
    from pypdfium2.raw import FPDF_ERR_PASSWORD

    pages: list[_Page] = []
    length = 0
    left = PAGES if is_there() else 0
    try:
        with closing(PdfDocument(data)) as document:
            known = {key.lower(): value for key, value in document.get_metadata_dict().items()}
            for number, page in enumerate(document, start=1):
                signs = _signs(page.get_textpage())
                pages.append(_Page(list(_lines(signs)), is_picture=_is_picture(page, len(signs))))
                if pages[-1].is_picture and left:
                    yield Recognizing(number)
                    left -= 1
                    pages[-1] = _recognized(page, pages[-1])
                elif pages[-1].is_picture:
                    pages[-1] = pages[-1]._replace(is_read=False)
                length += sum(len(line.text) for line in pages[-1].lines)
                if length > LONGEST:
                    raise IndexFault(f"Its text has more than {LONGEST:,} characters. Split the file.")
    except PdfiumError as error:
        if error.err_code == FPDF_ERR_PASSWORD:
            raise IndexFault("It is locked with a password. Save it without one.") from error
        raise IndexFault(f"The PDF file is damaged ({error}). Export it again.") from error
    return pages, known


def _is_picture(page: Any, signs: int) -> bool:
    """Tell a page whose words, if it has any, are not written but shown: a scan, a photograph, letters as lines."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    if signs > _FEW:
        return False
    objects = list(page.get_objects())
    bounds = [one.get_bounds() for one in objects if one.type == FPDF_PAGEOBJ_IMAGE]
    width, height = page.get_size()
    covered = sum((right - left) * (top - bottom) for left, bottom, right, top in bounds)
    return covered >= _COVERED * width * height or (not signs and len(objects) >= _STROKES)


def _recognized(page: Any, drawn: _Page) -> _Page:
    """Return a page as it is recognized; as it was drawn where nothing is written in its picture."""
    found = recognized(page)
    if found is None:
        return drawn._replace(is_read=False)
    return _Page(found, is_picture=True) if found else drawn._replace(is_picture=False)


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
