"""PDF files, by pypdf."""

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from index.faults import IndexFault
from index.formats import LONGEST, limited
from index.formats.text import article
from index.types import Article, Rejected

_BYTES = 200_000_000
_HYPHEN = re.compile(r"(?<=[a-z])[-\u00ad]\n(?=[a-z])")
_ENDS = re.compile(r"[.!?…:][\"”’)\]]*$")
_FULL = 0.75  # of the longest line: a shorter one that ends a sentence ends its paragraph


def articles(stream: BinaryIO, name: str) -> Iterator[Article | Rejected]:
    """Yield the article of a PDF file: words broken at line ends are made whole, and lines joined to paragraphs.

    The day on which the file was made is not taken for the day on which it was published.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings name no file; what fails is rejected here
    try:
        reader = PdfReader(BytesIO(limited(stream, _BYTES)))
        if reader.is_encrypted and not reader.decrypt(""):
            raise IndexFault("It is locked with a password. Save it without one.")
        pages, length = [], 0
        for page in reader.pages:
            pages.append(_paragraphs(page.extract_text()))
            length += len(pages[-1])
            if length > LONGEST:
                raise IndexFault(f"Its text has more than {LONGEST:,} characters. Split the file.")
        known = {"title": reader.metadata.title, "author": reader.metadata.author} if reader.metadata else {}
    except (PyPdfError, RecursionError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexFault(f"The PDF file is damaged ({error}). Export it again.") from error
    text = "\n\n".join(page for page in pages if page)
    if not text:
        raise IndexFault("It has no text, as scanned pages have none. Run a text recognition (OCR) over it first.")
    yield article(known, text.encode("utf-8", "replace").decode(), name)


def _paragraphs(page: str) -> str:
    lines = [line.strip() for line in _HYPHEN.sub("", page.replace("\0", "")).splitlines()]
    longest = max(map(len, lines), default=0)
    pieces: list[str] = []
    begun = False
    for line in lines:
        if line and begun:
            pieces[-1] += " " + line
        elif line:
            pieces.append(line)
        begun = bool(line) and not (len(line) < _FULL * longest and _ENDS.search(line))
    return "\n\n".join(pieces)
