"""The small model that weighs the evidence for sentences, and the file in which it is kept."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from rag.evidence import COLUMNS
from rag.types import RagFault
from rag.wording import Array

WEIGHTS = Path(__file__).with_name("sentence_reader.json")
_FORMAT = "byline sentence reader 1"
_TABLES = ("which", "whether", "idf")
_NUMBERS = ("bias", "fall", "threshold")
_SHARE = "share"


@dataclass(frozen=True)
class SentenceModel:
    """Two linear models: which sentence answers best, and whether the best one answers at all.

    `which` and `whether` weigh columns of evidence by name; `whether` also weighs the best sentence's share of
    the softmax of scores by `which`, among them a score of 0 for no evidence at all. `fall` is how fast the
    probability of the other sentences falls with the distance from the best score. `idf` weighs stems of words.
    `threshold` is the probability from which a sentence counts as an answer.
    """

    which: Mapping[str, float]
    whether: Mapping[str, float]
    bias: float
    fall: float
    threshold: float
    idf: dict[str, float]

    def scores(self, columns: Mapping[str, Array]) -> Array:
        """Return a score for each sentence, higher is better: shape (sentences,)."""
        return sum((weight * columns[name] for name, weight in self.which.items()), np.zeros(len(columns["cosine"])))

    def probabilities(self, columns: Mapping[str, Array]) -> Array:
        """Return the probability that each sentence answers: shape (sentences,), at least one."""
        scores = self.scores(columns)
        best = int(scores.argmax())
        signs = {**{name: column[best] for name, column in columns.items()}, _SHARE: share_of_best(scores)}
        logit = self.bias + sum(weight * signs[name] for name, weight in self.whether.items())
        return np.asarray(np.exp(self.fall * (scores - scores[best])) / (1 + np.exp(-np.clip(logit, -30, 30))))

    def save(self, path: Path, made_from: str, made_by: str) -> None:
        """Write the weights file, with where the weights come from."""
        kept = {"format": _FORMAT, "made_from": made_from, "made_by": made_by, **asdict(self)}
        lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in kept.items()]
        path.write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "SentenceModel":
        """Read a weights file; raises `RagFault` when there is none, or it is not this reader's."""
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            return cls._checked(kept)
        except OSError as error:
            problem = error.strerror or str(error)
        except (ValueError, TypeError, AttributeError) as error:
            problem = str(error)
        except KeyError as error:
            problem = f"it lacks {error}"
        raise RagFault(f"The sentence reader's weights in {path} cannot be used: {problem}. Install byline again.")

    @classmethod
    def _checked(cls, kept: dict[str, Any]) -> "SentenceModel":
        if kept["format"] != _FORMAT:
            raise ValueError(f"its format is {kept['format']!r}, not {_FORMAT!r}")
        which, whether, idf = ({key: float(value) for key, value in kept[name].items()} for name in _TABLES)
        bias, fall, threshold = (float(kept[name]) for name in _NUMBERS)
        if unknown := (which.keys() | whether.keys()) - {*COLUMNS, _SHARE}:
            raise ValueError(f"it weighs evidence that this version does not gather: {', '.join(sorted(unknown))}")
        values = [*which.values(), *whether.values(), *idf.values(), bias, fall, threshold]
        if not np.isfinite(values).all() or not 0 < threshold < 1 or fall < 0:
            raise ValueError("a number in it is out of range")
        return cls(which, whether, bias, fall, threshold, idf)


def share_of_best(scores: Array) -> float:
    """Return the best score's share of the softmax of the scores and 0."""
    best = scores.max()
    return float(1 / (np.exp(scores - best).sum() + np.exp(-np.clip(best, -30, 30))))
