"""BM25 as SQLite's FTS5 computes it, so that a score means the same in every form."""

from collections.abc import Sequence
from math import log

from index.storage.analyzer import Stems

_K1, _B = 1.2, 0.75
_LEAST = 1e-6  # what a word counts that half of the passages have


def weights(holding: Sequence[int], passages: int) -> list[float]:
    """Return how much phrases count of which so many passages have each."""
    return [max(log((passages - held + 0.5) / (held + 0.5)), _LEAST) for held in holding]


def bm25(stems: Stems, phrases: Sequence[tuple[str, ...]], weight: Sequence[float], mean: float) -> float:
    """Return the score of a passage for any of these phrases, 0 where it has none; `mean` is the passages' length."""
    length = sum(map(len, stems))
    score = 0.0
    for phrase, counts in zip(phrases, weight, strict=True):
        often = sum(_often(column, phrase) for column in stems)
        score += counts * often * (_K1 + 1) / (often + _K1 * (1 - _B + _B * length / mean))
    return score


def _often(column: tuple[str, ...], phrase: tuple[str, ...]) -> int:
    if len(phrase) == 1:
        return column.count(phrase[0])
    size = len(phrase)
    return sum(column[at : at + size] == phrase for at in range(len(column) - size + 1))
