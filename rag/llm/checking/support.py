"""How probably quoted sentences support a claim: the careful reader's network reads both together."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from rag.readings import Gap


class Judge(Protocol):
    """What judges claims by the sentences that they cite, as a `Reader` does."""

    def support(self, claims: Sequence[tuple[str, Sequence[str]]]) -> list[float]:
        """Return the log odds that each claim's sentences support it."""

    def rivals(self, gaps: Sequence[Gap]) -> list[str]:
        """Return for each gap the words of its text that answer better than those said to; empty where none does."""


_SLOPE, _SHIFT = 1.09, 0.95
THRESHOLD = 0.9
"""The probability from which a claim is let through; `rag.training.claims.fit` finds it and the line."""


def probabilities(claims: Sequence[tuple[str, Sequence[str]]], judge: Judge) -> list[float]:
    """Return the probability that each claim, to which no rule objects, is supported."""
    odds = np.array(judge.support(claims))
    return [float(one) for one in 1 / (1 + np.exp(-(_SLOPE * odds + _SHIFT)))]
