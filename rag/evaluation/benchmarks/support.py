"""Measure the checker: `python -m rag.evaluation.benchmarks.support --data BENCH`.

A claim is let through or struck. Recall is the share of supported claims that are let through; precision the share of
supported ones among those let through where as many claims are supported as are not. Every kind of pair counts the
same. The baselines let through as many supported claims as the checker, each by the threshold at which it does.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index.embedding import MiniLMEncoder
from index.encoding import Vectors
from rag.english.stems import stems
from rag.evaluation.datasets.pairs import BENCH, Pair, pairs
from rag.llm.checking.check import as_judged, objection
from rag.llm.checking.support import THRESHOLD, probability
from rag.reading.readers import CascadeReader
from rag.readings import Judge

Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True)
class Judged:
    """A pair, what rules object to in it, and how probable it is that it is supported, whatever they say.

    For the baselines: `cover` is the share of the claim's words, by their stems, that the sentences have, `cosine` that
    of the claim with the nearest sentence, or with all together.
    """

    pair: Pair
    why: str
    probability: float
    cover: float = 0.0
    cosine: float = 0.0

    @property
    def score(self) -> float:
        """Return the probability that the checker compares with its threshold; 0 where a rule objects."""
        return 0.0 if self.why else self.probability


def judged(made: Sequence[Pair], judge: Judge, encode: Encode) -> list[Judged]:
    """Return pairs with what the checker says of them."""
    sure = [probability(odds) for *_, odds in as_judged([(pair.claim, pair.cited) for pair in made], judge)]
    whys = [objection(pair.claim, pair.cited) for pair in made]
    return [_judged(pair, one, why, encode) for pair, one, why in zip(made, sure, whys, strict=True)]


def _judged(pair: Pair, sure: float, why: str, encode: Encode) -> Judged:
    texts = [quoted.text for quoted in pair.cited]
    wanted, said = set(stems(pair.claim)), {word for text in texts for word in stems(text)}
    claim, *quotes = encode([pair.claim, *texts, " ".join(texts)])
    cosine = max(float(quote @ claim) for quote in quotes)
    cover = len(wanted & said) / max(len(wanted), 1)
    return Judged(pair, why, sure, cover, cosine)


class Shares(NamedTuple):
    """Which shares of the supported and of the unsupported claims are let through, the means over all their kinds."""

    recall: float
    leak: float

    @property
    def precision(self) -> float:
        """Return the precision where half of the claims are supported."""
        return self.recall / (self.recall + self.leak) if any(self) else 1.0


def shares(some: Sequence[Judged], scores: Sequence[float], at: float) -> Shares:
    """Return what is let through where a claim needs a score of `at`."""
    kinds: dict[tuple[bool, str], list[bool]] = {}
    for one, score in zip(some, scores, strict=True):
        kinds.setdefault((one.pair.supported, one.pair.kind), []).append(score >= at)
    means = {key: np.mean(found) for key, found in kinds.items()}
    return Shares(
        *(float(np.mean([means[key] for key in means if key[0] == told] or [np.float64(0)])) for told in (True, False))
    )


@dataclass(frozen=True)
class Decider:
    """What lets claims through: their scores, and the score that they need."""

    scores: Sequence[float]
    at: float


def deciders(some: Sequence[Judged]) -> dict[str, Decider]:
    """Return the checker and the baselines, by their names."""
    checker = Decider([one.score for one in some], THRESHOLD)
    recall = shares(some, checker.scores, checker.at).recall

    def as_many(scores: Sequence[float]) -> Decider:
        limits = sorted(set(scores), reverse=True)
        return Decider(scores, next(at for at in limits if shares(some, scores, at).recall >= recall))

    return {
        "the checker": checker,
        "its objections alone": Decider([float(not one.why) for one in some], 1),
        "its score alone": as_many([one.probability for one in some]),
        "cosine alone": as_many([one.cosine for one in some]),
        "word cover alone": as_many([one.cover for one in some]),
    }


def rows(some: Sequence[Judged]) -> Iterator[str]:
    """Yield a table: what share of each kind is let through, by the checker and by the baselines."""
    named = deciders(some)
    yield f"| let through, % | pairs | {' | '.join(named)} |\n|---|---:|{'---:|' * len(named)}"
    for kind in dict.fromkeys(one.pair.kind for one in some):
        at = [number for number, one in enumerate(some) if one.pair.kind == kind]
        let = [100 * np.mean([one.scores[number] >= one.at for number in at]) for one in named.values()]
        sign = "+" if some[at[0]].pair.supported else "−"
        yield f"| {sign} {kind} | {len(at)} | {' | '.join(f'{value:.0f}' for value in let)} |"
    all_ = [shares(some, one.scores, one.at) for one in named.values()]
    yield f"| **supported, let through (recall)** | | {' | '.join(f'{100 * one.recall:.1f}' for one in all_)} |"
    yield f"| **unsupported, let through** | | {' | '.join(f'{100 * one.leak:.1f}' for one in all_)} |"
    yield f"| **precision** | | {' | '.join(f'{100 * one.precision:.1f}' for one in all_)} |"


def main() -> None:
    """Print a table for each set, and one of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the benchmark files")
    parser.add_argument("--questions", type=int, default=1500, help="questions of a set that pairs are made from")
    parser.add_argument("--count", type=int, default=8, help="pairs of a kind from each set")
    given = parser.parse_args()
    reader, encoder = CascadeReader(), MiniLMEncoder()
    every: list[Judged] = []
    for name, asked in BENCH.items():
        found = judged(pairs(asked(given.data / name), given.questions, given.count, reader), reader, encoder.encode)
        every += found
        print(f"\n## {name.split('.')[0]}\n", *rows(found), sep="\n", flush=True)
    print("\n## All\n", *rows(every), sep="\n")


if __name__ == "__main__":
    main()
