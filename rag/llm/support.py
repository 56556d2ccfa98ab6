"""How well quoted sentences support a claim, as a probability: what of its words and its meaning they have."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from index.types import Vectors
from index.words import FUNCTION_WORDS
from rag.llm.polarity import stem

Encode = Callable[[Sequence[str]], Vectors]
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_PART = re.compile(r"[,;:]\s+(?:and |but )?|\s+(?:and|but|which|who|because|after|before|while|with)\s+")
_NEAR = 6  # words of meaning between two that stand near one another


class Signs(NamedTuple):
    """What speaks for a claim, each 0 to 1 and higher the better; words are those that carry meaning.

    `cover`: share of its words that the sentences have, by stems. `soft`: the same, where another word counts by its
    cosine with the nearest of theirs; `least`: that of its worst word. `pairs`: share of its neighbours that stand near
    one another in one of the sentences. `meaning`: its cosine with the nearest of them, or with all together; `part`:
    that of its worst part. `missing`: exp(-number of its words that they do not have).
    """

    cover: float
    soft: float
    least: float
    pairs: float
    meaning: float
    part: float
    missing: float


_WEIGHTS = Signs(cover=6.0, soft=4.0, least=2.0, pairs=2.0, meaning=2.0, part=2.0, missing=1.0)
_CONSTANT = -13.0
THRESHOLD = 0.5
"""The probability from which a claim is let through."""


def signs(claim: str, cited: Sequence[str], encode: Encode) -> Signs:
    """Return what speaks for a claim."""
    words = _words(claim)
    said = [_words(text) for text in cited]
    stems = {stem(word) for text in said for word in text}
    have = [stem(word) in stems for word in words]
    lacking = [word for word, found in zip(words, have, strict=True) if not found]
    parts = [part for part in _PART.split(claim) if len(_words(part)) > 1]
    texts = [*cited, " ".join(cited)] if len(cited) > 1 else [*cited]
    theirs = sorted({word for text in said for word in text})
    vectors = encode([*texts, claim, *parts, *(lacking and theirs), *lacking])
    whole, rest = vectors[: len(texts)], vectors[len(texts) :]
    meant = (rest[: 1 + len(parts)] @ whole.T).max(axis=1)
    near = iter(_nearest(rest[1 + len(parts) :], len(theirs)) if lacking and theirs else [0.0] * len(lacking))
    worth = [1.0 if found else next(near) for found in have] or [0.0]
    return Signs(
        cover=sum(have) / max(len(have), 1),
        soft=float(np.mean(worth)),
        least=min(worth),
        pairs=_pairs(words, said),
        meaning=float(meant[0]),
        part=float(meant[1:].min(initial=meant[0])),
        missing=float(np.exp(-len(lacking))),
    )


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if word.lower() not in FUNCTION_WORDS]


def _nearest(vectors: Vectors, count: int) -> list[float]:
    """Return the highest cosine of each vector after the first `count` with one of those."""
    return [float(row.max()) for row in vectors[count:] @ vectors[:count].T]


def _pairs(words: Sequence[str], said: Sequence[Sequence[str]]) -> float:
    places = [[(stem(word), at) for at, word in enumerate(text)] for text in said]
    found = [any(_are_near(stem(one), stem(other), text) for text in places) for one, other in pairwise(words)]
    return sum(found) / len(found) if found else 1.0


def _are_near(one: str, other: str, places: Sequence[tuple[str, int]]) -> bool:
    first = [at for word, at in places if word == one]
    return any(word == other and any(0 < abs(at - place) <= _NEAR for place in first) for word, at in places)


def probability(told: Signs) -> float:
    """Return the probability that a claim to which no rule objects is supported, by logistic regression."""
    return float(1 / (1 + np.exp(-(_CONSTANT + np.dot(_WEIGHTS, told)))))
