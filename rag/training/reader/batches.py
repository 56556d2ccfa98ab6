"""Windows -> examples in tokens, and these side by side in batches."""

import gzip
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding

from index.wordpieces import SEPARATE, tokenizer
from rag.reading.network import padded
from rag.reading.windows import before

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Example:
    """A window in tokens: ids, where the passage begins, and the shares of annotators who chose each start and end.

    The first token stands for "no answer here".
    """

    ids: Ints
    passage: int
    starts: dict[int, float]
    ends: dict[int, float]


@dataclass(frozen=True)
class Batch:
    """Examples side by side: arrays of the shape (examples, longest); `allowed` marks where a span may begin or end."""

    ids: Ints
    types: Ints
    attended: Ints
    allowed: NDArray[np.bool_]
    starts: Floats
    ends: Floats

    @classmethod
    def of(cls, examples: Sequence[Example]) -> "Batch":
        """Pad examples to the longest of them."""
        inputs = padded([example.ids.tolist() for example in examples], [example.passage for example in examples])
        ids, types, attended = (tensor.numpy() for tensor in inputs)
        allowed = np.zeros(ids.shape, np.bool_)
        starts, ends = np.zeros(ids.shape, np.float32), np.zeros(ids.shape, np.float32)
        batch = cls(ids, types, attended, allowed, starts, ends)
        for row, example in enumerate(examples):
            batch.allowed[row, 0] = True
            batch.allowed[row, example.passage : len(example.ids) - 1] = True
            for target, marked in ((batch.starts, example.starts), (batch.ends, example.ends)):
                for token, share in marked.items():
                    target[row, token] = share
        return batch


def load(file: Path, longest: int, titled: bool = False) -> list[Example]:
    """Read the windows of a file as tokens, `titled` for the careful reader; one of over `longest` is left out."""
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        kept = [json.loads(line) for line in stream]
    reader = tokenizer()
    made = []
    for start in range(0, len(kept), 1000):
        some = kept[start : start + 1000]
        parts = ([window[part] for window in some] for part in ("question", "title", "passage"))
        encoded = (reader.encode_batch(texts, add_special_tokens=False) for texts in parts)
        for window, question, title, passage in zip(some, *encoded, strict=True):
            head = before(question.ids, title.ids if titled else None)
            if len(head) + len(passage.ids) < longest:
                made.append(_example(head, passage, window["answers"]))
    return [example for example in made if example]


def _example(head: Sequence[int], passage: Encoding, answers: Sequence[tuple[int, int]]) -> Example | None:
    if not passage.ids:
        return None
    tokens = list(enumerate(passage.offsets, start=len(head)))
    starts, ends = Counter[int](), Counter[int]()
    for begin, end in answers:
        inside = [i for i, (a, b) in tokens if a < end and b > begin]
        if inside:
            starts[inside[0]] += 1
            ends[inside[-1]] += 1
    if answers and not starts:
        return None
    return Example(np.array([*head, *passage.ids, SEPARATE]), len(head), _shares(starts), _shares(ends))


def _shares(counts: Counter[int]) -> dict[int, float]:
    return {token: count / counts.total() for token, count in counts.items()} or {0: 1.0}
