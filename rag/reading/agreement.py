"""Readings -> answers: those that say the same support one another, those that differ stand apart."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import prod

from rag.alike import WORD, agree, telling
from rag.readings import Reading

_WEIGHED = 20  # readings; the rest are far less probable
_SEVERAL = re.compile(r"[,;/&]|\b(?:and|or|nor|but|not|than|versus|vs)\b", re.IGNORECASE)
_SMALL = re.compile(r"(?<!\w)[a-z]\w*")  # words that are not part of a name
_COPIED = 0.8  # of the words of two sentences that are one, as two outlets print it
_NEARLY = 0.5  # as probable as the best, for a fuller wording to be given in its place


@dataclass(frozen=True)
class Finding:
    """Readings that give the same answer, the most probable first, each quoting another sentence.

    `probability` is that of any of them being right: those of one article add up, for a reader takes from one what it
    gives to another; articles are taken for independent of one another.
    """

    readings: tuple[Reading, ...]
    probability: float

    @property
    def fullest_first(self) -> list[Reading]:
        """Return the readings, first the fullest wording half as probable as the best: a name with its title."""
        best = self.readings[0]
        likely = [one for one in self.readings if one.probability >= _NEARLY * best.probability]
        fullest = max(likely, key=lambda one: len(telling(_answer(one))) if _holds(one, best) else 0)
        return [fullest, *(one for one in self.readings if one is not fullest)]


def findings(readings: Sequence[Reading]) -> list[Finding]:
    """Put readings together that agree, each with the most probable one that it agrees with; the best first.

    Two that a third calls one agree as well: "the police chief" and "Neth Savoeun", for "police chief Neth Savoeun".
    """
    weighed = readings[:_WEIGHED]
    named = [_answer(reading) for reading in weighed]
    groups: list[list[Reading]] = []
    for reading in weighed:
        own = _answer(reading)
        group = next((group for group in groups if _is_one(_answer(group[0]), own, named)), None)
        if group is None:
            groups.append([reading])
        else:
            group.append(reading)
    made = [Finding(tuple(group), any_of(group)) for group in groups]
    return sorted(made, key=lambda finding: -finding.probability)


def _is_one(one: str, other: str, named: Sequence[str]) -> bool:
    return agree(one, other) or any(joins(whole, one, other) for whole in named)


def joins(whole: str, one: str, other: str) -> bool:
    """Tell whether an answer calls two others one: it has the words of both, and beside them parts of a name at most.

    "Police chief Neth Savoeun" does; "Ana and Rui" and "Leeds beat Hull" name two.
    """
    beside = telling(whole) - telling(one) - telling(other)
    has_both = telling(whole) >= telling(one) | telling(other) and agree(whole, one) and agree(whole, other)
    return has_both and not _SEVERAL.search(whole) and not any(word in beside for word in _SMALL.findall(whole))


def any_of(readings: Iterable[Reading]) -> float:
    """Return how probable it is that any reading is right; those of one article exclude one another."""
    by_article: defaultdict[str, float] = defaultdict(float)
    for reading in readings:
        by_article[reading.article.id] += reading.probability
    return 1 - prod(max(0.0, 1 - probability) for probability in by_article.values())


def is_copy(one: str, other: str) -> bool:
    """Tell whether two sentences are one, as two outlets print it: 0.8 of their words (Jaccard), the same numbers."""
    a, b = (set(WORD.findall(sentence.casefold())) for sentence in (one, other))
    return bool(a) and len(a & b) >= _COPIED * len(a | b) and not any(word[0].isdigit() for word in a ^ b)


def _holds(fuller: Reading, other: Reading) -> bool:
    return telling(_answer(fuller)) >= telling(_answer(other))


def _answer(reading: Reading) -> str:
    return reading.answer.of(reading.article.text)
