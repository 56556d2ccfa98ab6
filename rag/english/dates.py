"""The dates that a question names -> ranges of days."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from index.formats.dates import MONTHS

_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
_MONTH = rf"(?P<month>(?:{'|'.join(MONTHS)})\b)\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b(?![-/]\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b"
_UNIT = "(?P<unit>day|week|month|year)"
_FORMS = (
    r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b",
    rf"{_DAY}(?: of)? {_MONTH},? {_YEAR}",
    rf"{_MONTH} {_DAY},? {_YEAR}",
    rf"{_MONTH},?(?: of)? {_YEAR}",
    rf"{_DAY}(?: of)? {_MONTH}",
    rf"{_MONTH} {_DAY}",
    rf"(?:last |this )?{_MONTH}",
    _YEAR,
    rf"(?:last|past) (?P<count>\d{{1,3}}|{'|'.join(_NUMBERS)}) {_UNIT}s\b",
    rf"(?P<which>this|last|past|previous) {_UNIT}\b",
    r"(?P<near>today|yesterday)\b",
)
_DATES = [re.compile(form, re.IGNORECASE) for form in _FORMS]
_DATE = "|".join(re.sub(r"\?P<\w+>", "?:", form) for form in _FORMS)
_WORDS = "in|during|within|over|on|of|from|since|after|before|until|till|up to|between"
_NAMED = re.compile(
    rf"(?:\b(?P<word>{_WORDS})\s+)?\b(?:the\s+)?(?P<date>{_DATE})(?:\s+(?:and|to|until|till)\s+(?P<end>{_DATE}))?",
    re.IGNORECASE,
)
_ALONE = re.compile("|".join(MONTHS), re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:and|to|until|till)\b", re.IGNORECASE)
_A_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_RELATIVE = re.compile(r"\b(?:since|this|last|past|previous|today|yesterday)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Dated:
    """Days that a text names: ISO dates, both included, and the words for them, which begin at `start` of the text.

    `word` is the preposition, if there is one. `relative` tells what only today gives a meaning to.
    """

    since: str
    until: str
    start: int
    words: str
    word: str
    relative: bool

    @property
    def end(self) -> int:
        """Return where the words end."""
        return self.start + len(self.words)

    def __str__(self) -> str:
        """Tell when, as it follows "appeared"."""
        if self.word not in ("", "of", "from") or _BETWEEN.search(self.words):
            return self.words
        plain = self.words.removeprefix(self.word).strip().removeprefix("the ")
        return plain if self.relative else f"{'on' if self.since == self.until else 'in'} {plain}"


def dated(text: str, today: date) -> Dated | None:
    """Return the first days that a text names; a month without a year is the last that was, a week begins on Monday.

    A month alone needs a preposition, for May and March are other words as well.
    """
    for found in _NAMED.finditer(text):
        word = re.sub(r"\s+", " ", (found["word"] or "").lower())
        days = _range(found["date"], found["end"], today)
        if days is None or (not word and _ALONE.fullmatch(found["date"])):
            continue
        since, until = _meant(word, days)
        return Dated(
            since.isoformat(), until.isoformat(), found.start(), found[0], word, bool(_RELATIVE.search(found[0]))
        )
    return None


def _range(first: str, last: str | None, today: date) -> tuple[date, date] | None:
    """Return the days from one date to another, or of one alone; None where the second is the earlier.

    A beginning without a year is of the end's year, or of the year before: "between November and January 2022".
    """
    year = _A_YEAR.search(last or "")
    begin = _days(f"{first} {year[0]}" if year and not _A_YEAR.search(first) else first, today) or _days(first, today)
    end = _days(last or "", today)
    if begin is None or end is None:
        return begin
    since = begin[0]
    if since > end[1] and not _A_YEAR.search(first):
        since = _earlier(since, 1, "year")
    return (since, end[1]) if since <= end[1] else None


def _meant(word: str, days: tuple[date, date]) -> tuple[date, date]:
    """Return the days that a preposition makes of these."""
    since, until = days
    day = timedelta(days=1)
    if word == "since":
        return since, date.max
    if word == "after":
        return until + day, date.max
    if word == "before":
        return date.min, since - day
    if word in ("until", "till", "up to"):
        return date.min, until
    return since, until


def _days(words: str, today: date) -> tuple[date, date] | None:
    """Return the first and the last day of a date; None for what is none, as the 31st of April."""
    found = next((match for form in _DATES if (match := form.fullmatch(words))), None)
    if found is None:
        return None
    parts = found.groupdict()
    try:
        if parts.get("iso"):
            day = date.fromisoformat(parts["iso"])
            return day, day
        if parts.get("near"):
            day = today - timedelta(days=parts["near"].lower() == "yesterday")
            return day, day
        if parts.get("count"):
            count = parts["count"].lower()
            number = _NUMBERS.index(count) + 1 if count in _NUMBERS else int(count)
            return _earlier(today, number, parts["unit"].lower()), today
        if parts.get("which"):
            return _period(parts["which"].lower(), parts["unit"].lower(), today)
        return _calendar(parts, today)
    except (ValueError, OverflowError):
        return None


def _earlier(day: date, count: int, unit: str) -> date:
    if unit in ("day", "week"):
        return day - timedelta(days=count * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 - count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _period(which: str, unit: str, today: date) -> tuple[date, date]:
    """Return this or the last day, week, month or year; "the past week" is the seven days until today."""
    if which == "past":
        return _earlier(today, 1, unit), today
    first = {
        "day": today,
        "week": today - timedelta(days=today.weekday()),
        "month": today.replace(day=1),
        "year": today.replace(month=1, day=1),
    }[unit]
    if which == "this":
        return first, today
    return _earlier(first, 1, unit), first - timedelta(days=1)


def _calendar(parts: dict[str, str], today: date) -> tuple[date, date]:
    name, day = (parts.get("month") or "").lower(), int(parts.get("day") or 0)
    month = next((number for number, form in enumerate(MONTHS, 1) if re.fullmatch(form, name)), 0)
    year = int(parts.get("year") or 0) or today.year - (date(today.year, month, day or 1) > today)
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    return date(year, month, day or 1), date(year, month, day or monthrange(year, month)[1])
