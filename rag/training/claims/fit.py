"""Fit how probable the checker's score makes a claim: `python -m rag.training.claims.fit --data PREPARED`.

Fitted on held-out pairs that `rag.training.claims.prepare` wrote and to which no rule objects, every kind counting the
same. An unsupported claim that gets through costs as much as several supported ones that are struck (`--cost`), and the
threshold is that of the lowest cost.
"""

import argparse
import gzip
import json
import math
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from rag.evaluation.benchmarks.support import Judged, shares
from rag.evaluation.datasets.pairs import Pair
from rag.llm.checking.check import Quoted, as_judged, objection
from rag.reading.readers import CascadeReader
from rag.readings import Judge


def main() -> None:
    """Print the line, the threshold, and what several thresholds let through."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the prepared pairs")
    parser.add_argument("--count", type=int, default=100, help="pairs of a kind")
    parser.add_argument("--cost", type=float, default=3, help="of an unsupported claim that gets through")
    given = parser.parse_args()
    with gzip.open(given.data / "dev.jsonl.gz", "rt", encoding="utf-8") as stream:
        pairs = sample([json.loads(line) for line in stream], given.count)
    print(*report(pairs, CascadeReader(), given.cost), sep="\n")


def sample(rows: Sequence[dict[str, Any]], count: int) -> list[Pair]:
    """Return at most `count` pairs of each kind, drawn with seed 0."""
    kinds = defaultdict(list)
    for row in rows:
        cited = tuple(Quoted(text) for text in row["cited"])
        kinds[row["kind"]].append(Pair(row["kind"], "supported" in row["labels"], row["claim"], cited))
    chance = random.Random(0)
    return [pair for some in kinds.values() for pair in chance.sample(some, min(count, len(some)))]


def report(pairs: Sequence[Pair], judge: Judge, cost: float) -> list[str]:
    """Return the line that fits pairs, and what thresholds let through of them, in lines."""
    odds = [one.support for *_, one in as_judged([(pair.claim, pair.cited) for pair in pairs], judge)]
    whys = [objection(pair.claim, pair.cited) for pair in pairs]
    slope, shift = fitted(pairs, odds, whys)
    sure = [1 / (1 + math.exp(-(slope * one + shift))) for one in odds]
    found = [Judged(*one) for one in zip(pairs, whys, sure, strict=True)]
    lines = [f"{len(found)} pairs", f"slope {slope:.2f}, shift {shift:.2f}"]
    for at in threshold(found, cost), *np.arange(0.3, 1, 0.1):
        let = shares(found, [one.score for one in found], at)
        lines.append(f"from {at:.2f}: recall {let.recall:.3f}, precision {let.precision:.3f}")
    return lines


def fitted(pairs: Sequence[Pair], odds: Sequence[float], whys: Sequence[str]) -> tuple[float, float]:
    """Return slope and shift of a logistic regression on pairs that no rule objects to; all kinds weigh the same."""
    sizes = Counter((pair.supported, pair.kind) for pair in pairs)
    kinds = Counter(supported for supported, _ in sizes)
    open_ = [(pair, one) for pair, one, why in zip(pairs, odds, whys, strict=True) if not why]
    weights = np.array([1 / sizes[pair.supported, pair.kind] / kinds[pair.supported] for pair, _ in open_])
    line = LogisticRegression(C=10).fit(
        [[one] for _, one in open_],
        [pair.supported for pair, _ in open_],
        sample_weight=weights * len(open_) / weights.sum(),
    )
    return float(line.coef_[0, 0]), float(line.intercept_[0])


def threshold(found: Sequence[Judged], cost: float) -> float:
    """Return the threshold of the lowest cost, where a supported claim that is struck costs 1."""
    scores = [one.score for one in found]
    lets = {at: shares(found, scores, at) for at in np.arange(0.05, 1, 0.05)}
    return float(min(lets, key=lambda at: cost * lets[at].leak + 1 - lets[at].recall))


if __name__ == "__main__":
    main()
