"""Whether a sentence contradicts a claim: it says the same with another number, day or name, or with a "not"."""

import re
from collections.abc import Sequence

from rag.english import quantities
from rag.english.quantities import Quantity
from rag.english.stems import stems
from rag.llm.checking import days, names
from rag.llm.checking.counted import NEAR
from rag.llm.checking.days import Day
from rag.llm.checking.polarity import denied
from rag.llm.checking.support import probabilities
from rag.readings import Judge

_SLOT = r"(?:\b([\w’'-]+) )?(?:\b(?:the|an?) )?{}(?:[’']s?)?(?: ([\w’'-]+))?"
_SAME = 0.5  # probability from which a claim without the words that differ speaks of the same
NAMED = re.compile("“([^”]+)”")
"""The words that a reason names."""


def disagreement(claim: str, quote: str, published: str | None, judge: Judge) -> str:
    """Say what a quote says otherwise than a claim; empty where it only does not say it.

    What is left of the claim without the words that differ must be supported: else the two speak of different things.
    """
    if why := denied(claim, [quote]):
        return why if _speaks_of(_without(claim, NAMED.findall(why)), quote, judge) else ""
    for own, other in (_day(claim, quote, published), _number(claim, quote), _name(claim, quote)):
        if own and _speaks_of(_without(claim, [own]), quote, judge):
            return f"The claim says “{own}”, the quoted sentence “{other}”."
    return ""


def _without(claim: str, differing: Sequence[str]) -> str:
    for words in differing:
        claim = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", " ", claim)
    return " ".join(claim.split())


def _speaks_of(claim: str, quote: str, judge: Judge) -> bool:
    return bool(stems(claim)) and probabilities([(claim, [quote])], judge)[0] >= _SAME


def _day(claim: str, quote: str, published: str | None) -> tuple[str, str]:
    """Return a day of the claim, and one of the quote that cannot be the same."""
    if own := days.not_said(claim, [(quote, published)]):
        for other in days.days(quote, published)[0]:
            if _differ(own, other):
                return own.words, other.words
    return "", ""


def _differ(one: Day, other: Day) -> bool:
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day), (one.weekday, other.weekday))
    return any(mine and its and mine != its for mine, its in pairs)


def _number(claim: str, quote: str) -> tuple[str, str]:
    """Return a number of the claim, and another by which the quote counts or measures the same."""
    claim, quote = days.days(claim)[1], days.days(quote)[1]
    own, said = quantities.not_said(claim, [quote]), quantities.quantities(claim)
    for other in quantities.quantities(quote) if own else ():
        if own and own.value != other.value and _alike(own, other) and not any(one.is_said_by(other) for one in said):
            return own.words, other.words
    return "", ""


def _alike(own: Quantity, other: Quantity) -> bool:
    counted = {*stems(own.counted)[:NEAR]} & {*stems(other.counted)[:NEAR]}
    return own.unit == other.unit and bool(own.unit or counted)


def _name(claim: str, quote: str) -> tuple[str, str]:
    """Return a name of the claim, and another that stands in the quote beside the same word."""
    own = names.not_named(claim, [quote])
    for run in names.names(quote, claim) if own else ():
        other = " ".join(run)
        if names.not_named(other, [claim]) and _beside(own, claim) & _beside(other, quote):
            return own, other
    return "", ""


def _beside(name: str, text: str) -> set[tuple[int, str]]:
    """Return the words right before and right after a name, each with its side."""
    found: Sequence[re.Match[str]] = list(re.finditer(_SLOT.format(re.escape(name)), text))
    return {(side, match[side].lower()) for match in found for side in (1, 2) if match[side]}
