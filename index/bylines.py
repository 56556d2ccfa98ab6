"""A line of an article -> the author, the outlet and the date that it tells: bylines and datelines."""

import re

from index.formats.dates import MONTHS, iso
from index.formats.placeholders import told_author

_LONGEST = 120  # characters of a byline
_MARKS = "*_#>() \t[]"
MONTH = rf"(?:{'|'.join(MONTHS)})\b\.?"
DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH},?\s+\d{{4}}\b|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b"
    r"|\b\d{4}-\d\d-\d\d)"
)
"""A pattern for a day as it is written in full, in any case."""
CLOCK = (
    r"\d{1,2}:\d\d(?::\d\d)?\s*(?:[ap]\.?m\b\.?)?|\b\d{1,2}(?:\.\d\d)?\s*[ap]\.?m\b\.?"
    r"|\b\d{1,2}\.\d\d(?=\s+(?:GMT|UTC|[A-Z]{1,3}T)\b)"
)
_DATED = re.compile(
    r"(?:\bon\s+)?(?:\b(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\b[.,]?\s+)?"
    rf"(?P<day>{DAY})(?:T[\d:.]+Z?)?(?:(?:,|\s+at)?\s+(?:{CLOCK})(?:\s+[A-Z]{{2,4}}\b)?)?",
    re.IGNORECASE,
)
_PIECES = re.compile(
    r"\s*[|•·]\s*|\s+[-–—/]\s+|\s*;\s*|\s+(?=(?:first\s+)?(?:published|posted|updated)\b)", re.IGNORECASE
)
_CHANGED = re.compile(r"(?:last\s+)?(?:updated|modified|edited)\b", re.IGNORECASE)
_BY = re.compile(
    r"(?:(?:written|words|text|story|report|reported|reporting|analysis|interview)\s+)?by\b:?\s+"
    r"|(?P<label>authors?|writers?|reporters?|byline)\s*:\s*(?:by\s+)?",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:(?:first|originally)\s+)?(?:published|posted|printed)\b(?:\s+(?:in|by|on|at))?\s*:?\s*|(?:publication\s+)?date(?:d\b|\s*:)\s*",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:outlet|publication|publisher|newspaper|source)\s*:\s*", re.IGNORECASE)
BETWEEN = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|&|with)\s+")
_WITHIN = re.compile(r"\s+(?:in|at|for|from)\s+")
_SMALL = frozenset(
    "de da do das dos del della di la le van von der den ter bin ibn al el y e af av of and & the".split()
)
_OUTLETS = frozenset(
    "agency argus bbc broadcasting bulletin chronicle cnn courier daily diplomat dispatch echo examiner express "
    "gazette globe guardian herald independent inquirer journal ledger magazine mail mercury mirror monitor news npr "
    "observer online post press radio record register reuters review sentinel standard star sun telegraph times today "
    "tribune tv weekly".split()
)
_ROLES = frozenset(
    "agencies analyst bureau chief columnist contributor correspondent desk editor editors newsroom our reporter "
    "reporters staff team writer writers".split()
)


def byline(line: str) -> dict[str, str]:
    """Return the author, the outlet (`source`) and the date (`published`) that a line tells that tells little else."""
    line = line.strip(_MARKS)
    pieces = [piece.strip(_MARKS + ",:") for piece in _PIECES.split(line)] if len(line) <= _LONGEST else []
    found: dict[str, str] = {}
    for piece in pieces:
        found = _of_piece(piece) | found
    outlets = [piece for piece in pieces if found and _is_outlet(piece)]
    return {**({"source": outlets[0]} if outlets else {}), **found}


def _of_piece(piece: str) -> dict[str, str]:
    """Return what a part of a byline tells; nothing where it holds what is no part of one."""
    if _CHANGED.match(piece):
        return {}
    dated = _DATED.search(piece)
    left = piece.replace(dated[0], " ").strip(_MARKS + ",:") if dated else piece
    day = iso(dated["day"]) if dated else None
    found = {"published": day} if day else {}
    if by := _BY.match(left):
        return found | _people(left[by.end() :], is_labelled=bool(by["label"]))
    published, named = _PUBLISHED.match(left), _NAMED.match(left)
    if published and not day and (told := iso(left[published.end() :])):
        return {"published": told}
    label = published or named
    outlet = left[label.end() :] if label else left
    if _is_outlet(outlet) and (label or day):
        return found | {"source": outlet.removeprefix("the ")}
    if published and _BY.search(published[0]):
        return found | _people(outlet)
    return found if not outlet or is_name(outlet, 1) else {}


def _people(told: str, is_labelled: bool = False) -> dict[str, str]:
    """Return those whom a byline names, and the outlet behind them."""
    names, found = [], {}
    for part in BETWEEN.split(told):
        name, *others = _WITHIN.split(part)
        if _is_outlet(others[0] if others else part):
            found["source"] = others[0] if others else part
        if is_name(name, 1 if is_labelled else 2) and not _is_outlet(name) and told_author(name):
            names.append(name)
    if names:
        found["author"] = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return found if names else {}


def is_name(words: str, fewest: int = 2) -> bool:
    """Tell whether words may name somebody or a place."""
    parts = words.split()
    is_written = all(part[0].isupper() or part in _SMALL for part in parts) and not re.search(r"[\d:!?\"“”]", words)
    return (
        fewest <= len(parts) <= 5
        and is_written
        and parts[-1][0].isupper()
        and not _ROLES & set(words.casefold().split())
    )


def _is_outlet(words: str) -> bool:
    """Tell whether words may name a newspaper or the like."""
    if re.fullmatch(r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|news|co\.uk)", words):
        return True
    parts = words.split()
    is_written = all(part[0].isupper() or part in _SMALL for part in parts)
    return (
        0 < len(parts) <= 6
        and is_written
        and ((len(parts) > 1 and parts[0] in ("The", "the")) or bool(_OUTLETS & set(words.casefold().split())))
    )
