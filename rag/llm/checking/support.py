"""How probably quoted sentences support a claim: the careful reader's network reads both together."""

from math import exp

from rag.readings import Odds

_SLOPE, _SHIFT = 0.93, 0.38
THRESHOLD = 0.85
"""The probability from which a claim is let through; `rag.training.claims.fit` finds both."""


def probability(odds: Odds) -> float:
    """Return the probability that a claim, to which no rule objects, is supported."""
    return 1 / (1 + exp(-(_SLOPE * odds.support + _SHIFT)))
