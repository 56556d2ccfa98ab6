"""Fit the sentence reader: `python -m rag.training.sentence_reader --data FOLDER --out FILE`."""

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from index.embedding import MiniLMEncoder
from index.types import Encoder
from rag.evidence import COLUMNS, Candidates, evidence
from rag.memory import Memory
from rag.sentence_model import SentenceModel, share_of_best
from rag.training.examples import Example, Source, examples
from rag.wording import Array, stem, words

SOURCES = (
    Source("squad2_dev_half_a", 6100),
    Source("squadshifts_new_wiki", 1800),
    Source("squad1_slice", 1800, apart=True, together=800),
    Source("squadshifts_reddit", 1000, apart=True, together=400),
    Source("squadshifts_amazon_reviews", 1000, apart=True, together=500),
)
MADE_FROM = (
    "SQuAD 1.1 (800 paragraphs of train) and SQuAD 2.0 (16 articles of dev), CC BY-SA 4.0; "
    "SQuADShifts new_wiki, reddit and amazon_reviews, CC BY 4.0; all-MiniLM-L6-v2, Apache 2.0"
)
_WHETHER = ("cosine", "overlap", "names_missing_in_passage")  # more columns do not raise AUROC on development data
_IMPOSSIBLE = 0.5  # weight of a question written to mislead: readers ask fewer of them than SQuAD 2.0 does
_STEMS = 6000
_DEV = 0.3


@dataclass(frozen=True)
class Seen:
    """An example as numbers: columns of evidence, and of each sentence whether it answers: 1, 0, or -1 (unknown)."""

    columns: dict[str, Array]
    labels: NDArray[np.int_]
    weight: float
    dev: bool
    source: str


def idf_of(folder: Path) -> dict[str, float]:
    """Weigh the commonest stems by log(paragraphs / paragraphs that have the stem)."""
    paragraphs = [
        {stem(word) for word in words(paragraph["context"])}
        for source in SOURCES
        for article in json.loads(gzip.decompress((folder / f"{source.name}.json.gz").read_bytes()))["data"]
        for paragraph in article["paragraphs"]
    ]
    counts = Counter(word for paragraph in paragraphs for word in sorted(paragraph))
    return {word: round(float(np.log(len(paragraphs) / n)), 2) for word, n in counts.most_common(_STEMS)}


def see(example: Example, source: str, idf: dict[str, float], memory: Memory) -> Seen:
    """Gather the evidence of an example."""
    candidates = Candidates.of(example.passages, memory)
    labels = np.zeros(len(candidates.places), dtype=np.int_)
    for i, (article, span) in enumerate(candidates.places):
        if article.id == example.article.id and any(span.start <= a.start < span.end for a in example.answers):
            labels[i] = 1
        elif any(_has(span.of(article.text).casefold(), string) for string in example.doubtful):
            labels[i] = -1
    dev = int(sha256(example.group.encode()).hexdigest(), 16) % 1000 < 1000 * _DEV
    weight = _IMPOSSIBLE if example.impossible else 1.0
    return Seen(evidence(example.question, idf, candidates, memory), labels, weight, dev, source)


def fit(seen: Sequence[Seen], idf: dict[str, float]) -> SentenceModel:
    """Fit which sentence answers on questions that have an answer, then whether the best one does on all."""
    answered = [one for one in seen if (one.labels == 1).any()]
    rows = np.concatenate([np.stack([one.columns[n] for n in COLUMNS], 1)[one.labels >= 0] for one in answered])
    labels = np.concatenate([one.labels[one.labels >= 0] for one in answered])
    which, _ = _logistic(rows, labels, np.ones(len(labels)))
    model = SentenceModel(_named(COLUMNS, which), {}, 0.0, 1.0, 0.5, idf)

    signs, right, weights = [], [], []
    for one in seen:
        scores = model.scores(one.columns)
        best = int(scores.argmax())
        if one.labels[best] >= 0:
            signs.append([*(one.columns[name][best] for name in _WHETHER), share_of_best(scores)])
            right.append(one.labels[best])
            weights.append(one.weight)
    whether, bias = _logistic(np.array(signs), np.array(right), np.array(weights))
    return replace(model, whether=_named([*_WHETHER, "share"], whether), bias=round(bias, 5))


def with_fall(model: SentenceModel, seen: Sequence[Seen]) -> SentenceModel:
    """Choose how fast the other sentences' probability falls: the most likely on the examples given."""

    def surprise(fall: float) -> float:
        fitted = replace(model, fall=fall)
        total = 0.0
        for one in seen:
            p = np.clip(fitted.probabilities(one.columns), 1e-6, 1 - 1e-6)
            total -= np.log(p[one.labels == 1]).sum() + np.log(1 - p[one.labels == 0]).sum()
        return total

    return replace(model, fall=min((0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.5), key=surprise))


def _logistic(rows: Array, labels: NDArray[np.int_], weights: Array) -> tuple[Array, float]:
    mean, scale = rows.mean(0), rows.std(0) + 1e-9
    fitted = LogisticRegression(max_iter=1000).fit((rows - mean) / scale, labels, sample_weight=weights)
    weight = fitted.coef_[0] / scale
    return weight, float(fitted.intercept_[0] - weight @ mean)


def _named(names: Sequence[str], weights: Array) -> dict[str, float]:
    return {name: round(float(weight), 5) for name, weight in zip(names, weights, strict=True)}


def _has(text: str, string: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(string)}(?!\w)", text))


def train(folder: Path, encoder: Encoder, seed: int) -> tuple[SentenceModel, list[Seen]]:
    """Fit a model on the question sets of the folder; return it with the examples, those for development marked."""
    idf, memory = idf_of(folder), Memory(encoder)
    seen = [
        see(example, source.name, idf, memory)
        for source in SOURCES
        for example in examples(folder, source, encoder, seed)
        if any(passage.sentences for passage in example.passages)
    ]
    model = fit([one for one in seen if not one.dev], idf)
    return with_fall(model, [one for one in seen if one.dev]), seen


def main() -> None:
    """Write the weights file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of question sets, SQuAD 2.0 form")
    parser.add_argument("--out", type=Path, required=True, help="the weights file to write")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threshold", type=float, default=0.45, help="probability from which a sentence is an answer")
    options = parser.parse_args()
    model, _ = train(options.data, MiniLMEncoder(), options.seed)
    command = f"python -m rag.training.sentence_reader --seed {options.seed} --threshold {options.threshold}"
    replace(model, threshold=options.threshold).save(options.out, MADE_FROM, command)


if __name__ == "__main__":
    main()
