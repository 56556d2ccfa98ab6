"""The days, months and years that a text names, as far as its article's date tells them in full."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.english.calendar import MONTHS, WEEKDAYS, date_meant

_FULL = [name.title() for name in MONTHS]
_NUMBERS = {name[:3]: number for number, name in enumerate(_FULL, 1)}
_MONTH = (
    r"(?P<month>(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b)\.?"
)
_PREPOSITIONS = "in since until last this next late early from during of by".split()
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?!\s*(?:%|percent|years?|people))"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)\b(?![-/.,]?\d)"
_FORMS = [
    re.compile(form)
    for form in (
        r"\b(?P<year>(?:1[5-9]|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b",
        rf"\b{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?",
        rf"\b{_MONTH} {_DAY}(?:,? {_YEAR})?",
        rf"\b{_MONTH},?(?: of)? {_YEAR}",
        rf"(?:{'|'.join(f'(?<=[{w[0].upper()}{w[0]}]{w[1:]} )' for w in _PREPOSITIONS)}){_MONTH}",
        r"\b(?P<month>January|February|July|September|October|November|December)\b",
        rf"\b(?P<weekday>{'|'.join(name.title() for name in WEEKDAYS)})\b",
        r"\b(?P<near>[Tt]oday|[Yy]esterday|[Tt]omorrow)\b",
        rf"(?<![\d$£€.,-])(?<!\w-){_YEAR}(?!\s*(?:%|percent|people|years?\b|dollars|km|miles|meters|feet))",
    )
]


@dataclass(frozen=True)
class Day:
    """A day, month or year as a text names it; what is not known of it is 0, or empty.

    `weekday` and `near` ("yesterday") are names in lower case, `words` those of the text.
    """

    year: int
    month: int
    day: int
    weekday: str
    near: str
    words: str

    def is_said_by(self, other: "Day") -> bool:
        """Tell whether the other says all that this one says."""
        mine = (self.year, self.month, self.day, self.weekday, self.near)
        its = (other.year, other.month, other.day, other.weekday, other.near)
        return all(not own or own == said for own, said in zip(mine, its, strict=True))


def days(text: str, published: str | None = None) -> tuple[list[Day], str]:
    """Return the days that a text names, and the text with their words blanked out.

    The article's date completes what a text leaves open: the year of "August 2", the date of "Tuesday".
    """
    found: list[Day] = []
    for form in _FORMS:
        for match in form.finditer(text):
            found.append(_completed(_day(match), text, published))
            text = text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]
    return found, text


def not_said(claim: str, cited: Sequence[tuple[str, str | None]]) -> Day | None:
    """Return the first day of a claim that no cited text says, each given with its article's date."""
    said = [day for text, published in cited for day in days(text, published)[0]]
    return next((day for day in days(claim)[0] if not any(day.is_said_by(other) for other in said)), None)


def _day(match: re.Match[str]) -> Day:
    parts = match.groupdict()
    month = _NUMBERS[parts["month"][:3]] if parts.get("month") else int(parts.get("number") or 0)
    weekday, near = ((parts.get(name) or "").lower() for name in ("weekday", "near"))
    return Day(int(parts.get("year") or 0), month, int(parts.get("day") or 0), weekday, near, match[0].strip(" ."))


def _completed(day: Day, text: str, published: str | None) -> Day:
    if not (day.year and day.day):
        words = f"{_FULL[day.month - 1]} {day.day}" if day.month and day.day else day.words
        told = [int(part) for part in (date_meant(words, text, published) or "0").split("-")]
        year, month, number = (*told, 0, 0)[:3]
        day = replace(day, year=day.year or year, month=day.month or month, day=day.day or number)
    try:
        weekday = WEEKDAYS[date(day.year, day.month, day.day).weekday()]
    except ValueError:
        return day
    return replace(day, weekday=day.weekday or weekday)
