"""Whole files of every format, written here."""

import gzip
import json
import zipfile
from collections.abc import Sequence
from io import BytesIO

import docx

BODY = "The ferry sailed again on Monday after the storm.\n\nCaptain Maeve Doyle said that the wall had lost stone."
PAGE = """<html><head><title>Ferry sails again | The Harbour Post</title>
<meta property="og:site_name" content="The Harbour Post"><meta name="author" content="Orla Byrne">
<meta property="article:published_time" content="2021-03-12T08:00:00Z">
<link rel="canonical" href="https://harbour.example/ferry"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Ferry sails again</h1>{}</article><footer>All rights reserved.</footer></body></html>"""
PARAGRAPHS = "".join(
    f"<p>The ferry to the island sailed again on Monday after the storm, and passenger number {n} of the morning was "
    "glad to be on board, as the captain told this newspaper at the harbour.</p>"
    + ("<h2>Repairs</h2>" if n == 2 else "")
    for n in range(6)
)


LOCK = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O ({'o' * 32}) /U ({'u' * 32}) /P -4 >> /ID [(a) (a)] "


def pdf(text: str = "", trailer: str = "") -> bytes:
    """Write a PDF file of one page, a line of `text` a line."""
    return pages([[(50, 700 - 14 * n, line) for n, line in enumerate(text.split("\n"))] if text else []], trailer)


def pages(drawn: Sequence[Sequence[tuple[float, float, str]]], trailer: str = "", size: float = 12) -> bytes:
    """Write a PDF file that draws on each page these lines at these points, in this order."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{4 + 2 * n} 0 R' for n in range(len(drawn)))}] /Count {len(drawn)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for lines in drawn:
        stream = "\n".join(f"BT /F {size} Tf {x} {y} Td ({line}) Tj ET" for x, y, line in lines)
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] "
            f"/Contents {len(objects) + 2} 0 R /Resources << /Font << /F 3 0 R >> >> >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    written, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        f"{written}xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer\n"
        f"<< /Size {len(places) + 1} /Root 1 0 R {trailer}>>\nstartxref\n{len(written)}\n%%EOF"
    ).encode("latin-1")


def word() -> bytes:
    """Write a Word file with a heading, a list and a table."""
    document, file = docx.Document(), BytesIO()
    document.core_properties.title, document.core_properties.author = "Ferry sails again", "Orla Byrne"
    document.add_heading("Repairs", 1)
    document.add_paragraph("The ferry sailed again.")
    document.add_paragraph("Stone is missing.", style="List Bullet")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Cost", "2.4 million"
    document.save(file)
    return file.getvalue()


def book(**members: str) -> bytes:
    """Write an electronic book of two chapters."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:c"><rootfiles><rootfile full-path="O/p.opf"/></rootfiles></container>',
        )
        archive.writestr(
            "O/p.opf",
            '<package xmlns:dc="urn:d"><metadata><dc:title>Ferries</dc:title><dc:creator>Orla Byrne</dc:creator>'
            "</metadata>"
            '<manifest><item id="b" href="b%20b.xhtml"/><item id="a" href="a.xhtml"/></manifest>'
            '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
        )
        archive.writestr(
            "O/a.xhtml", "<html><body><h1>One</h1><div><p>The <i>ferry</i> sailed.</p></div></body></html>"
        )
        archive.writestr("O/b b.xhtml", "<html><body><ul><li>Stone is missing.</li></ul></body></html>")
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def odt() -> bytes:
    """Write an OpenDocument text."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            '<d xmlns:office="o" xmlns:text="t"><office:text><text:h>Repairs</text:h>'
            "<text:p>The <text:span>ferry</text:span> sailed again.</text:p></office:text></d>",
        )
    return file.getvalue()


MAIL = f"From: Orla Byrne <orla@harbour.example>\nTo: desk@post.example\nSubject: Ferry\n\n{BODY}\n"
FEED = (
    "<rss><channel><title>The Harbour Post</title><item><title>Ferry</title><link>https://harbour.example/1</link>"
    f"<description>&lt;p&gt;{BODY}&lt;/p&gt;</description></item></channel></rss>"
)
SUBTITLES = "1\n00:00:01,000 --> 00:00:04,000\nThe ferry sailed\n\n2\n00:00:04,000 --> 00:00:06,000\nagain.\n"
FRONT = f"---\ntitle: Ferry sails again\ndate: 2021-03-12\n---\n# Ferry\n\n{BODY}\n\n- stone\n"
LINES = "\n".join(json.dumps({"title": f"No {n}", "text": BODY, "published": "2021-03-12"}) for n in range(5))
SAMPLES = [
    ("a.txt", BODY.encode()),
    ("b.txt", f"Führung\n\n{BODY} “Über”".encode("utf-16")),
    ("a.md", FRONT.encode()),
    ("a.html", PAGE.format(PARAGRAPHS).encode()),
    ("a.pdf", pdf(BODY.replace("\n\n", "\n"))),
    ("a.docx", word()),
    ("a.epub", book()),
    ("a.odt", odt()),
    ("a.eml", MAIL.encode()),
    ("a.xml", FEED.encode()),
    ("a.csv", b"district,votes\nNorth,10421\nSouth,15002\n"),
    ("a.srt", SUBTITLES.encode()),
    ("a.jsonl", LINES.encode()),
    ("a.jsonl.gz", gzip.compress(LINES.encode())),
    ("a.json", f"[{LINES}]".replace("\n", ",\n").encode()),
]
"""A whole file of each format."""
