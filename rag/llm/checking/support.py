"""How probably quoted sentences support a claim: the careful reader's network reads both together."""

from collections.abc import Callable, Sequence

import numpy as np

Support = Callable[[Sequence[tuple[str, Sequence[str]]]], list[float]]
"""Returns the log odds that each claim's sentences support it, as `Reader.support` does."""

_SLOPE, _SHIFT = 1.46, 1.16
THRESHOLD = 0.75
"""The probability from which a claim is let through; `rag.training.claims.fit` finds it and the line."""


def probabilities(claims: Sequence[tuple[str, Sequence[str]]], support: Support) -> list[float]:
    """Return the probability that each claim, to which no rule objects, is supported."""
    odds = np.array(support(claims))
    return [float(one) for one in 1 / (1 + np.exp(-(_SLOPE * odds + _SHIFT)))]
