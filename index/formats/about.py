"""What a web page tells about its article: its title, outlet, author and date, without the outlet's own additions."""

import json
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from index.formats.dates import iso
from index.formats.placeholders import told_author, told_title

Linked = dict[str, Any]
_ARTICLE = ("Article", "Posting", "Report", "Review")
_SEPARATOR = re.compile(r"\s+[-–—|•·»«:~/]+\s+|\s*[|»]\s*|:\s+")
_DATED = (
    "article:published_time og:article:published_time datepublished date pubdate publishdate publish-date publish_date "
    "publication_date dc.date dc.date.issued dcterms.created dcterms.date dcterms.issued sailthru.date "
    "parsely-pub-date citation_publication_date citation_date date.issued article.published"
).split()
_STORY = "//*[self::p or self::li or self::blockquote or self::td or self::h2 or self::h3 or self::figcaption]"
_APART = (
    "//footer | //aside | //nav | //script | //style | //*[contains(@class, 'footer') or contains(@class, 'copyright')]"
)
_DATELINE = re.compile(r"date|time|publish|posted|byline|meta", re.IGNORECASE)
_LINE = re.compile(r"\W*(?:first\s+)?(?:published|posted)(?:\s+(?:on|at))?\W*(\w.*)", re.IGNORECASE)
_LONGEST = 60  # characters of a line that tells the date
_PARTS = 2  # elements in such a line


def linked_data(tree: Any) -> list[Linked]:
    """Return the objects of the page's JSON-LD, those inside others too, as far as it can be read."""
    found: list[Linked] = []
    for script in tree.xpath('//script[@type="application/ld+json"]'):
        try:
            found += _objects(json.loads(script.text or "", strict=False))
        except (ValueError, RecursionError):
            continue
    return found


def articles_of(linked: Iterable[Linked]) -> list[Linked]:
    """Return the objects that are articles."""
    return [one for one in linked if any(str(kind).endswith(_ARTICLE) for kind in _listed(one.get("@type")))]


def about(tree: Any, linked: list[Linked], told: Any) -> dict[str, str | None]:
    """Return title, source, author, published and url of a page; `told` is what trafilatura found of them."""
    stories = articles_of(linked)
    url = told.url if str(told.url or "").startswith(("http://", "https://")) else None
    outlets = {told.sitename, *(_name(one.get("publisher")) for one in stories), _host(url)}
    outlets |= {_name(one) for one in linked if str(one.get("@type")).endswith(("Organization", "WebSite"))}
    folded = {_folded(outlet) for outlet in outlets if outlet} - {""}
    headings = [" ".join(e.text_content().split()) for e in tree.xpath("//h1 | //h2")]
    headings += [str(one.get("headline")) for one in stories]
    return {
        "title": told_title(_title(told.title or "", folded, {_folded(heading) for heading in headings} - {""})),
        "source": told.sitename,
        "author": _author(stories, told.author, folded),
        "published": _published(tree, stories, told.url),
        "url": url,
    }


def _title(title: str, outlets: set[str], headings: set[str]) -> str:
    """Cut an outlet off a title, before or after it, and whatever the page's own headings do not have."""
    if _folded(title) in headings:
        return title
    for match in _SEPARATOR.finditer(title):
        before, after = title[: match.start()], title[match.end() :]
        for part, other in ((before, after), (after, before)):
            is_headed = len(part) >= len(other) and _folded(part) in headings
            if part.strip() and (is_headed or _folded(other) in outlets):
                return _title(part, outlets, headings)
    return title


def _author(stories: list[Linked], told: str | None, outlets: set[str]) -> str | None:
    """Return the people who are named as authors; what names the outlet or an organisation is none of them."""
    named = [author for story in stories for author in _listed(story.get("author"))]
    people = [_name(author) for author in named if not _is_organization(author)]
    apart = outlets | {_folded(_name(author)) for author in named if _is_organization(author)}
    found = (
        re.sub(r"^\s*by\s+", "", name, flags=re.IGNORECASE).strip() for name in people or str(told or "").split(";")
    )
    kept = [name for name in found if "://" not in name and _folded(name) not in apart and told_author(name)]
    return "; ".join(dict.fromkeys(kept)) or None


def _published(tree: Any, stories: list[Linked], url: str | None) -> str | None:
    """Return the date that the page declares, else one that it shows beside the story."""
    metas = {
        str(e.get("property") or e.get("name") or e.get("itemprop")).lower(): e.get("content")
        for e in tree.iter("meta")
    }
    marked = tree.xpath("//*[@itemprop='datePublished' or @pubdate]")
    declared = [story.get(key) for story in stories for key in ("datePublished", "dateCreated")]
    declared += [metas.get(name) for name in _DATED]
    declared += [element.get("datetime") or element.get("content") or element.text_content() for element in marked]
    small = (element for element in tree.iter("p", "div", "span", "li", "small", "em") if len(element) <= _PARTS)
    lines = (" ".join(element.text_content().split()) for element in small)
    declared += [match[1] for line in lines if len(line) <= _LONGEST and (match := _LINE.fullmatch(line))]
    return next(filter(None, map(iso, declared)), None) or _shown(tree, url)


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
    """Tell whether a page has a day in full: none is made up from a year, a month, or figures that read either way."""
    month = rf"{day:%b}[a-z]*\.?"
    forms = [
        rf"{day:%Y}\D?{day:%m}\D?{day:%d}",
        rf"{day:%Y}[/-]{day.month}[/-]{day.day}\b",
        rf"\b0?{day.day}(?:st|nd|rd|th)?\.?\s+(?:of\s+)?{month},?\s+{day:%Y}",
        rf"{month}\s+0?{day.day}(?:st|nd|rd|th)?,?\s+{day:%Y}",
    ]
    if day.day > 12 or day.day == day.month:
        forms += [rf"\b0?{day.day}[./-]0?{day.month}[./-]{day:%Y}", rf"\b0?{day.month}[./-]0?{day.day}[./-]{day:%Y}"]
    return re.search("|".join(forms), page, re.IGNORECASE) is not None


def _objects(value: Any) -> Iterator[Linked]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(inner)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _name(value: Any) -> str:
    name = value.get("name") if isinstance(value, dict) else value
    return " ".join(str(_listed(name)[0]).split()) if _listed(name) else ""


def _is_organization(author: Any) -> bool:
    return isinstance(author, dict) and str(author.get("@type")).endswith("Organization")


def _host(url: str | None) -> str:
    """Return the name in an address: `skarntimes` of https://www.skarntimes.example/news."""
    parts = (urlsplit(url or "").hostname or "").removeprefix("www.").split(".")
    return max(parts[:-1], key=len, default="")


def _folded(text: str | None) -> str:
    return re.sub(r"\W+", "", (text or "").casefold().removeprefix("the "))
