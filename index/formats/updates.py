"""Live blogs: the time of each update, put before its first words."""

import re
from datetime import datetime
from itertools import islice, pairwise
from typing import Any

from index.formats.markup import local_name

_CLOCK = re.compile(
    r"(?<![\d.:])(?:[01]?\d|2[0-3])[:.][0-5]\d(?![\d.:]|\s*%)|(?<![\d.:])1?\d\s?[ap]\.?m\b", re.IGNORECASE
)
_AROUND = re.compile(  # what may stand beside a time where nothing else is said
    r"\d+|[ap]\.?m\b|at|on|the|last|first|updated?|posted|published|today|yesterday|ago|hours?|minutes?|mins?|[hm]|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(?:jan|febr?)(?:uary)?|mar(?:ch)?|apr(?:il)?|may|june?|"
    r"july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|(?:nov|dec)(?:ember)?|st|nd|rd|th|[A-Z]{1,4}T|utc|\W",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_BLOCKS = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "blockquote")
_HEADINGS = _BLOCKS[1:6]
_FEW = 3  # times before blocks, which make a page a live blog where it does not say so
_LONGEST = 40  # signs of a time
_PARTS = 6  # elements: more than a time is made of


def with_times(tree: Any, is_live: bool) -> bool:
    """Put the time of each update before its heading or its first paragraph; tell whether the page is a live blog.

    A time inside a sentence stays there as words. Others stand apart, belong to no sentence and would be lost, so that
    what an early update says stood beside what a late one says.
    """
    for time in list(tree.iter("time")):
        if any(_is_block(outer) for outer in time.iterancestors()):
            time.drop_tag()
    times = dict.fromkeys(part for part in tree.iter() if _is_time(part))
    parts = [part for part in tree.iter() if part in times or _is_block(part)]
    is_live = is_live or bool(tree.xpath("//*[contains(@itemtype, 'LiveBlogPosting')]"))
    if not times or (not is_live and len(times) < _FEW):
        return is_live
    after = dict(pairwise(parts))
    before = {part: earlier for earlier, part in after.items()}
    below = sum(time in before and local_name(before[time]) in _HEADINGS for time in times) * 2 > len(times)
    days = {_moment(time)[:10] for time in times if _moment(time)}
    for time in times:
        block = (before if below else after).get(time)
        if block is not None and block not in times and local_name(block) != "h1":
            _lead(block, _label(time, with_day=len(days) > 1))
            time.drop_tree()
    return True


def _lead(block: Any, label: str) -> None:
    if not _squeezed(block.text_content()).startswith(_squeezed(label)):
        block.text = f"{label} – {(block.text or '').lstrip()}"


def readable(moment: str, with_day: bool = True) -> str:
    """Return an ISO 8601 instant as it is read: `12 January 2024, 19:10`."""
    at = datetime.fromisoformat(moment[:16])
    return f"{at.day} {at:%B} {at.year}, {at:%H:%M}" if with_day else f"{at:%H:%M}"


def _is_block(part: Any) -> bool:
    return local_name(part) in _BLOCKS and not any(local_name(inner) in _BLOCKS for inner in part.iterdescendants())


def _is_time(part: Any) -> bool:
    """Tell whether an element outside all sentences tells a time and nothing else."""
    name = local_name(part)
    if (
        name not in ("time", "span", "div", "p", *_HEADINGS)
        or len(list(islice(part.iterdescendants(), _PARTS))) == _PARTS
    ):
        return False
    text = " ".join(part.text_content().split())
    if len(text) > _LONGEST or part.find(".//time") is not None:
        return False
    is_marked = name == "time" and bool(_moment(part))
    if not is_marked and (not _CLOCK.search(text) or _AROUND.sub("", text)):
        return False
    return not any(_is_apart(outer) for outer in part.iterancestors())


def _is_apart(outer: Any) -> bool:
    """Tell what holds no update: navigation, the head of the page, a sentence, and what is itself only a time."""
    name = local_name(outer)
    return (
        name in ("nav", "aside", "footer", "time")
        or _is_block(outer)
        or (name == "header" and outer.find(".//h1") is not None)
    )


def _label(time: Any, with_day: bool) -> str:
    """Return a time as the page shows it, with the day where updates are of several, or as it is marked."""
    shown, moment = " ".join(time.text_content().split()), _moment(time)
    if moment and not _CLOCK.search(shown):
        return readable(moment, with_day)
    return f"{readable(moment).rpartition(',')[0]}, {shown}" if moment and with_day else shown


def _moment(time: Any) -> str:
    moment = time.get("datetime") or ""
    return moment if _MOMENT.match(moment) else ""


def _squeezed(text: str) -> str:
    return re.sub(r"\W", "", text.casefold())
