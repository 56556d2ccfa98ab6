"""What a web page tells about its article: its title, outlet, author and date."""

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from index.formats.placeholders import told_author, told_title
from index.formats.published import published
from index.formats.titles import folded, title

Linked = dict[str, Any]
_AROUND_NAME = re.compile(
    r"^\s*(?:(?:view )?(?:all )?(?:posts?|posted|written|story|words|text) )?by:?\s+|^\s*author:?\s+|\s@\w+$",
    re.IGNORECASE,
)
_ARTICLE = ("Article", "Posting", "Report", "Review")


def linked_data(tree: Any) -> list[Linked]:
    """Return the objects of the page's JSON-LD, those inside others too, as far as it can be read."""
    found: list[Linked] = []
    for script in tree.xpath('//script[@type="application/ld+json"]'):
        try:
            found += _objects(json.loads(script.text or "", strict=False))
        except (ValueError, RecursionError):
            continue
    known = {str(one["@id"]): one for one in found if "@id" in one and "name" in one}
    for one in found:
        one.update({key: _meant(one[key], known) for key in ("author", "publisher") if key in one})
    return found


def _meant(value: Any, known: dict[str, Linked]) -> Any:
    """Return what a reference to another object of the page is to."""
    if isinstance(value, list):
        return [_meant(one, known) for one in value]
    return known.get(str(value.get("@id")), value) if isinstance(value, dict) and "name" not in value else value


def _pages(linked: Iterable[Linked]) -> list[Linked]:
    return [one for one in linked if any(str(kind) == "WebPage" for kind in _listed(one.get("@type")))]


def articles_of(linked: Iterable[Linked]) -> list[Linked]:
    """Return the objects that are articles."""
    return [one for one in linked if any(str(kind).endswith(_ARTICLE) for kind in _listed(one.get("@type")))]


def about(tree: Any, linked: list[Linked], told: Any) -> dict[str, str | None]:
    """Return title, source, author, published and url of a page; `told` is what trafilatura found of them."""
    stories = articles_of(linked)
    url = told.url if str(told.url or "").startswith(("http://", "https://")) else None
    published_by = [_name(one.get("publisher")) for one in stories if not _is_person(one.get("publisher"))]
    outlet = told.sitename if folded(told.sitename) != folded(told.title) else next(filter(None, published_by), None)
    outlets = {outlet, *published_by, _host(url)}
    outlets |= {_name(one) for one in linked if str(one.get("@type")).endswith(("Organization", "WebSite"))}
    headlines = [unescape(str(one.get("headline") or "")) for one in stories]
    named = {folded(outlet) for outlet in outlets if outlet} - {""}
    return {
        "title": told_title(title(tree, told.title or "", named, headlines)),
        "source": outlet,
        "author": _author(stories, told.author, named),
        "published": published(tree, [*stories, *_pages(linked)], told.url),
        "url": url,
    }


def _author(stories: list[Linked], told: str | None, outlets: set[str]) -> str | None:
    """Return the people who are named as authors; what names the outlet or an organisation is none of them."""
    named = [author for story in stories for author in _listed(story.get("author"))]
    people = [name for author in named if not _is_organization(author) and (name := _name(author))]
    apart = outlets | {folded(_name(author)) for author in named if _is_organization(author)}
    found = (_AROUND_NAME.sub("", name).strip() for name in people or str(told or "").split(";"))
    kept = [name for name in found if "://" not in name and folded(name) not in apart and told_author(name)]
    return "; ".join(dict.fromkeys(kept)) or None


def _objects(value: Any) -> Iterator[Linked]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(inner)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _name(value: Any) -> str:
    name = value.get("name") if isinstance(value, dict) else value
    return " ".join(unescape(str(_listed(name)[0])).split()) if _listed(name) else ""


def _is_person(publisher: Any) -> bool:
    """Tell whoever publishes on a page of their own, and may be the author too."""
    return isinstance(publisher, dict) and "Person" in map(str, _listed(publisher.get("@type")))


def _is_organization(author: Any) -> bool:
    return isinstance(author, dict) and str(author.get("@type")).endswith("Organization")


def _host(url: str | None) -> str:
    """Return the name in an address: `skarntimes` of https://www.skarntimes.example/news."""
    parts = (urlsplit(url or "").hostname or "").removeprefix("www.").split(".")
    return max(parts[:-1], key=len, default="")
