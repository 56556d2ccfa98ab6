"""Fit the weights of the checker's score: `python -m rag.training.support --data TRAIN`.

Fitted on pairs that no rule objects to, every kind counting the same; one article in four is held out. The threshold is
the lowest from which, on the held-out pairs, precision is at least the wanted one: what gets through unsupported costs
more than what is struck.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from index.embedding import MiniLMEncoder
from rag.evaluation.pairs import TRAIN, pairs
from rag.evaluation.support import Judged, judged, shares
from rag.llm.support import Signs
from rag.reader import SpanReader

_HELD_OUT = 4  # of so many articles one


def main() -> None:
    """Print the weights, the threshold, and what it lets through of the held-out pairs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the training sets")
    parser.add_argument("--count", type=int, default=40, help="pairs of a kind from each set")
    parser.add_argument("--precision", type=float, default=0.95)
    given = parser.parse_args()
    reader, encoder = SpanReader(), MiniLMEncoder()
    found: list[Judged] = []
    for name, asked in TRAIN.items():
        found += judged(pairs(list(asked(given.data / name)), given.count, reader), encoder.encode)
    print(*report(found, given.precision), sep="\n")


def report(found: Sequence[Judged], wanted: float) -> list[str]:
    """Return what a fit gives, in lines."""
    kept = [one for one in found if not is_held_out(one)]
    held = [one for one in found if is_held_out(one)]
    model = fitted(kept)
    weights = dict(zip(Signs._fields, (round(float(weight), 2) for weight in model.coef_[0]), strict=True))
    scores = [0.0 if one.why else float(model.predict_proba([one.signs])[0, 1]) for one in held]
    lines = [f"{len(kept)} pairs, {len(held)} held out", f"constant {model.intercept_[0]:.2f}, weights {weights}"]
    for at in threshold(held, scores, wanted), *np.arange(0.3, 1, 0.1):
        let = shares(held, scores, at)
        lines.append(f"from {at:.2f}: recall {let.recall:.3f}, precision {let.precision:.3f}")
    return lines


def fitted(some: Sequence[Judged]) -> LogisticRegression:
    """Return a logistic regression on the pairs that no rule objects to, in which all kinds weigh the same."""
    open_ = [one for one in some if not one.why]
    sizes = Counter((one.pair.supported, one.pair.kind) for one in some)
    kinds = Counter(supported for supported, _ in sizes)
    weights = [1 / sizes[one.pair.supported, one.pair.kind] / kinds[one.pair.supported] for one in open_]
    model = LogisticRegression(C=10)
    scaled = np.array(weights) * len(open_) / sum(weights)
    return model.fit([one.signs for one in open_], [one.pair.supported for one in open_], sample_weight=scaled)


def threshold(held: Sequence[Judged], scores: Sequence[float], wanted: float) -> float:
    """Return the lowest threshold with at least the wanted precision, and 1 where none has it."""
    return next((float(at) for at in np.arange(0.02, 1, 0.01) if shares(held, scores, at).precision >= wanted), 1.0)


def is_held_out(one: Judged) -> bool:
    """Tell whether a pair's article is held out."""
    return int(sha256(one.pair.cited[0].article.encode()).hexdigest(), 16) % _HELD_OUT == 0


if __name__ == "__main__":
    main()
