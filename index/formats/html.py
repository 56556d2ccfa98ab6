"""Web pages: the main text and what the page tells about itself, by trafilatura."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from index.faults import IndexFault
from index.formats import limited
from index.formats.dates import iso
from index.types import Article, Rejected

_BYTES = 20_000_000
_WALL = re.compile(
    r"just a moment|enable javascript|are you a robot|verify (?:that )?you are (?:a )?human|access denied|"
    r"checking your browser|unusual traffic|captcha|before you continue|accept (?:all )?cookies|cookie consent",
    re.IGNORECASE,
)
_LITTLE = 600  # characters: less than an article, as much as a wall says


def articles(stream: BinaryIO, name: str) -> Iterator[Article | Rejected]:
    """Yield the article of a web page, its headings, list items and paragraphs parted by blank lines."""
    data = limited(stream, _BYTES)
    if not data.strip():
        raise IndexFault("It is empty. Give the words of the article.")
    from trafilatura import bare_extraction, extract

    known = bare_extraction(data, with_metadata=True, include_comments=False)
    written = extract(
        data, output_format="markdown", include_comments=False, include_formatting=True, include_tables=True
    )
    text = _plain(written or "")
    if len(text) < _LITTLE and _WALL.search(text + _visible(data)):
        raise IndexFault(
            "The page asks for consent or for proof of a human reader instead of showing the article. "
            "Open it in a browser, save the page, and add the file."
        )
    if not text:
        raise IndexFault("No article is on this page. Copy its text, or save the page of the article itself.")
    told = known if isinstance(known, dict) else known.as_dict() if known else {}
    title = told.get("title") or name
    url = told.get("url") if str(told.get("url") or "").startswith(("http://", "https://")) else None
    yield Article(title, text, told.get("sitename"), iso(told.get("date")), told.get("author"), url)


def _plain(markdown: str) -> str:
    """Take the marks of emphasis and links out of Markdown; each line that trafilatura writes is a block."""
    text = re.sub(r"!\[[^\]\n]*\]\([^)\n]*\)", "", markdown)
    text = re.sub(r"\[([^\]\n]+)\]\([^)\n]*\)", r"\1", text)
    text = re.sub(r"(\*\*|__|`)(?=\S)([^\n]+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])", r"\1", text)
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    return "\n\n".join(lines)


def _visible(data: bytes) -> str:
    text = data[:200_000].decode("utf-8", "replace")
    text = re.sub(r"(?is)<(script|style|noscript)\b.*?</\1>", " ", text)
    return re.sub(r"<[^>]*>", " ", text)[:5000] if len(text) < 100_000 else ""
