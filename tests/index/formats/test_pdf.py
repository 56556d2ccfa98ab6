"""PDF files: columns, running heads, hyphens, passwords, and what their programs put for title and author."""

from collections.abc import Sequence
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from index.articles import blocks
from tests.index.formats.reading import case, one, rejection
from tests.support.samples import pages

Drawn = list[tuple[float, float, str]]
LEFT = """The harbour board voted on Monday
to sell the old pilot boat after a
talk of two hours. Its chair, Nora
Quist, said the engine alone needs
repairs worth 90,000 crowns.""".split("\n")
RIGHT = """In the town hall the choir opened
its season with a concert that no
one paid for. Conductor Ivo Brandt
said that 300 people came and that
the roof leaked on the altos.""".split("\n")


def column(lines: Sequence[str], x: float, top: float = 700) -> Drawn:
    return [(x, top - 14 * n, line) for n, line in enumerate(lines)]


def in_rows(*columns: Drawn) -> Drawn:
    return [line for row in zip(*columns, strict=True) for line in row]


def by_words(lines: Drawn) -> Drawn:
    """Draw each word by itself, about where it stands in a line of Helvetica."""
    return [(x + 6.8 * at, y, word) for x, y, line in lines for at, word in places(line)]


def places(line: str) -> list[tuple[int, str]]:
    found, at = [], 0
    for word in line.split():
        found.append((at, word))
        at += len(word) + 1
    return found


@pytest.mark.parametrize("gap", [14, 120])
@pytest.mark.parametrize(
    "heading", [[], [(50, 740, "The week in Skarn: what the board sold, and what the choir sang")]]
)
def test_columns_are_read_one_after_another_however_they_are_drawn(gap: float, heading: Drawn) -> None:
    left, right = column(LEFT, 50), column(RIGHT, 50 + 200 + gap)
    for drawn in (left + right, in_rows(left, right), right + left, in_rows(right, left)):
        text = one(pages([[*heading, *drawn]]), "a.pdf").text
        assert text.index(" ".join(LEFT)) < text.index(" ".join(RIGHT))


def test_columns_whose_words_are_drawn_one_by_one_are_columns() -> None:
    text = one(pages([by_words(in_rows(column(LEFT, 20), column(RIGHT, 320)))]), "a.pdf").text
    assert text.index(" ".join(LEFT)) < text.index(" ".join(RIGHT))


def test_three_columns_and_a_line_across_them() -> None:
    three = [column(lines, x) for lines, x in ((LEFT, 20), (RIGHT, 215), (LEFT[::-1], 410))]
    across = (
        20,
        600,
        "The board meets again on 4 May, and the choir sings on the day after that, in the hall",
    )
    text = one(pages([[*in_rows(*three), across]], size=10), "a.pdf").text
    found = [text.index(words) for words in (" ".join(LEFT), " ".join(RIGHT), " ".join(LEFT[::-1]), across[2])]
    assert found == sorted(found)


def test_the_rows_of_a_table_are_no_columns() -> None:
    rows = [("District", "Candidate", "Votes"), ("North", "Ana Reyes", "10421"), ("South", "Mei Tan", "15002")]
    drawn = [(x, 600 - 14 * n, cell) for n, row in enumerate(rows) for x, cell in zip((50, 200, 350), row, strict=True)]
    text = one(pages([[*column(LEFT, 50), *drawn]]), "a.pdf").text
    assert "South | Mei Tan | 15002" in text.split("\n\n")


def test_what_every_page_repeats_stands_in_no_sentence() -> None:
    told = ["The panel was told that nobody had looked at the", "rope of the cable car, from which nine people fell."]
    drawn = [
        [
            (50, 780, "SKARN TIMES   4 May 2023"),
            (50, 700, words),
            (50, 30, f"Page {n} of 2. Subscribe at skarn.example"),
        ]
        for n, words in enumerate(told, start=1)
    ]
    assert one(pages(drawn), "a.pdf").text == " ".join(told)
    assert one(pages([[*column(LEFT, 50), (290, 20, "- 7 -")]]), "a.pdf").text == " ".join(LEFT)


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("The pay-\nment is late.", "The payment is late."),
        ("The gov-\nernment fell.", "The government fell."),
        ("He lives in Port-\nland now.", "He lives in Portland now."),
        ("Ms. Oyelaran-\nSmith agreed.", "Ms. Oyelaran-Smith agreed."),
        ("The long-\nterm debt grew.", "The long-term debt grew."),
        ("A UN-\nbacked plan failed.", "A UN-backed plan failed."),
        ("In 2017-\n18 it rained.", "In 2017-18 it rained."),
        ("The Vrobel dam broke; no Vro-\nbel engineer came.", "The Vrobel dam broke; no Vrobel engineer came."),
        ("A fire-wall held, said the fire-\nwall maker.", "A fire-wall held, said the fire-wall maker."),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_goes_or_stays_with_its_word(broken: str, whole: str) -> None:
    assert one(pages([column(broken.split("\n"), 50)]), "a.pdf").text == whole


@pytest.mark.parametrize("cipher", ["RC4-128", "AES-128", "AES-256-R5", "AES-256"])
def test_a_file_that_opens_without_a_password_is_read(cipher: str) -> None:
    def locked(user: str) -> bytes:
        writer, file = PdfWriter(clone_from=PdfReader(BytesIO(pages([column(LEFT, 50)])))), BytesIO()
        writer.encrypt(user, "the owner's", algorithm=cipher)
        writer.write(file)
        return file.getvalue()

    assert one(locked(""), "a.pdf").text == " ".join(LEFT)
    assert "locked with a password. Save it without one." in rejection(locked("secret"), "a.pdf")


def test_a_page_that_lies_on_its_side_is_read() -> None:
    writer, file = PdfWriter(clone_from=PdfReader(BytesIO(pages([by_words(column(LEFT, 50))])))), BytesIO()
    writer.pages[0].rotate(90).transfer_rotation_to_content()
    writer.write(file)
    assert one(file.getvalue(), "a.pdf").text == " ".join(LEFT)


@pytest.mark.parametrize("title", ["untitled", "Untitled 3", "(anonymous)", "Microsoft Word - draft.doc", "story.indd"])
def test_titles_and_authors_that_programs_put_are_none(title: str) -> None:
    writer, file = PdfWriter(clone_from=PdfReader(BytesIO(pages([column(LEFT, 50)])))), BytesIO()
    writer.add_metadata({"/Title": title, "/Author": "anonymous"})
    writer.write(file)
    article = one(file.getvalue(), "pilot_boat.pdf")
    assert (article.title, article.author) == ("pilot boat", None)
    writer.add_metadata({"/Title": "Board sells boat", "/Author": "Nora Quist"})
    writer.write(file := BytesIO())
    assert (one(file.getvalue(), "a.pdf").title, one(file.getvalue(), "a.pdf").author) == (
        "Board sells boat",
        "Nora Quist",
    )


def test_given_files_are_read_as_they_look() -> None:
    text = one(case("05-two-columns/rowwise.pdf"), "rowwise.pdf").text
    assert "Councillor Dora Finch said the building needs repairs that cost 2.4 million pounds." in text
    assert "The last day of lending will be 14 March, the council said." in text
    text = one(case("18-page-furniture/inquiry.pdf"), "inquiry.pdf").text
    assert "until the night of the collapse, when eleven people died" in text
    assert "Subscribe" not in text
    text = one(case("18-page-furniture/hyphen.pdf"), "hyphen.pdf").text
    for words in ("mayor of Portland", "firefighters' union", "Ms. Oyelaran-Smith,", "The long-term debt", "UN-backed"):
        assert words in text
    for name in ("statement.pdf", "statement128.pdf"):
        assert "by 15 percent in July" in one(case(f"04-aes-owner-password/{name}"), name).text
    assert one(case("11-metadata-junk/untitled.pdf"), "library.pdf").title == "library"
    assert one(case("11-metadata-junk/untitled.pdf"), "untitled.pdf").title.startswith("Marwick council voted on")


def test_the_largest_words_of_the_first_page_are_the_headline() -> None:
    small, large = pages([column(LEFT, 50)]), b"BT /F 24 Tf 50 750 Td (Board sells pilot boat) Tj ET\n"
    drawn = small.replace(b"stream\nBT", b"stream\n" + large + b"BT", 1)
    article = one(drawn, "a.pdf")
    assert article.title == "Board sells pilot boat"
    assert [block.kind for block in blocks(article.text, article.title)] == ["headline", "paragraph"]
