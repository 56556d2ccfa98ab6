"""Readings -> answers: those that say the same support one another, those that differ stand apart."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import prod

from index.words import FUNCTION_WORDS
from rag.readings import Reading

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+")
_WEIGHED = 20  # readings; the rest are far less probable
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
        fullest = max(likely, key=lambda one: len(_words(_answer(one))) if _holds(one, best) else 0)
        return [fullest, *(one for one in self.readings if one is not fullest)]


def findings(readings: Sequence[Reading]) -> list[Finding]:
    """Put readings together that agree, each with the most probable one that it agrees with; the best first.

    They agree where one has all the words of the other, and the same numbers.
    """
    groups: list[list[Reading]] = []
    for reading in readings[:_WEIGHED]:
        group = next((group for group in groups if agree(_answer(group[0]), _answer(reading))), None)
        if group is None:
            groups.append([reading])
        else:
            group.append(reading)
    made = [Finding(tuple(group), any_of(group)) for group in groups]
    return sorted(made, key=lambda finding: -finding.probability)


def any_of(readings: Iterable[Reading]) -> float:
    """Return how probable it is that any reading is right; those of one article exclude one another."""
    by_article: defaultdict[str, float] = defaultdict(float)
    for reading in readings:
        by_article[reading.article.id] += reading.probability
    return 1 - prod(max(0.0, 1 - probability) for probability in by_article.values())


def agree(one: str, other: str) -> bool:
    """Tell whether two answers say the same: "Ana Silva" and "captain Ana Silva" do, "12" and "62" do not."""
    a, b = _words(one), _words(other)
    numbers = [{word for word in words if word[0].isdigit()} for words in (a, b)]
    return bool(a and b) and numbers[0] == numbers[1] and (a <= b or b <= a)


def is_copy(one: str, other: str) -> bool:
    """Tell whether two sentences are one, as two outlets print it: 0.8 of their words (Jaccard), the same numbers."""
    a, b = (set(_WORD.findall(sentence.casefold())) for sentence in (one, other))
    return bool(a) and len(a & b) >= _COPIED * len(a | b) and not any(word[0].isdigit() for word in a ^ b)


def _words(answer: str) -> set[str]:
    words = {word.replace(",", "") for word in _WORD.findall(answer.casefold())}
    return words - FUNCTION_WORDS or words


def _holds(fuller: Reading, other: Reading) -> bool:
    return _words(_answer(fuller)) >= _words(_answer(other))


def _answer(reading: Reading) -> str:
    return reading.answer.of(reading.article.text)
