"""When a web page appeared: what it declares, else what it shows beside the story."""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

from index.formats.dates import MONTHS, iso

_DATED = (
    "article:published_time og:article:published_time datepublished date pubdate publishdate publish-date publish_date "
    "publication_date dc.date dc.date.issued dcterms.created dcterms.date dcterms.issued sailthru.date "
    "parsely-pub-date citation_publication_date citation_date date.issued article.published"
).split()
_STORY = "//*[self::p or self::li or self::blockquote or self::td or self::h2 or self::h3 or self::figcaption]"
_APART = (
    "//footer | //aside | //nav | //script | //style | //*[contains(@class, 'footer') or contains(@class, 'copyright')]"
)
_BELOW = "(//h1/following::time[@datetime and not(ancestor::aside or ancestor::footer)])[1]/@datetime"
_DATELINE = re.compile(r"date|time|publish|posted|byline|meta", re.IGNORECASE)
_LINE = re.compile(r"\W*(?:first\s+)?(?:published|posted)(?:\s+(?:on|at))?\W*(\w.*)", re.IGNORECASE)
_ADDRESS = re.compile(r"/(\d{4})[/-](\d\d?)[/-](\d\d?)/")
_LONGEST = 60  # characters of a line that tells the date
_PARTS = 2  # elements in such a line
_MONTH = "|".join(MONTHS)


def published(tree: Any, stories: list[dict[str, Any]], url: str | None) -> str | None:
    """Return the date that the page declares in `stories`, its data, or elsewhere; else one that it shows."""
    declared = next(filter(None, map(iso, _declared(tree, stories))), None)
    if declared:
        return _where_it_appeared(declared, url)
    return _shown(tree, url) or next(filter(None, map(iso, tree.xpath(_BELOW))), None)


def _where_it_appeared(day: str, url: str | None) -> str:
    """Return the day of the page's address where it is the next to one that is declared, which may be of Greenwich."""
    told = iso("-".join(match.groups())) if (match := _ADDRESS.search(url or "")) else None
    if not told or len(day) < len(told):
        return day
    return told if abs(date.fromisoformat(told) - date.fromisoformat(day[:10])).days == 1 else day


def _declared(tree: Any, stories: list[dict[str, Any]]) -> Iterator[Any]:
    yield from (story.get(key) for story in stories for key in ("datePublished", "dateCreated"))
    metas = list(tree.iter("meta"))
    known = {str(e.get("property") or e.get("name")).lower(): e.get("content") for e in reversed(metas)}
    yield from (known.get(name) for name in _DATED)
    marked = tree.xpath("//*[@itemprop='datePublished' or @pubdate]")
    days = {e.get("datetime") or e.get("content") or e.text_content() for e in marked}
    yield from days if len({iso(day) for day in days}) == 1 else ()  # else they are those of several things
    small = (element for element in tree.iter("p", "div", "span", "li", "small", "em") if len(element) <= _PARTS)
    lines = (" ".join(element.text_content().split()) for element in small)
    yield from (match[1] for line in lines if len(line) <= _LONGEST and (match := _LINE.fullmatch(line)))


def _shown(tree: Any, url: str | None) -> str | None:
    from htmldate import find_date

    pruned = deepcopy(tree)
    stories = [element for element in pruned.xpath(_STORY) if not _is_dateline(element)]
    for element in [*pruned.xpath(_APART), *stories]:
        if element.getparent() is not None:
            element.drop_tree()
    found = find_date(pruned, extensive_search=False, original_date=True, url=url)
    if not found:
        return None
    values = [value for e in pruned.iter() for value in (*e.attrib.values(), e.text or "", e.tail or "")]
    return found if _is_written(date.fromisoformat(found), " ".join([*values, url or ""])) else None


def _is_dateline(element: Any) -> bool:
    """Tell whether a paragraph may say when the article appeared: one that is marked so, or is nothing but a date."""
    if _DATELINE.search(f"{element.get('class')} {element.get('id')}") or element.find(".//time") is not None:
        return True
    return iso(element.text_content()) is not None


def _is_written(day: date, page: str) -> bool:
    """Tell whether a page has a day in full: none is made up from a year, a month, or figures that read either way.

    Days with dots have the day first wherever they are written, and in other languages it stands before the month.
    """
    month = rf"{day:%b}[a-z]*\.?"
    forms = [
        rf"{day:%Y}\D?{day:%m}\D?{day:%d}",
        rf"{day:%Y}[/-]{day.month}[/-]{day.day}\b",
        rf"\b0?{day.day}\.\s?0?{day.month}\.\s?{day:%Y}",
        rf"\b0?{day.day}(?:st|nd|rd|th)?\.?\s+(?:of\s+)?{month},?\s+{day:%Y}",
        rf"{month}\s+0?{day.day}(?:st|nd|rd|th)?,?\s+{day:%Y}",
        rf"\b0?{day.day}\.?\s+(?:de\s+)?(?!(?:{_MONTH})\b)[^\W\d]{{3,}}\s+(?:de\s+)?{day:%Y}",
    ]
    if day.day > 12 or day.day == day.month:
        forms += [rf"\b0?{day.day}[/-]0?{day.month}[/-]{day:%Y}", rf"\b0?{day.month}[./-]0?{day.day}[./-]{day:%Y}"]
    return re.search("|".join(forms), page, re.IGNORECASE) is not None
