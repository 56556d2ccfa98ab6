"""Scores of candidates -> probabilities that depend on nothing outside a candidate's own article."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.faults import RagFault

Array = NDArray[np.float64]
_NEARLY = 1e-9  # from 0 and 1, where log odds have no bound


class Features(NamedTuple):
    """What speaks for a candidate, or how much each of that counts.

    The reader's score, the quick reader's, the passage's cosine with the question, and how far from its article's
    beginning the sentence stands: log(1 + characters before it / 400).
    """

    score: float
    quick: float
    cosine: float
    depth: float


def moved(probability: float, slope: float, shift: float) -> float:
    """Move a probability along a line through its log odds."""
    kept = min(max(probability, _NEARLY), 1 - _NEARLY)
    return 1 / (1 + math.exp(-(slope * math.log(kept / (1 - kept)) + shift)))


@dataclass(frozen=True)
class Calibration:
    """How probable each candidate of an article is.

    A softmax over the candidates of one article and "none of these" (McFadden 1974): p(i) = exp(w . x(i)) / (exp(none)
    + the sum over j of exp(w . x(j))); then a line through the log odds of the article's best answer (Platt 1999), by
    which all its candidates are scaled.
    `threshold` is the probability from which the best answer is given; `weights` are the SHA-256 of the files that all
    this was fitted for, by name.
    """

    counts: Features
    none: float
    slope: float
    shift: float
    threshold: float
    weights: dict[str, str]

    def probabilities(self, candidates: Sequence[Features]) -> Array:
        """Return the softmax's probability of each candidate of one article, in their order."""
        logits = np.array(candidates, np.float64).reshape(-1, len(Features._fields)) @ self.counts
        highest = max(self.none, logits.max(initial=-np.inf))
        weighed = np.exp(logits - highest)
        return np.asarray(weighed / (weighed.sum() + np.exp(self.none - highest)))

    def surer(self, probability: float) -> float:
        """Return how probable an article's best answer is, given what the softmax gives it."""
        return moved(probability, self.slope, self.shift)

    def save(self, path: Path) -> None:
        """Write a calibration file."""
        kept = {**asdict(self), "counts": self.counts._asdict()}
        path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Calibration":
        """Read a calibration file; raises `RagFault` when there is none, or it is not one."""
        try:
            return cls._read(json.loads(path.read_text(encoding="utf-8")))
        except OSError as error:
            problem = error.strerror or str(error)
        except (ValueError, TypeError, AttributeError) as error:
            problem = str(error)
        except KeyError as error:
            problem = f"it lacks {error}"
        raise RagFault(f"The reader's calibration in {path} cannot be used: {problem}. Install byline again.")

    @classmethod
    def _read(cls, kept: dict[str, Any]) -> "Calibration":
        counts = Features(*(float(kept["counts"][name]) for name in Features._fields))
        none, slope, shift, threshold = (float(kept[name]) for name in ("none", "slope", "shift", "threshold"))
        if not np.isfinite([*counts, none, slope, shift]).all() or not 0 < threshold < 1:
            raise ValueError("a number in it is out of range")
        return cls(counts, none, slope, shift, threshold, {str(k): str(v) for k, v in kept["weights"].items()})
