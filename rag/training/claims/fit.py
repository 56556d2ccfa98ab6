"""Fit the weights of the checker's score: `python -m rag.training.claims.fit --data TRAIN`.

Fitted on pairs that no rule objects to, every kind counting the same. An unsupported claim that gets through costs as
much as several supported ones that are struck (`--cost`), and the threshold is that of the lowest cost. For that each
pair gets its score from a fit on three quarters of the articles, without its own.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from index.embedding import MiniLMEncoder
from rag.evaluation.benchmarks.support import Judged, judged, shares
from rag.evaluation.datasets.pairs import TRAIN, pairs
from rag.llm.checking.support import Features
from rag.reading.readers import CascadeReader

_PARTS = 4  # of the articles


def main() -> None:
    """Print the weights, the threshold, and what it lets through of the held-out pairs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the training sets")
    parser.add_argument("--questions", type=int, default=3000, help="questions of a set that pairs are made from")
    parser.add_argument("--count", type=int, default=25, help="pairs of a kind from each set")
    parser.add_argument("--cost", type=float, default=3, help="of an unsupported claim that gets through")
    given = parser.parse_args()
    reader, encoder = CascadeReader(), MiniLMEncoder()
    found: list[Judged] = []
    for name, asked in TRAIN.items():
        found += judged(pairs(asked(given.data / name), given.questions, given.count, reader), encoder.encode)
    print(*report(found, given.cost), sep="\n")


def report(found: Sequence[Judged], cost: float) -> list[str]:
    """Return what the fit on all pairs gives, and what thresholds let through of pairs that were left out, in lines."""
    model = fitted(found)
    weights = {name: round(float(weight), 2) for name, weight in zip(Features._fields, model.coef_[0], strict=True)}
    lines = [f"{len(found)} pairs", f"constant {model.intercept_[0]:.2f}, weights {weights}"]
    scores = left_out(found)
    for at in threshold(found, scores, cost), *np.arange(0.3, 1, 0.1):
        let = shares(found, scores, at)
        lines.append(f"from {at:.2f}: recall {let.recall:.3f}, precision {let.precision:.3f}")
    return lines


def left_out(found: Sequence[Judged]) -> list[float]:
    """Return a score of each pair, 0 where a rule objects, else by a fit without its article."""
    models = [fitted([one for one in found if part(one) != number]) for number in range(_PARTS)]
    return [0.0 if one.why else float(models[part(one)].predict_proba([one.features])[0, 1]) for one in found]


def fitted(some: Sequence[Judged]) -> LogisticRegression:
    """Return a logistic regression on the pairs that no rule objects to, in which all kinds weigh the same."""
    open_ = [one for one in some if not one.why]
    sizes = Counter((one.pair.supported, one.pair.kind) for one in some)
    kinds = Counter(supported for supported, _ in sizes)
    weights = [1 / sizes[one.pair.supported, one.pair.kind] / kinds[one.pair.supported] for one in open_]
    model = LogisticRegression(C=10)
    scaled = np.array(weights) * len(open_) / sum(weights)
    return model.fit([one.features for one in open_], [one.pair.supported for one in open_], sample_weight=scaled)


def threshold(found: Sequence[Judged], scores: Sequence[float], cost: float) -> float:
    """Return the threshold of the lowest cost, where a supported claim that is struck costs 1."""
    lets = {at: shares(found, scores, at) for at in np.arange(0.05, 1, 0.05)}
    return float(min(lets, key=lambda at: cost * lets[at].leak + 1 - lets[at].recall))


def part(one: Judged) -> int:
    """Return the number of the part that a pair's article is in."""
    return int(sha256(one.pair.cited[0].article.encode()).hexdigest(), 16) % _PARTS


if __name__ == "__main__":
    main()
