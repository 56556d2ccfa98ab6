"""Feeds (RSS, Atom) that were saved as files, by feedparser."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

from index.faults import IndexFault
from index.formats import limited
from index.formats.markup import fragment_blocks
from index.formats.text import article
from index.types import Article, Rejected

_BYTES = 50_000_000


def articles(stream: BinaryIO, name: str) -> Iterator[Article | Rejected]:
    """Yield an article for each entry, of what the feed has of its text; one without text is rejected."""
    import feedparser

    feed = feedparser.parse(BytesIO(limited(stream, _BYTES)))
    if not feed.entries:
        raise IndexFault("No entries are in this file. Add feeds, or save XML of other kinds as text.")
    for number, entry in enumerate(feed.entries, start=1):
        where = f"{name}, entry {number}"
        bodies = [*(content.get("value") for content in entry.get("content", ())), entry.get("summary")]
        text = max((_plain(body) for body in bodies if body), key=len, default="")
        if not text:
            yield Rejected(where, "It has no text. Add the address of its page.")
            continue
        known: dict[str, Any] = {"title": _plain(entry.get("title") or ""), "source": feed.feed.get("title")}
        known |= {"author": entry.get("author"), "date": entry.get("published") or entry.get("updated")}
        link = str(entry.get("link") or "")
        known["url"] = link if link.startswith(("http://", "https://")) else None
        yield article(known, text, where, place=known["title"] or where)


def _plain(written: str) -> str:
    return "\n\n".join(fragment_blocks(written)) if written.strip() else ""
