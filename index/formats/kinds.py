"""What a file is, told by its first bytes and then by its name; what is not read is refused by its true name."""

import re
from pathlib import PurePath

from index.faults import IndexFault

START = 4096
"""How many of the first bytes tell what a file is."""

MODULES = {
    "text": ".txt .text .md .markdown",
    "html": ".html .htm .xhtml",
    "pdf": ".pdf",
    "docx": ".docx",
    "odt": ".odt",
    "epub": ".epub",
    "mail": ".eml .mht .mhtml",
    "feed": ".rss .atom .xml",
    "csv": ".csv .tsv",
    "subtitles": ".srt .vtt",
    "jsonl": ".jsonl .ndjson .json .gz",
}
"""The module that reads each ending, in lower case."""

_BY_ENDING = {ending: name for name, endings in MODULES.items() for ending in endings.split()}
_BINARY = ("pdf", "docx", "odt", "epub")
_MAGIC = {b"%PDF-": "pdf", b"\x1f\x8b": "jsonl"}
_ZIP = b"PK\x03\x04"
_ZIPPED = {
    b"mimetypeapplication/epub+zip": "epub",
    b"mimetypeapplication/vnd.oasis.opendocument.text": "odt",
}
_FOREIGN = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"SQLite format 3": "a database",
    b"\xd0\xcf\x11\xe0": "an old Office file or an Outlook mail; save it as DOCX, CSV or EML",
    b"{\\rtf": "rich text; save it as DOCX",
    b"bplist": "a property list, as Safari's web archives are; save the page as HTML",
    b"%!PS": "PostScript; save it as PDF",
    b"\xffWPC": "a WordPerfect document; save it as DOCX",
    b"7z\xbc\xaf": "a 7-Zip archive; unpack it and add the folder",
    b"Rar!": "a RAR archive; unpack it and add the folder",
    b"BZh": "a bzip2 archive; unpack it",
    b"\xfd7zXZ": "an XZ archive; unpack it",
    b"ID3": "a sound recording",
    b"OggS": "a sound recording",
    b"RIFF": "a sound recording, a film or a picture",
    b"BEGIN:VCALENDAR": "a calendar",
    b"BEGIN:VCARD": "an address card",
}
READ = "Articles are text, Markdown, HTML, PDF, DOCX, ODT, EPUB, mails, feeds, CSV, subtitles or JSON lines."
"""What the messages say is read."""

_HTML = re.compile(
    rb"<(?:!doctype html|html|head|body|title|meta|article|main|section|div|p|h[1-6]|table|center)[\s>/]"
)
_FEED = re.compile(rb"<(?:rss|feed|rdf:rdf)[\s>]")
_XML = re.compile(
    rb"<(?:\?xml|!doctype(?!\s+html)|[a-z][\w.-]*:[a-z]\w*[\s>]|(?:opml|svg|nitf|tei|plist|urlset|kml|gpx)[\s>])"
)
_HEADER = re.compile(
    rb"^(from|to|subject|date|mime-version|received|return-path|message-id|content-type|delivered-to):"
)
_FIELD = re.compile(rb"[\w-]+:.*|[ \t]+\S.*")
_SUBTITLES = re.compile(rb"webvtt\b|(?:\d+\s*\n)?\d\d?:\d\d:\d\d[,.]\d{3}\s*-->")
_JSON = re.compile(rb"\[?\s*\{\s*\"")
_LATEX = re.compile(rb"(?:%[^\n]*\n\s*)*\\(?:documentclass|documentstyle|begin\{document\})")


def module(start: bytes, name: str) -> str:
    """Return the module that reads a file; raise `IndexFault` for one that none can read."""
    for magic, what in _FOREIGN.items():
        if start.startswith(magic):
            raise _foreign(what)
    ending = _BY_ENDING.get(PurePath(name).suffix.lower())
    if start.startswith(_ZIP):
        inside = next((name for magic, name in _ZIPPED.items() if magic in start[:128]), None)
        return inside or (ending if ending in ("docx", "odt", "epub") else "docx")
    found = next((name for magic, name in _MAGIC.items() if start.startswith(magic)), None)
    if found is None and ending in _BINARY:
        raise IndexFault(f"This is not {_article(ending)} {ending.upper()} file, despite its name. Export it again.")
    return found or _marked(start.removeprefix(b"\xef\xbb\xbf").lstrip().lower(), ending) or ending or "text"


def _marked(start: bytes, ending: str | None) -> str | None:
    """Return the module that reads what is text with marks, whatever its ending; None where there are none."""
    is_xml = _XML.match(start) or _FEED.match(start)
    if is_xml and _FEED.search(start):
        return "feed"
    if _HTML.match(start) and ending in (None, "text", "mail", "feed", "csv") and not _is_markdown(start):
        return "html"
    if is_xml and b"<html" not in start:
        raise _foreign(
            "an SVG picture" if b"<svg" in start else "XML of a kind that is not read; save it as HTML or text"
        )
    if is_xml:
        return "html"
    if _LATEX.match(start):
        raise _foreign("LaTeX source; typeset it and add the PDF file")
    if start.startswith(b"from ") and b"\nfrom:" in start:
        raise _foreign("a mailbox of many mails; save each as an EML file")
    if ending != "jsonl" and _is_mail(start):
        return "mail"
    if _SUBTITLES.match(start):
        return "subtitles"
    return "jsonl" if ending in (None, "text") and _JSON.match(start) else None


def _is_markdown(start: bytes) -> bool:
    """Tell Markdown that begins with an element: it has lines that are marked in Markdown's own way."""
    return re.search(rb"\n(?:#{1,6} |[-*] |>|```)|\]\(", start) is not None and b"<html" not in start


def _is_mail(start: bytes) -> bool:
    """Tell a mail or a saved page: header fields from the first line to the first empty one, two of a mail's own."""
    head = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0].splitlines()
    told = {match[1] for line in head if (match := _HEADER.match(line))}
    return all(map(_FIELD.fullmatch, head)) and len(told) > 1 and bool(told & {b"from", b"mime-version", b"received"})


def _foreign(what: str) -> IndexFault:
    return IndexFault(f"It is {what}. {READ}")


def _article(ending: str) -> str:
    return "an" if ending[0] in "aeio" else "a"
