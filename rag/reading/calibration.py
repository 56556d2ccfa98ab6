"""Scores of candidates -> probabilities: how far to trust the reader, the search, and what sets an answer apart."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.faults import RagFault

Array = NDArray[np.float64]


class Signs(NamedTuple):
    """What speaks for a candidate: the reader's score and the passage's retrieval score."""

    score: float
    search: float


class Which(NamedTuple):
    """How much each sign counts when candidates are compared with one another."""

    score: float
    search: float


class Whether(NamedTuple):
    """How much speaks for the best answer being right: its share of the comparison, and the signs of its candidate."""

    constant: float
    share: float
    score: float
    search: float


@dataclass(frozen=True)
class Calibration:
    """Which candidate answers, a softmax over them, and whether it does, a logistic regression.

    share(i) = exp(l(i)) / sum of exp(l), l = which.score * (reader's score) + which.search * (retrieval score).
    P(the best answer is right) = 1 / (1 + exp(-z)), z = whether.constant + whether.share * (the share of all candidates
    that give the answer) + whether.score * (reader's score) + whether.search * (retrieval score).
    `threshold` is the probability from which the best answer is given; `weights` is the SHA-256 of the weights that all
    this was fitted for.
    """

    which: Which
    whether: Whether
    threshold: float
    weights: str

    def shares(self, signs: Sequence[Signs]) -> Array:
        """Return the share of each candidate; they add up to 1."""
        logits = np.array(signs, np.float64).reshape(-1, 2) @ self.which
        shares = np.exp(logits - logits.max(initial=-np.inf))
        return np.asarray(shares / shares.sum())

    def probability(self, share: float, best: Signs) -> float:
        """Return the probability that an answer is right, given its share and the signs of its best candidate."""
        weighed = np.dot(self.whether, (1.0, share, *best))
        return float(1 / (1 + np.exp(-np.clip(weighed, -500, 500))))

    def save(self, path: Path) -> None:
        """Write a calibration file."""
        kept = {**asdict(self), "which": self.which._asdict(), "whether": self.whether._asdict()}
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
        which = Which(*(float(kept["which"][name]) for name in Which._fields))
        whether = Whether(*(float(kept["whether"][name]) for name in Whether._fields))
        threshold = float(kept["threshold"])
        if not np.isfinite([*which, *whether]).all() or not 0 < threshold < 1:
            raise ValueError("a number in it is out of range")
        return cls(which, whether, threshold, str(kept["weights"]))
