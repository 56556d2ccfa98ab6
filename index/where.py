"""Which articles are meant, by what is true of them: it travels from what a reader chose down to every form."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

Groups = tuple[frozenset[str], ...]
"""Names, of each group of which one must fit."""


@dataclass(frozen=True)
class Where:
    """The articles of which all of this is true; where nothing is said, all articles.

    `ids` are the only ones, None for any. Of each group of `outlets` an article is of one, by its name or its site as
    the library writes them; of each group of `collections` it is in one. `since` and `until` are ISO dates, both
    included: 2022 is all of it, and of "2022-08" no more is known than the month, so it may be any day of that. An
    article without a date is in no time.
    """

    ids: frozenset[str] | None = None
    outlets: Groups = ()
    collections: Groups = ()
    since: str | None = None
    until: str | None = None

    def __and__(self, other: "Where") -> "Where":
        """Return the articles of which both are true."""
        both = [ids for ids in (self.ids, other.ids) if ids is not None]
        return Where(
            frozenset.intersection(*both) if both else None,
            tuple(dict.fromkeys(self.outlets + other.outlets)),
            tuple(dict.fromkeys(self.collections + other.collections)),
            max(filter(None, (self.since, other.since)), default=None),
            min(filter(None, (self.until, other.until)), default=None, key=last_of),
        )

    def __bool__(self) -> bool:
        """Tell whether anything is said; that may also be that there is no such article."""
        return any(getattr(self, field.name) not in (None, ()) for field in fields(self))


EVERY = Where()
"""All articles."""


def only(ids: Iterable[str]) -> Where:
    """Return the articles of these ids, as far as they are there."""
    return Where(frozenset(ids))


def of_any(outlets: Iterable[str]) -> Where:
    """Return the articles of any of these outlets or sites."""
    return Where(outlets=(frozenset(outlets),))


def in_any(collections: Iterable[str]) -> Where:
    """Return the articles in any of these collections."""
    return Where(collections=(frozenset(collections),))


def last_of(date: str) -> str:
    """Return what no date sorts after that is of this day, month or year."""
    return f"{date}~"  # the last sign of ASCII
