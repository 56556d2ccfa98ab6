"""Feeds: which pages are RSS or Atom, and the articles that they name."""

from index.addresses import joined


def is_feed(content: bytes) -> bool:
    """Tell whether a page is an RSS or Atom feed."""
    start = content[:1000].lstrip().lower()
    return any(mark in start for mark in (b"<rss", b"<feed", b"<rdf:rdf")) and b"<html" not in start


def links(content: bytes, base: str) -> list[str]:
    """Return the addresses of the articles of a feed, each once, in order."""
    import feedparser

    entries = feedparser.parse(content).entries
    return list(dict.fromkeys(joined(base, entry.link) for entry in entries if entry.get("link")))
