"""The small model that weighs the evidence for a sentence, and the file that it is kept in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.types import RagFault
from rag.wording import Array

WEIGHTS = Path(__file__).with_name("sentence_reader.json")
FORMAT = 1


@dataclass(frozen=True)
class SentenceModel:
    """A logistic regression over columns of evidence.

    `idf` weighs the stems of words; `threshold` is the probability from which a sentence counts as an answer.
    """

    columns: tuple[str, ...]
    mean: Array
    scale: Array
    weights: Array
    bias: float
    threshold: float
    idf: Mapping[str, float]

    def probabilities(self, evidence: Mapping[str, Array]) -> Array:
        """Return the probability of each sentence: shape (sentences,)."""
        rows = np.stack([evidence[name] for name in self.columns], axis=1)
        score = ((rows - self.mean) / self.scale) @ self.weights + self.bias
        return np.asarray(1 / (1 + np.exp(-np.clip(score, -30, 30))))

    @classmethod
    def load(cls, path: Path) -> "SentenceModel":
        """Read the weights file; raises `RagFault` when there is none, or it is not of this format."""
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                columns=tuple(kept["columns"]), mean=np.array(kept["mean"]), scale=np.array(kept["scale"]),
                weights=np.array(kept["weights"]), bias=kept["bias"], threshold=kept["threshold"], idf=kept["idf"],
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RagFault(f"{path}: {error}") from error
