"""Dates as they are written -> ISO 8601."""

import re
from datetime import datetime

MONTHS = (
    *("jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?"),
    *("july?", "aug(?:ust)?", "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?"),
)
"""Patterns of the months as they are written, in order."""

_PARTS = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?(?=$|[T\s])")
# Two days that share no part: what a parser has to fill in differs between them.
_DEFAULTS = (datetime(1904, 1, 2), datetime(1911, 12, 25))


def iso(written: object) -> str | None:
    """Return a date in ISO 8601, as much of it as is told (`2022`, `2022-08`, `2022-08-02`); None where it is unclear.

    What is not told is never filled in; `02/08/2022` may be two days, and is none.
    """
    text = " ".join(str(written or "").split())
    if match := _PARTS.match(text):
        parts = [part for part in match.groups() if part]
        return _checked("-".join(part.zfill(2) for part in parts))
    if not text or len(text) > 60 or not re.search(r"\d{4}", text) or re.fullmatch(r"[\d/.\-]+", text):
        return None
    from dateutil import parser

    try:
        first, second = (parser.parse(text, default=day) for day in _DEFAULTS)
    except (ValueError, OverflowError, TypeError):
        return None
    if first.year != second.year:
        return None
    if first.month != second.month:
        return f"{first:%Y}"
    return f"{first:%Y-%m-%d}" if first.day == second.day else f"{first:%Y-%m}"


def in_words(day: str) -> str:
    """Write an ISO date, as much of it as is known, in words: `2 August 2022`, `August 2022`, `2022`."""
    year, *rest = day[:10].split("-")
    month = [datetime(2000, int(rest[0]), 1).strftime("%B")] if rest else []
    return " ".join([*(str(int(number)) for number in rest[1:]), *month, year])


def _checked(date: str) -> str | None:
    try:
        datetime.fromisoformat((date + "-01-01")[:10] if len(date) == 4 else (date + "-01")[:10])
    except ValueError:
        return None
    return date
