"""How well quoted sentences support a claim, as a probability: what of its words and its meaning they have."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from index.encoding import Vectors
from rag.english.stems import meaningful, stem

Encode = Callable[[Sequence[str]], Vectors]
_PART = re.compile(r"[,;:]\s+(?:and |but )?|\s+(?:and|but|which|who|because|after|before|while|with)\s+")


class Features(NamedTuple):
    """What speaks for a claim, each at most 1 and higher the better; words are those that carry meaning.

    A word of the claim is worth 1 where the sentences have its stem, else its cosine with the nearest of their words.
    `words` is the mean of that, `least` that of the worst word. `part` is the cosine of the claim's worst part with the
    nearest sentence, or with all together.
    """

    words: float
    least: float
    part: float


_WEIGHTS = Features(words=8.29, least=2.06, part=1.18)
_CONSTANT = -8.11
THRESHOLD = 0.7
"""The probability from which a claim is let through; `rag.training.claims.fit` finds it and the weights."""


def features(claim: str, cited: Sequence[str], encode: Encode) -> Features:
    """Return what speaks for a claim."""
    words, said = meaningful(claim), [word for text in cited for word in meaningful(text)]
    stems = {stem(word) for word in said}
    lacking = [word for word in words if stem(word) not in stems]
    parts = [part for part in _PART.split(claim) if len(meaningful(part)) > 1] or [claim]
    texts = [*cited, " ".join(cited)] if len(cited) > 1 else list(cited)
    theirs = sorted(set(said)) if lacking else []
    vectors = encode([*texts, *parts, *theirs, *lacking])
    places = np.cumsum([len(texts), len(parts), len(theirs)])
    whole, meant, known, other = np.split(vectors, places)
    near = (other @ known.T).max(axis=1, initial=0.0)
    worth = [*np.ones(len(words) - len(lacking)), *near] or [0.0]
    return Features(float(np.mean(worth)), float(min(worth)), float((meant @ whole.T).max(axis=1).min()))


def probability(told: Features) -> float:
    """Return the probability that a claim to which no rule objects is supported, by logistic regression."""
    return float(1 / (1 + np.exp(-(_CONSTANT + np.dot(_WEIGHTS, told)))))
