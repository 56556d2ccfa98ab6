"""The calendar date that an answer such as "Tuesday" means, by its article's own date."""

import re
from datetime import date, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_BESIDE = {"today": 0, "yesterday": -1, "tomorrow": 1}
_AHEAD = re.compile(
    r"\b(?:will|next|coming|upcoming|scheduled|due|expected|plans? to|planned|going to|set to)\b", re.IGNORECASE
)
_BACK = re.compile(r"\blast\b", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"\b(?:({'|'.join(MONTHS)})\.? (\d{{1,2}})|(\d{{1,2}}) ({'|'.join(MONTHS)}))\b(?!,? \d{{4}})")


def date_meant(answer: str, sentence: str, published: str | None) -> str | None:
    """Return the ISO date (a day, a month or a year) that the words of an answer mean, None where it is not certain.

    A weekday in a sentence about the past is the last one before the article appeared, or its own day: news is told so
    (Associated Press Stylebook, "days of the week"). Of what lies ahead, and of an article whose day is not known,
    nothing is told.
    """
    try:
        day = date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
    said = answer.lower()
    if re.search(r"\b(?:19|20)\d\d\b", said):
        return None  # it tells its date itself
    found = _month_day(said, day) or _beside(said, day) or _period(said, day)
    if found or _AHEAD.search(sentence) or _BACK.search(said):
        return found
    named = [number for number, name in enumerate(WEEKDAYS) if re.search(rf"\b{name}\b", said)]
    return (day - timedelta((day.weekday() - named[0]) % 7)).isoformat() if len(named) == 1 else None


def _month_day(said: str, day: date) -> str | None:
    """Read "March 3" as that of the article's year, where it is not after the article."""
    match = _MONTH_DAY.search(said)
    if not match:
        return None
    month, number = (match[1], match[2]) if match[1] else (match[4], match[3])
    try:
        meant = date(day.year, MONTHS.index(month) + 1, int(number))
    except ValueError:
        return None
    return meant.isoformat() if meant <= day else None


def _beside(said: str, day: date) -> str | None:
    return next(
        ((day + timedelta(by)).isoformat() for word, by in _BESIDE.items() if re.search(rf"\b{word}\b", said)), None
    )


def _period(said: str, day: date) -> str | None:
    match = re.search(r"\b(last|this) (month|year)\b", said)
    if not match:
        return None
    if match[2] == "year":
        return str(day.year - (match[1] == "last"))
    month = day.replace(day=1) - timedelta(match[1] == "last")
    return month.isoformat()[:7]
