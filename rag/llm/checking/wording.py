"""A claim in the words of its quotes: the same days, quantities and people, written as the quotes write them.

The network that reads both knows words, and would take "sixty-two" and "62" for two things.
"""

import re
from collections.abc import Iterator, Sequence

from rag.english.quantities import BOUNDS, quantities
from rag.llm.checking.days import days
from rag.llm.checking.names import names

_BOUND = [
    (re.compile(rf"\b(?:{form})(?=\W+(?:the |an? )?[\d$£€¥])", re.IGNORECASE), told)
    for told, form in zip(("more than", "less than", "nearly", "about"), BOUNDS.values(), strict=True)
]
_PREPOSITION = r"(?:\b(?:on|in) )?"


def alike(claim: str, quotes: Sequence[str], published: Sequence[str | None]) -> tuple[str, list[str]]:
    """Return a claim and its quotes, what is the same in both written alike; `published` dates the quotes' articles."""
    for own, other in [*_days(claim, quotes, published), *_quantities(claim, quotes), *_names(claim, quotes)]:
        claim = re.sub(rf"(?<!\w){own}(?!\w)", lambda _, words=other: words, claim, count=1)  # type: ignore[misc]
    return _bounded(claim), [_bounded(quote) for quote in quotes]


def _days(claim: str, quotes: Sequence[str], published: Sequence[str | None]) -> Iterator[tuple[str, str]]:
    said = [(other, quote) for quote, date in zip(quotes, published, strict=True) for other in days(quote, date)[0]]
    for own in days(claim)[0]:
        for other, quote in said:
            if own.is_said_by(other) and own.words not in quote:
                words = re.search(rf"{_PREPOSITION}{re.escape(other.words)}", quote)
                yield _PREPOSITION + re.escape(own.words), words[0] if words else other.words


def _quantities(claim: str, quotes: Sequence[str]) -> Iterator[tuple[str, str]]:
    said = [(other, quote) for quote in quotes for other in quantities(days(quote)[1])]
    for own in quantities(days(claim)[1]):
        for other, quote in said:
            if own.is_said_by(other) and own.words not in quote:
                yield re.escape(own.words), other.words


def _names(claim: str, quotes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the names that a claim has in full and its quotes in part."""
    said = set(re.findall(r"[\w’'-]+", " ".join(quotes)))
    for name in names(claim):
        known = [word for word in name if word in said]
        if 0 < len(known) < len(name):
            yield re.escape(" ".join(name)), " ".join(known)


def _bounded(text: str) -> str:
    for form, told in _BOUND:
        text = form.sub(told, text)
    return text
