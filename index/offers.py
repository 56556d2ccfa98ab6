"""Outlet, author and date that an article's text tells and its file does not: offered to the reader, never taken."""

import re
from itertools import chain

from index.bylines import DAY, byline
from index.formats.dates import iso
from index.types import Article

_FIRST, _LAST = 12, 6  # lines in which a byline may stand
_NAME = r"(?:[Tt]he )?[A-Z][\w’'&.-]*(?: (?:[A-Z][\w’'&-]*|of|and|&))*"
_REPRINT = re.compile(
    rf"\b(?:first|originally) (?:published|appeared) (?:in|by|on) (?P<source>{_NAME})(?:,? on (?P<day>(?i:{DAY})))?"
)
_DATELINE = re.compile(r"\W*[A-Z][^.?!()]{1,50}\((?P<source>[A-Z][\w .]{1,30})\)\s*[-–—]")


def offers(article: Article) -> dict[str, str]:
    """Return what the first and last lines tell of `source`, `author` and `published`, where that is not known.

    A line may look like a byline and be none, so a reader has to accept it. What a reader has edited is not offered.
    """
    lines = [line.strip() for line in article.text.splitlines() if line.strip()]
    found: dict[str, str] = {}
    for line in chain(lines[:_FIRST], lines[_FIRST:][-_LAST:]):
        found = {**byline(line), **_of_prose(line), **found}
    unknown = [field for field in ("source", "author", "published") if not getattr(article, field)]
    return {field: found[field] for field in unknown if field in found and field not in article.edits}


def _of_prose(line: str) -> dict[str, str]:
    """Return the outlet, and the day, of a sentence about an earlier publication, or the agency of a dateline."""
    if match := _DATELINE.match(line):
        return {"source": match["source"]}
    match = _REPRINT.search(line)
    if not match:
        return {}
    day = iso(match["day"])
    return {"source": match["source"], **({"published": day} if day else {})}
