"""What answers yes or no: a whole sentence, and more surely than the reader says."""

from collections.abc import Sequence
from dataclasses import replace

from rag.reading.calibration import moved
from rag.readings import Reading

_SLOPE, _SHIFT = 1.21, 1.0
"""A line through the log odds, from `rag.training.reader.calibrate`: the reader doubts its right answers to these."""


def whole_sentences(readings: Sequence[Reading]) -> list[Reading]:
    """Return readings of a question to be answered by yes or no as the sentences that may answer it."""
    return [replace(one, answer=one.sentence, probability=moved(one.probability, _SLOPE, _SHIFT)) for one in readings]


def likeliest(readings: Sequence[Reading], nearly: float, count: int) -> tuple[list[Reading], float]:
    """Return the best sentence with up to `count` that are `nearly` as probable, and how probable the best is."""
    best, *others = readings
    beside = [one for one in others if one.probability >= nearly * best.probability]
    return [best, *beside[:count]], best.probability
