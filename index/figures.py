"""Short lines that say something of the story though they are no sentences: results and other figures, names."""

import re

from index.bylines import BETWEEN, CLOCK, DAY, MONTH, byline, is_name

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_COUNTED = re.compile(
    rf"{DAY}|{CLOCK}|\b\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}|{MONTH}\s+\d{{1,2}}\b|\b(?:19|20)\d\d(?:[-/–]\d+)*\b"
    r"|\d+\s+(?:min|minutes?|hours?|days?|weeks?)\s+(?:read|ago)|\d+\s+(?:comments?|shares?|likes?|views?)",
    re.IGNORECASE,
)  # figures that tell when, or what became of the page
_TOLD = re.compile(r"[$€£]\s*\d|\d\s*%|\w:\s*\d")
_LONGEST = 120  # characters


def is_result(line: str) -> bool:
    """Tell whether a line is names and figures alone, after a label or none: "Harbour City 3, Wexton Rovers 2"."""
    words = re.findall(r"[^\W\d_]+", line.partition(": ")[2] or line)
    return _has_figures(line) and bool(words) and all(word[0].isupper() for word in words)


def is_list(line: str) -> bool:
    """Tell whether a short line says something of the story though it is no sentence: figures, or several names."""
    if byline(line):
        return False
    names = BETWEEN.split(line.rpartition(":")[2].strip())
    return _has_figures(line) or (len(names) > 2 and all(is_name(name) for name in names))


def _has_figures(line: str) -> bool:
    left = _COUNTED.sub(" ", line) if len(line) <= _LONGEST else ""
    return len(_FIGURE.findall(left)) > 1 or bool(_TOLD.search(left))
