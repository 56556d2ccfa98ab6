"""What a word such as "not" or "may" bears on: the words of its clause that stand beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.english.stems import stems

_CLAUSE = re.compile(r"[,;:.!?()–—]|\b(?:but|although|though|while|who|which|that|if|when|because)\b", re.IGNORECASE)
_BEFORE = 2  # words of meaning
_AFTER = 4


@dataclass(frozen=True)
class Bearing:
    """A word as it stands, and the stems right before and after it in its clause, the nearest last and first."""

    words: str
    before: list[str]
    after: list[str]


def bearings(form: re.Pattern[str], text: str) -> Iterator[Bearing]:
    """Yield each word of a form with what it bears on."""
    for match in form.finditer(text):
        start = max((cut.end() for cut in _CLAUSE.finditer(text, 0, match.start())), default=0)
        end = _CLAUSE.search(text, match.end())
        after = stems(text[match.end() : end.start() if end else len(text)])
        yield Bearing(match[0].strip(), stems(text[start : match.start()])[-_BEFORE:], after[:_AFTER])
