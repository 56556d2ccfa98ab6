"""Which articles a reader chose to ask within: of collections, of outlets, of a time, or single ones."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from index.faults import SelectionFault
from index.formats.dates import in_words, iso

_LONGEST = 40  # characters that a date may have


@dataclass(frozen=True)
class Selection:
    """The articles to ask within, where anything is chosen; one choice of each kind must fit, of a kind any.

    `since` and `until` are dates such as 2022-08-02, 2022-08 or 2022, both included; `articles` are ids. Raises
    `SelectionFault` for what is no date, and for a time that ends before it begins.
    """

    collections: Sequence[str] = ()
    outlets: Sequence[str] = ()
    since: str | None = None
    until: str | None = None
    articles: Sequence[str] = ()

    def __post_init__(self) -> None:
        for name in ("collections", "outlets", "articles"):
            object.__setattr__(self, name, _several(getattr(self, name)))
        for name in ("since", "until"):
            object.__setattr__(self, name, _date(getattr(self, name)))
        if self.since and self.until and self.since > f"{self.until}~":  # "~" is last, so 2022 is all of it
            raise SelectionFault(f"The time from {self.since} to {self.until} ends before it begins. Exchange the two.")

    def __bool__(self) -> bool:
        """Tell whether anything is chosen."""
        return any(getattr(self, field.name) for field in fields(self))

    def __str__(self) -> str:
        """Say which articles, as it goes on after "the articles": " in Elections from The Diplomat"."""
        chosen = " you chose" * bool(self.articles)
        within = f" in {' or '.join(self.collections)}" * bool(self.collections)
        outlets = f" from {' or '.join(self.outlets)}" * bool(self.outlets)
        return chosen + within + outlets + self._when

    @property
    def _when(self) -> str:
        since, until = (date and in_words(date) for date in (self.since, self.until))
        if since and until:
            return f" of {since}" if since == until else f" published from {since} to {until}"
        return f" published since {since}" if since else f" published until {until}" if until else ""


def _several(given: str | Sequence[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(dict.fromkeys(given))


def _date(typed: str | None) -> str | None:
    if not typed:
        return None
    typed = typed[:_LONGEST]
    if not (day := iso(typed)):
        raise SelectionFault(f"“{typed}” is no date. Write it as 2022-08-02, 2022-08 or 2022.")
    return day
