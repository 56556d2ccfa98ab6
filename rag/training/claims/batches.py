"""Pairs of a claim and its quotes -> examples in tokens, and these side by side in batches."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from rag.reading.careful import LABELS
from rag.reading.network import padded
from rag.reading.windows import claim_windows

_AT_ONCE = 1000  # pairs that are put into tokens together


@dataclass(frozen=True)
class Example:
    """A pair in tokens, and which labels may be right."""

    ids: NDArray[np.int64]
    right: NDArray[np.bool_]


@dataclass(frozen=True)
class Batch:
    """Examples side by side, padded to the longest."""

    ids: Tensor
    attended: NDArray[np.int64]
    right: Tensor

    @classmethod
    def of(cls, examples: Sequence[Example]) -> "Batch":
        """Pad examples to the longest of them."""
        ids, _, attended = padded([one.ids.tolist() for one in examples], [0] * len(examples))
        return cls(ids, attended.numpy(), torch.from_numpy(np.stack([one.right for one in examples])))


def load(file: Path) -> list[Example]:
    """Read the pairs of a file as tokens."""
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        kept = [json.loads(line) for line in stream]
    found = []
    for start in range(0, len(kept), _AT_ONCE):
        some = kept[start : start + _AT_ONCE]
        for one, ids in zip(some, claim_windows([(one["claim"], one["cited"]) for one in some]), strict=True):
            found.append(Example(np.array(ids), np.array([label in one["labels"] for label in LABELS])))
    return found
