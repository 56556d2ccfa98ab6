"""The title of a web page's article: what the page tells, without the outlet's name, or the headline that it shows."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

_SEPARATOR = re.compile(r"\s+[-–—|│•·»›⋆«:~/]+\s+|\s*[|»›⋆]\s*|:\s+")
_APART = {"nav", "footer", "aside"}
_SHORT = 8  # letters of a heading that other words may hold by chance
_SECTION = 3  # words of an outlet's name with a section of it
_LONGEST = 300  # characters of a headline


def title(tree: Any, told: str, outlets: set[str], headlines: Iterable[str]) -> str:
    """Return the title of an article.

    `told` is what was found on the page first, `outlets` names of the outlet, folded, and `headlines` what the page's
    data says. A heading that leads to the home page names the outlet, however large it is.
    """
    shown = [heading for heading in tree.xpath("//h1 | //h2") if not _is_apart(heading)]
    home = {folded(_words(heading)) for heading in shown if _leads_home(heading)} | outlets
    own = [heading for heading in shown if folded(_words(heading)) not in home]
    headings = [*headlines, *map(_words, own)]
    first = {folded(_words(heading)): heading for heading in own if heading.tag == "h1"}
    written = " ".join((tree.findtext(".//title") or "").split())
    is_shown = folded(told) in first or folded(told) in folded(written) or _is_declared(tree, told)
    if folded(told) in home or not is_shown:
        told = _repeated(headings, written) or written
    cut = _cut(told, outlets, {folded(heading) for heading in headings} - {""}, set(first))
    return _whole(cut, [_words(heading) for heading in first.values() if not len(heading)], outlets)


def folded(text: str | None) -> str:
    """Return the letters and digits of a name, by which it is compared."""
    return re.sub(r"\W+", "", (text or "").casefold().removeprefix("the "))


def _cut(told: str, outlets: set[str], headings: set[str], first: set[str]) -> str:
    """Cut an outlet off a title, before or after it, and whatever the page's own headings do not have."""
    if folded(told) in headings:
        return told
    for match in _SEPARATOR.finditer(told):
        before, after = told[: match.start()], told[match.end() :]
        for part, other in ((before, after), (after, before)):
            is_headed = folded(part) in first or (len(part) >= len(other) and folded(part) in headings)
            if folded(part) and (is_headed or _names_outlet(other, outlets)):
                return _cut(part, outlets, headings, first)
    return told


def _names_outlet(part: str, outlets: set[str]) -> bool:
    """Tell an outlet's name, or one with a section of it behind, such as "CNN Politics"."""
    first = "".join(part.split()[:1])
    return folded(part) in outlets or (folded(first) in outlets and len(part.split()) <= _SECTION)


def _repeated(headings: Iterable[str], written: str) -> str:
    """Return the longest heading that the page's title repeats."""
    among = folded(written)
    held = [heading for heading in headings if len(folded(heading)) >= _SHORT and folded(heading) in among]
    return max(held, key=len, default="")


def _whole(told: str, headings: Iterable[str], outlets: set[str]) -> str:
    """Return a headline that goes on where a title was cut off."""
    start = folded(told)
    longer = (one for one in headings if len(one) <= _LONGEST and start and folded(one).startswith(start))
    return next((one for one in longer if folded(one).removeprefix(start) not in outlets), told)


def _is_declared(tree: Any, told: str) -> bool:
    """Tell whether the page has a title for others to show, which is this one."""
    return any(folded(meta.get("content")) == folded(told) for meta in tree.xpath("//meta[@property='og:title']"))


def _leads_home(heading: Any) -> bool:
    links = [*heading.iter("a"), *(outer for outer in heading.iterancestors() if outer.tag == "a")]
    parts = (urlsplit((link.get("href") or "#").strip()) for link in links)
    return any(part.path in ("", "/") and (part.netloc or part.path) and not part.query for part in parts)


def _is_apart(heading: Any) -> bool:
    return any(outer.tag in _APART for outer in heading.iterancestors())


def _words(element: Any) -> str:
    return " ".join(element.text_content().split())
