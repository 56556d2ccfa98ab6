"""Scores of candidates -> probabilities: how far to trust the reader, the search, and their agreement."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.types import RagFault

Array = NDArray[np.float64]

_NUMBERS = ("score", "search", "echo", "none", "threshold")


class Signs(NamedTuple):
    """What speaks for a candidate: the reader's score, the passage's retrieval score, and its echo of the question."""

    score: float
    search: float
    echo: float


@dataclass(frozen=True)
class Calibration:
    """A softmax over the candidates and "none of these": p(i) = exp(l(i)) / (exp(none) + sum of exp(l)).

    l(i) = score * (the reader's score) + search * (the passage's retrieval score) + echo * (the share of the answer's
    words that the question has already). `threshold` is the probability from which the best answer is given.
    `weights` is the SHA-256 of the weights that all this was fitted for.
    """

    score: float
    search: float
    echo: float
    none: float
    threshold: float
    weights: str

    def probabilities(self, signs: Sequence[Signs]) -> Array:
        """Return the probability of each candidate; they add up to less than 1."""
        weighed = np.array(signs, np.float64).reshape(-1, 3) @ [self.score, self.search, self.echo]
        logits = np.append(weighed, self.none)
        shares = np.exp(logits - logits.max())
        return np.asarray(shares[:-1] / shares.sum())

    def save(self, path: Path) -> None:
        """Write a calibration file."""
        path.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Calibration":
        """Read a calibration file; raises `RagFault` when there is none, or it is not one."""
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            score, search, echo, none, threshold = (float(kept[name]) for name in _NUMBERS)
            found = cls(score, search, echo, none, threshold, str(kept["weights"]))
            if not np.isfinite([score, search, echo, none]).all() or not 0 < threshold < 1:
                raise ValueError("a number in it is out of range")
            return found
        except OSError as error:
            problem = error.strerror or str(error)
        except (ValueError, TypeError, AttributeError) as error:
            problem = str(error)
        except KeyError as error:
            problem = f"it lacks {error}"
        raise RagFault(f"The reader's calibration in {path} cannot be used: {problem}. Install byline again.")
