"""Files of other kinds: read for what they say, or refused by their true name; marks are never taken for words."""

import zipfile
from email.message import EmailMessage
from io import BytesIO

import pytest

from index.formats import read
from index.types import Article, Rejected
from tests.index.formats.reading import case, one, rejection
from tests.support.samples import BODY, PAGE, PARAGRAPHS

SAID = "The ferry board of Skarn said on Monday that the café on the quay – Møller’s – will close in June."


def mail(
    plain: str | None = SAID, formatted: str | None = None, encoding: str = "quoted-printable", **more: str
) -> bytes:
    message = EmailMessage()
    fields = {"From": "Nora Quist <nora@skarn.example>", "To": "desk@skarn.example", "Subject": "Café Møller closes"}
    for field, value in {**fields, "Date": "Wed, 05 Jun 2024 09:12:00 +0200", **more}.items():
        message[field] = value
    if plain is not None:
        message.set_content(plain, cte=encoding)
    if formatted is not None and plain is not None:
        message.add_alternative(formatted, subtype="html", cte=encoding)
    elif formatted is not None:
        message.set_content(formatted, subtype="html", cte=encoding)
    return message.as_bytes()


def zipped(**members: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


FORMATTED = f"<html><table><tr><td><div><h1>News</h1><p>{SAID}</p><p>Second.</p></div></td></tr></table></html>"


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("name", ["a.eml", "a.txt", "a"])
def test_a_mail_is_read_as_it_was_written(encoding: str, name: str) -> None:
    article = one(mail(encoding=encoding), name)
    assert (article.title, article.author, article.published) == ("Café Møller closes", "Nora Quist", "2024-06-05")
    assert article.text == SAID


def test_the_fuller_part_of_a_mail_is_read_without_its_signature() -> None:
    assert one(mail(f"{SAID}\n\n-- \nNora Quist\nSkarn"), "a.eml").text == SAID
    assert one(mail(SAID, FORMATTED.replace("Second.", "")), "a.eml").text == SAID
    for plain in (None, "See it in your browser."):
        assert one(mail(plain, FORMATTED), "a.eml").text.split("\n\n") == ["## News", SAID, "Second."]
    assert "has no text. Add what is attached" in rejection(mail(""), "a.eml")


def test_a_mail_in_an_old_or_unknown_encoding_is_read() -> None:
    head = b"From: a@b.example\nSubject: =?iso-8859-1?Q?Caf=E9?=\nContent-Type: text/plain; charset=%s\n\n"
    for charset in (b"iso-8859-1", b"x-unheard-of", b"utf-8"):
        article = one(head % charset + "Le café a fermé.".encode("latin-1"), "a.eml")
        assert (article.title, article.text, article.author) == ("Café", "Le café a fermé.", None)


@pytest.mark.parametrize("name", ["a.mht", "a.mhtml", "a.html", "a.txt", "a.doc"])
def test_a_saved_page_is_read_as_a_page(name: str) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "<Saved by Blink>", "x"
    message["Snapshot-Content-Location"] = "https://harbour.example/saved"
    message.set_content(PAGE.format(PARAGRAPHS).replace("canonical", "x"), subtype="html", cte="quoted-printable")
    message.make_related()
    message.add_related(b"\x89PNG", "image", "png")
    article = one(message.as_bytes(), name)
    assert (article.source, article.url) == ("The Harbour Post", "https://harbour.example/saved")
    assert "passenger number 5 of the morning" in article.text
    assert "=" not in article.text


ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Skarn Times</title>
<entry><title>Café closes</title><link href="https://skarn.example/1"/><updated>2024-06-05T09:00:00Z</updated>
<author><name>Nora Quist</name></author><summary>Short.</summary>
<content type="html">&lt;p&gt;{SAID}&lt;/p&gt;</content></entry>
<entry><title>Nothing told</title><link href="https://skarn.example/2"/></entry></feed>"""


@pytest.mark.parametrize("name", ["a.xml", "a.atom", "a.rss", "a.txt", "a", "a.html"])
@pytest.mark.parametrize("head", ["", '<?xml version="1.0" encoding="utf-8"?>\n', "\ufeff"])
def test_a_feed_gives_its_entries(name: str, head: str) -> None:
    first, second = read(BytesIO((head + ATOM).encode()), name)
    assert isinstance(first, Article)
    known = (first.title, first.text, first.source, first.author, first.published, first.url)
    assert known == ("Café closes", SAID, "Skarn Times", "Nora Quist", "2024-06-05", "https://skarn.example/1")
    assert second == Rejected(f"{name}, entry 2", "It has no text. Add the address of its page.")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_rows_of_a_table_name_their_columns(delimiter: str) -> None:
    rows = ["district,candidate,votes", 'North,"Reyes, Ana",10421', "South,Mei Tan,15002"]
    data = "\r\n".join(row.replace('"Reyes, Ana"', "Ana Reyes").replace(",", delimiter) for row in rows)
    article = one(data.encode("utf-16"), "skarn_votes.csv")
    assert article.title == "skarn votes"
    assert article.text.split("\n\n")[-1] == "district: South; candidate: Mei Tan; votes: 15002."
    assert "candidate: Reyes, Ana;" in one("\n".join(rows).encode(), "a.csv").text
    assert one(b"Nora,Quist,1931\nIvo,Brandt,1944\n", "a.csv").text.startswith("Nora | Quist | 1931")


def test_a_table_of_articles_gives_an_article_a_row() -> None:
    data = f'title,text,published\nA,"{SAID}\n\nIt rained.",2024-06-05\nB,,\nC,{SAID.replace(",", "")},\n'
    first, second, third = read(BytesIO(data.encode()), "a.csv")
    assert isinstance(first, Article)
    assert isinstance(third, Article)
    assert (first.title, first.published, first.text) == ("A", "2024-06-05", f"{SAID}\n\nIt rained.")
    assert isinstance(second, Rejected)
    assert first.place != third.place


SRT = """1
00:00:01,000 --> 00:00:04,000
The minister
<i>resigned</i> on

2
00:00:04,100 --> 00:00:06,000
Monday.

3
00:01:04,500 --> 00:01:08,000
{\\an8}Her successor is Paul Adeyemi.
"""
VTT = """WEBVTT

NOTE by hand

00:01.000 --> 00:04.000 align:start
<v Ann>The minister resigned on

00:04.000 --> 00:06.000
The minister resigned on
Monday.
"""


@pytest.mark.parametrize("name", ["a.srt", "a.txt"])
def test_subtitles_are_read_without_numbers_and_times(name: str) -> None:
    text = "The minister resigned on Monday.\n\nHer successor is Paul Adeyemi."
    assert one(SRT.replace("\n", "\r\n").encode("utf-8-sig"), name).text == text
    assert one(VTT.encode(), name).text == "The minister resigned on Monday."


ODT = """<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b"><office:body><office:text>
<text:tracked-changes><text:p>Struck out.</text:p></text:tracked-changes><text:h>Repairs</text:h>
<text:p>The <text:span>ferry</text:span><text:s/>sailed<text:note><text:p>A note.</text:p></text:note> again.</text:p>
<text:list><text:list-item><text:p>Stone is missing.</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>Cost</text:p></table:table-cell><table:table-cell><text:p>Year</text:p>
</table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>2.4 million</text:p></table:table-cell>
<table:table-cell><text:p>1931</text:p></table:table-cell></table:table-row></table:table>
</office:text></office:body></office:document-content>"""
META = (
    '<meta xmlns:dc="d" xmlns:meta="m"><dc:title>Ferry</dc:title>'
    "<meta:initial-creator>Orla Byrne</meta:initial-creator></meta>"
)
TEXT = "application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize("name", ["a.odt", "a.docx", "a.zip", "a"])
def test_an_opendocument_text_keeps_its_blocks(name: str) -> None:
    article = one(zipped(**{"mimetype": TEXT, "content.xml": ODT, "meta.xml": META}), name)
    blocks = ["## Repairs", "The ferry sailed again.", "- Stone is missing.", "Cost: 2.4 million; Year: 1931."]
    assert article.text.split("\n\n") == blocks
    assert (article.title, article.author, article.published) == ("Ferry", "Orla Byrne", None)


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (zipped(**{"xl/workbook.xml": "<x/>"}), "a.xlsx", "It is a spreadsheet. Save the sheet as CSV"),
        (zipped(**{"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "a.ods", "It is a spreadsheet."),
        (zipped(**{"ppt/presentation.xml": "<x/>"}), "a.pptx", "It is a presentation. Save it as PDF"),
        (zipped(**{"Index/Document.iwa": "x"}), "a.pages", "Pages, Numbers or Keynote"),
        (zipped(**{"a.txt": SAID}), "a.zip", "ZIP file and no article. Unpack it"),
        (zipped(**{"mimetype": TEXT, "content.xml": "<a"}), "a.odt", "ODT file is damaged"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "a.xls", "old Office file or an Outlook mail"),
        (b"{\\rtf1 Hello}", "a.rtf", "rich text; save it as DOCX"),
        (b'<?xml version="1.0"?><svg><text>Hi</text></svg>', "a.xml", "an SVG picture"),
        (b'<?xml version="1.0"?><nitf><body><p>Hello.</p></body></nitf>', "a.xml", "XML of a kind that is not read"),
        (b'<?xml version="1.0"?><w:document><w:t>Hello</w:t></w:document>', "a.txt", "XML of a kind that is not read"),
        (b"\\documentclass{article}\n\\begin{document}Hello.\\end{document}", "a.tex", "LaTeX source"),
        (b"%!PS-Adobe-3.0\n(Hello) show", "a.ps", "PostScript"),
        (b"bplist00" + bytes(100), "a.webarchive", "web archives"),
        (b"From a@b Thu Jun  6 10:00:00 2024\nFrom: a@b\nSubject: x\n\nHello.", "a.mbox", "a mailbox of many mails"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR", "a.ics", "a calendar"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_refused_by_its_true_name(data: bytes, name: str, told: str) -> None:
    assert told in rejection(data, name)


@pytest.mark.parametrize("name", ["a.txt", "a.doc", "a.xls", "a.eml", "a.xml", "a"])
@pytest.mark.parametrize("start", ["", "\ufeff\n  ", "<!DOCTYPE html>"])
def test_a_page_is_read_as_a_page_whatever_its_name(name: str, start: str) -> None:
    article = one((start + PAGE.format(PARAGRAPHS)).encode(), name)
    assert article.source == "The Harbour Post"
    assert "<" not in article.text


@pytest.mark.parametrize(
    "text",
    [
        "From: the mayor of Skarn, a letter came on Monday. It said that the ferry will not sail.",
        "Subject to approval, the ferry sails. From Monday on it rains.\n\nDate: unknown.",
        "1\n\nThe first chapter begins at 00:01 on Monday.",
        "{The ferry} sailed; <nobody> knew why.",
        "# A list\n\n- <p> is an element.\n",
        "<p align=center>\n\n# Ferry\n\nIt sailed. See [the page](https://a.example).\n",
    ],
)
def test_words_are_kept_as_they_are(text: str) -> None:
    assert one(text.encode(), "a.md").text == text.strip("\n")


def test_given_files_are_read_or_refused_by_their_true_name() -> None:
    folder = "08-foreign-text-formats"
    assert "Vandermülen Marine, lost its licence in May." in one(case(f"{folder}/mail.eml"), "mail.eml").text
    assert one(case(f"{folder}/page.mht"), "page.mht").title == "Kell dredging delayed"
    assert "candidate: Mei Tan; party: Unity; votes: 15002" in one(case(f"{folder}/results.csv"), "results.csv").text
    assert "delayed until October" in one(case(f"{folder}/story.odt"), "story.odt").text
    assert one(case(f"{folder}/subs.srt"), "subs.srt").text.startswith("The minister resigned on Monday. Her successor")
    assert "It is a spreadsheet." in rejection(case(f"{folder}/results.xlsx"), "results.xlsx")
    first, second = read(BytesIO(case(f"{folder}/feed.xml")), "feed.xml")
    assert (getattr(first, "author", None), getattr(second, "published", None)) == ("Lena Ortiz", "2024-06-06")


def test_a_gzip_file_is_read_by_what_is_in_it() -> None:
    import gzip

    assert one(gzip.compress(BODY.encode()), "a.txt.gz").text == BODY
    assert one(gzip.compress(mail()), "a.eml.gz").title == "Café Møller closes"
