"""How probably quoted sentences support a claim: the careful reader's network reads both together."""

from collections.abc import Sequence

import numpy as np

from rag.readings import Judge

_SLOPE, _SHIFT = 1.02, 0.66
THRESHOLD = 0.9
"""The probability from which a claim is let through; `rag.training.claims.fit` finds the line, and a lower one."""


def probabilities(claims: Sequence[tuple[str, Sequence[str]]], judge: Judge) -> list[float]:
    """Return the probability that each claim, to which no rule objects, is supported."""
    odds = np.array(judge.support(claims))
    return [float(one) for one in 1 / (1 + np.exp(-(_SLOPE * odds + _SHIFT)))]
