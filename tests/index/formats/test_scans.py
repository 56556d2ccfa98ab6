"""PDF files whose pages are scans: said where they are left out, read where Tesseract is, and told to be read so."""

import json
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter

from index.formats import pdf, read
from index.formats.recognition import is_there
from index.library import Library
from index.parsing import Bounds, parsed
from index.sources import Sources
from index.types import Article, Scans, Span
from rag.answering.citations import cite
from rag.readings import Reading
from rag.results import Answer
from tests.index.formats.reading import one, rejection
from tests.support.samples import pages
from ui.page.article import story
from ui.page.excerpts import excerpts
from ui.server.kept import brought, plain
from ui.shell.library import _fields

TOLD = "The harbour board voted on Monday to sell the old pilot boat."
SHOWN = ["The ferry to the island sailed again on", "Monday. Captain Maeve Doyle said that the", "wall had lost stone."]
WORDS = " ".join(SHOWN)
recognizing = pytest.mark.skipif(not is_there(), reason="Tesseract or the package pytesseract is not installed")


def scan(lines: Sequence[str]) -> bytes:
    """Write a PDF file of one page that is a picture of these lines."""
    picture = Image.new("L", (1240, 900), 255)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(size=40)
    for number, line in enumerate(lines):
        draw.text((110, 120 + 56 * number), line, fill=0, font=font)
    file = BytesIO()
    picture.save(file, "PDF", resolution=150)
    return file.getvalue()


def together(*files: bytes) -> bytes:
    """Write a PDF file with the pages of others."""
    writer, file = PdfWriter(), BytesIO()
    for content in files:
        writer.append(PdfReader(BytesIO(content)))
    writer.write(file)
    return file.getvalue()


WRITTEN = pages([[(50, 700, TOLD)]])
MIXED = together(WRITTEN, scan(SHOWN))


@pytest.fixture
def unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "is_there", lambda: False)


@pytest.mark.usefixtures("unreadable")
def test_scanned_pages_that_cannot_be_read_are_named_and_the_others_read() -> None:
    article = one(together(scan(SHOWN), WRITTEN, scan(SHOWN)), "a.pdf")
    assert (article.text, article.scans) == (TOLD, Scans(unread=(1, 3)))
    assert article.scans.told.startswith("Pages 1, 3 are scans without text and left out. Install Tesseract")
    assert one(MIXED, "a.pdf").scans.told.startswith("Page 2 is a scan without text and left out.")
    assert "extra “ocr”" in rejection(scan(SHOWN), "a.pdf")


@pytest.mark.usefixtures("unreadable")
@pytest.mark.parametrize("other", [pages([[]]), pages([[(50, 700, "7")]]), pages([[(50, 700, "x" * 60)] * 20])])
def test_pages_without_a_picture_are_no_scans(other: bytes) -> None:
    assert not one(together(WRITTEN, other), "a.pdf").scans


@recognizing
def test_a_scan_is_read_and_says_so() -> None:
    expected = Article("a", WORDS, scans=Scans((Span(0, len(WORDS)),)))
    assert list(parsed(BytesIO(scan(SHOWN)), "a.pdf")) == [expected]
    assert "read by text recognition" in expected.scans.told


@recognizing
def test_of_a_mixed_file_the_scanned_pages_are_told_apart() -> None:
    (article,) = (found for found in read(BytesIO(MIXED), "a.pdf") if isinstance(found, Article))
    assert article.text == f"{TOLD}\n\n{WORDS}"
    assert [span.of(article.text) for span in article.scans.read] == [WORDS]


@recognizing
def test_time_is_given_for_each_page_that_is_recognized_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    several = together(*[scan([line]) for line in SHOWN])
    assert [type(found) for found in parsed(BytesIO(several), "a.pdf", Bounds(1.0, 0.0))] == [Article]
    monkeypatch.setattr(pdf, "PAGES", 2)
    (article,) = (found for found in read(BytesIO(several), "a.pdf") if isinstance(found, Article))
    assert article.scans.unread == (3,)


@recognizing
def test_a_picture_without_words_is_neither_read_nor_missed() -> None:
    (article,) = (found for found in read(BytesIO(together(WRITTEN, scan([]))), "a.pdf") if isinstance(found, Article))
    assert (article.text, bool(article.scans)) == (TOLD, False)


def test_what_was_read_so_is_kept_and_told_wherever_it_is_quoted(word_library: Library, tmp_path: Path) -> None:
    article = Article(
        "Board", f"{TOLD}\n\n{WORDS}", scans=Scans((Span(len(TOLD) + 2, len(TOLD) + 2 + len(WORDS)),), (3, 4))
    )
    (added,) = word_library.add([article])
    assert added.reason == article.scans.told
    stored = word_library.edit(article.id, title="The board votes")
    assert (word_library.article(article.id), stored.scans) == (stored, article.scans)
    assert "Pages 3, 4 are scans" in story(stored)
    (tmp_path / "all.jsonl").write_text(json.dumps(_fields(stored)))
    assert list(Sources([tmp_path / "all.jsonl"])) == [stored]

    own, scanned = Span(0, len(TOLD)), Span(len(TOLD) + 2, len(TOLD) + 2 + SHOWN[0].index(" on"))
    citations = cite([Reading(stored, span, span, 0.9) for span in (own, scanned)], word_library)
    assert [one.scanned for one in citations] == [False, True]
    assert str(citations[1]).endswith("(The board votes, from a scan)")
    assert excerpts(citations, word_library.article, "citation").count("from a scan") == 1
    answer = Answer("Who?", "Who?", "person", 0.9, "quick", citations, (), {}, text="The board")
    assert brought(json.loads(json.dumps(plain(answer)))) == answer
