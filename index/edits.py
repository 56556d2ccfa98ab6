"""What a reader types of an article -> what may be kept of it."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from index.addresses import encoded
from index.faults import EditFault
from index.formats.dates import iso
from index.types import Article

FIELDS = ("title", "source", "published", "author", "url")
"""What can be edited of an article."""
_LONGEST = 1000


def checked(article: Article, known: Mapping[str, str | None]) -> Article:
    """Return an article with what was typed of its fields; None is what its file says, "" that nothing is known.

    What is typed as it stands is no edit. Raises `EditFault` for what cannot be a title, a date or an address.
    """
    if others := known.keys() - set(FIELDS):
        raise TypeError(f"Of an article {', '.join(FIELDS)} can be edited, and not {', '.join(sorted(others))}.")
    known = {field: value for field, value in known.items() if value != (getattr(article, field) or "")}
    typed = {field: article.told(field) if value is None else _value(field, value) for field, value in known.items()}
    changed = {field: value for field, value in typed.items() if value != getattr(article, field)}
    as_told = {field for field in typed if known[field] is None or changed.get(field, field) == article.told(field)}
    edited = article.edited(changed)
    return replace(edited, original=tuple(one for one in edited.original if one[0] not in as_told))


def _value(field: str, typed: str) -> str | None:
    """Return what is kept of what was typed into a field, in one line; None where that is empty."""
    value = " ".join(typed.split())
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise EditFault(field, f"The {field} holds a character that UTF-8 cannot write. Type it again.") from error
    if len(value) > _LONGEST:
        raise EditFault(field, f"The {field} has {len(value):,} characters; at most {_LONGEST:,} are kept. Shorten it.")
    if field == "title" and not value:
        raise EditFault(field, "The title is empty. Type a title, or take the one of the article’s file.")
    if field == "published" and value and not (value := iso(value) or ""):
        raise EditFault(field, f"“{typed.strip()}” is no date. Write it as 2022-08-02, 2022-08 or 2022.")
    if field == "url" and value and not _is_address(value):
        raise EditFault(field, f"“{value}” is no address of a page. Give one that begins with http:// or https://.")
    return value or None


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(encoded(url))
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in url
