"""File formats: real files in, articles or a clear rejection out; nothing that is read ever raises."""

import gzip
import json
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import blocks
from index.formats import FORMATS, read
from index.formats.dates import iso
from index.types import Article, Rejected
from index.words import in_letters
from tests.index.formats.reading import case, one, rejection
from tests.support.samples import BODY, LOCK, PAGE, PARAGRAPHS, book, pdf, word


def test_text_is_kept_and_its_short_first_line_is_the_title() -> None:
    article = one(f"Ferry sails again\r\n\r\n{BODY}\r\n".encode(), "x/a_b.txt")
    assert (article.title, article.text) == ("Ferry sails again", f"Ferry sails again\n\n{BODY}")
    assert one(b"The ferry sailed.", "the_ferry-story.txt").title == "the ferry story"
    assert article.published is None


def test_front_matter_tells_what_is_known() -> None:
    front = "---\ntitle: 'Ferry: again'\ndate: 2021-03-12\nauthors: [Orla Byrne, Sean Ryan]\noutlet: Post\nurl: https://a.b/c\n---\n"
    article = one((front + BODY).encode(), "a.md")
    assert article == Article("Ferry: again", BODY, "Post", "2021-03-12", "Orla Byrne, Sean Ryan", "https://a.b/c")
    assert one(f"# Ferry\n\n{BODY}".encode(), "a.md").title == "Ferry"
    assert one(b"---\nnot: [closed\n---\nThe ferry sailed.", "a.md").text.startswith("---")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "cp1252", "latin-1"])
def test_encodings_are_found(encoding: str) -> None:
    said = "“" if encoding not in ("latin-1",) else '"'
    text = f"Le café de l'île a rouvert. {said}Enfin, déjà l'été{said}, a déclaré le maire à la foule.\n\n" * 5
    assert one(text.encode(encoding), "a.txt").text == text.strip()


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.eml", "a.jsonl"])
def test_ligatures_are_read_as_the_letters_that_they_set(name: str) -> None:
    text = "The oﬃce of Ada Griﬃn at Staﬀord caught ﬁre, and ﬁfty people ﬂed to Eaﬅ Street, she said on Monday."
    files = {"a.html": PAGE.format(f"<p>{text}</p>"), "a.eml": f"From: Ada <a@b.example>\nSubject: Fire\n\n{text}"}
    files["a.jsonl"] = json.dumps({"title": "Staﬀord", "text": text})
    article = one(files.get(name, text).encode(), name)
    read_as = "The office of Ada Griffin at Stafford caught fire, and fifty people fled to East Street"
    assert read_as in article.text
    assert "ﬀ" not in article.title


def test_given_ligatures_are_read_as_letters() -> None:
    article = one(case("14-ligatures/lig.txt"), "lig.txt")
    assert article.title == "Office fire at Stafford mill"
    assert "The fire chief, Ada Griffin, said that fifty workers fled." in article.text


def test_right_to_left_text_is_kept() -> None:
    text = "أبحرت العبارة مرة أخرى يوم الاثنين بعد العاصفة."
    assert one(text.encode(), "a.txt").text == text


def test_a_web_page_gives_its_article_and_what_it_tells_of_itself() -> None:
    article = one(PAGE.format(PARAGRAPHS).encode(), "saved.html")
    assert article.title.startswith("Ferry sails again")
    known = (article.source, article.published, article.author, article.url)
    assert known == ("The Harbour Post", "2021-03-12", "Orla Byrne", "https://harbour.example/ferry")
    kinds = [block.kind for block in blocks(article.text, article.title) if block.is_story]
    assert kinds.count("paragraph") == 6
    assert "heading" in kinds
    assert "All rights" not in article.text
    assert one(PAGE.format(PARAGRAPHS).encode(), "saved.txt").source == "The Harbour Post"


@pytest.mark.parametrize("said", ["Just a moment... Enable JavaScript and cookies to continue", "Are you a robot?"])
def test_a_wall_is_no_article(said: str) -> None:
    page = f"<html><head><title>{said}</title></head><body><h1>{said}</h1><p>{said}</p></body></html>"
    assert "save the page, and add the file" in rejection(page.encode(), "a.html")


def test_a_pdf_file_gives_whole_paragraphs_and_no_date() -> None:
    article = one(
        pdf("The ferry to the island of Aran sailed a-\ngain on Monday, after the storm had\nended.\nIt rained."),
        "a.pdf",
    )
    assert article.text.startswith("The ferry to the island of Aran sailed again on Monday, after the storm had ended.")
    assert article.published is None


def test_word_files_and_books_keep_their_blocks() -> None:
    article = one(word(), "a.docx")
    assert article.text.split("\n\n") == [
        "## Repairs",
        "The ferry sailed again.",
        "- Stone is missing.",
        "Cost | 2.4 million",
    ]
    assert (article.title, article.author) == ("Ferry sails again", "Orla Byrne")
    read_book = one(book(), "a.epub")
    assert read_book.text.split("\n\n") == ["## One", "The ferry sailed.", "- Stone is missing."]
    assert (read_book.title, read_book.author) == ("Ferries", "Orla Byrne")


def test_bad_lines_are_named_and_the_rest_goes_in() -> None:
    good = json.dumps({"title": "A", "text": BODY, "published": "2018/03/15", "id": 5})
    lines = [good, "{oops", "[]", json.dumps({"title": "B"}), "", good]
    for data, name in (
        ("\n".join(lines).encode(), "a.jsonl"),
        (gzip.compress("\n".join(lines).encode()), "a.jsonl.gz"),
    ):
        found = list(read(BytesIO(data), name))
        assert [entry.where for entry in found if isinstance(entry, Rejected)] == [
            f"{name}, line {n}" for n in (2, 3, 4)
        ]
        assert [entry.published for entry in found if isinstance(entry, Article)] == ["2018-03-15"] * 2
    assert [getattr(a, "title", "") for a in read(BytesIO(f"[{good}, 7]".encode()), "a.json")] == ["A", ""]


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"", "a.txt", "empty"),
        (b" \n\t \n", "a.txt", "empty"),
        (b"", "a.html", "empty"),
        (b"\x00\x01\x02ELF" * 50, "a.txt", "no text"),
        (b"The ferry\x00 sailed.", "a.txt", "no text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a.txt", "a PNG picture"),
        (b"plain words", "a.pdf", "not a PDF"),
        (b"plain words", "a.docx", "not a DOCX"),
        (b"%PDF-1.4\nbroken", "a.pdf", "PDF file is damaged"),
        (pdf(), "a.pdf", "It has no text"),
        (pdf("Secret", LOCK), "a.pdf", "password"),
        (word()[:-200], "a.docx", "damaged"),
        (b"PK\x03\x04" + bytes(100), "a.epub", "damaged"),
        (gzip.compress(b"{}", mtime=0)[:-5], "a.jsonl.gz", "gzip file is damaged"),
        (b"[" * 100_000, "a.json", "no JSON"),
    ],
)  # fmt: skip
def test_bad_files_are_rejected_with_the_reason(data: bytes, name: str, told: str) -> None:
    assert told in rejection(data, name)


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.formats.archive._UNPACKED", 1_000_000)
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(3_000_000))
    assert "unpacks to more than" in rejection(file.getvalue(), "a.docx")


def test_too_long_a_text_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.formats.LONGEST", 1000)
    assert "more than 1,000. Split" in rejection(b"word " * 1000, "a.txt")
    assert "more than 80 MB" in rejection(b"a" * 80_000_001, "a.txt")


def test_a_book_that_names_entities_does_not_grow() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><html><body><p>&b;</p></body></html>'
    with pytest.warns(UserWarning, match="Duplicate"):
        written = book(**{"O/a.xhtml": bomb})
    assert "EPUB" in rejection(written, "a.epub")


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2022-08-02", "2022-08-02"),
        ("2018/03/15", "2018-03-15"),
        ("2022-08-02T10:00:00Z", "2022-08-02"),
        ("August 2, 2022", "2022-08-02"),
        ("2 Aug 2022", "2022-08-02"),
        ("Tue, 02 Aug 2022 10:00:00 GMT", "2022-08-02"),
        ("August 2022", "2022-08"),
        ("2022-08", "2022-08"),
        ("2022", "2022"),
        *[(unclear, None) for unclear in ("", None, "yesterday", "Tuesday", "02/08/2022", "2022-13-01", "August 2")],
    ],
)  # fmt: skip
def test_dates_are_read_and_never_invented(written: str | None, read_as: str | None) -> None:
    assert iso(written) == read_as


@given(
    st.binary(max_size=300),
    st.sampled_from(sorted(FORMATS)),
    st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4\n", b"<html>"]),
)
def test_no_bytes_raise(data: bytes, ending: str, start: bytes) -> None:
    assert all(isinstance(found, (Article, Rejected)) for found in read(BytesIO(start + data), f"a{ending}"))


@given(st.text(max_size=200))
def test_a_text_is_kept_character_for_character_but_ligatures(text: str) -> None:
    found = list(read(BytesIO(b"\xef\xbb\xbf" + text.encode("utf-8", "surrogatepass")), "a.txt"))
    if isinstance(found[0], Article) and not text.startswith("---"):
        assert found[0].text == in_letters(text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").rstrip())
