"""The evidence for each sentence among the candidates: one row of numbers for each, one column for each name."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.types import Vectors
from rag.wording import KINDS, Array, Question, Sentence, found_words

Places = NDArray[np.intp]


@dataclass(frozen=True)
class Candidates:
    """The sentences among which a question looks for its answer, and where each stands.

    `previous[i]` is the place of the sentence before sentence i of the same article, or i itself;
    `passage[i]` the number of its passage. `titles[p]` is the title of the article of passage p.
    """

    sentences: Sequence[Sentence]
    vectors: Vectors
    previous: Places
    passage: Places
    titles: Sequence[Sentence]


def evidence(question: Question, vector: NDArray[np.float32], candidates: Candidates) -> dict[str, Array]:
    """Return the columns of evidence by name: shape (sentences,) each."""
    return {
        **_meaning(vector, candidates),
        **_wording(question, candidates),
        **_answer_type(question, candidates),
        **_form(question, candidates),
    }


def _meaning(vector: NDArray[np.float32], candidates: Candidates) -> dict[str, Array]:
    cosine = (candidates.vectors @ vector).astype(np.float64)
    before = _unit(candidates.vectors + candidates.vectors[candidates.previous]) @ vector
    passage = _unit(_sums(candidates.vectors, candidates.passage)) @ vector
    return {
        "cosine": cosine,
        "cosine_with_previous": before.astype(np.float64),
        "cosine_of_passage": passage[candidates.passage].astype(np.float64),
        "cosine_lead": _lead(cosine),
        "cosine_rank": np.log1p((cosine[None, :] > cosine[:, None]).sum(1)),
    }


def _wording(question: Question, candidates: Candidates) -> dict[str, Array]:
    weights = question.weights / question.weights.sum() if len(question.stems) else question.weights
    titled = found_words(question, [*candidates.sentences, *candidates.titles])
    found, titles = titled[: len(candidates.sentences)], titled[len(candidates.sentences) :]
    near = np.maximum(found, found[candidates.previous])
    passage = np.maximum(_maxima(found, candidates.passage), titles)[candidates.passage]
    everywhere = np.broadcast_to(found.max(0, initial=0), found.shape)
    columns = {}
    for name, have in {"": found, "_near": near, "_passage": passage, "_everywhere": everywhere}.items():
        lacking = question.weights * (1 - have)
        columns[f"overlap{name}"] = have @ weights
        columns[f"heaviest_missing{name}"] = lacking.max(1, initial=0)
        columns[f"special_missing{name}"] = lacking[:, question.special].sum(1)
    columns["overlap_lead"] = _lead(columns["overlap"] + 0.5 * columns["overlap_near"])
    rare = weights * (1 - found.mean(0)) if len(found) else weights
    columns["overlap_rare"] = found @ rare / max(rare.sum(), 1e-9)
    return columns


def _answer_type(question: Question, candidates: Candidates) -> dict[str, Array]:
    holds = np.array([sentence.holds(question) for sentence in candidates.sentences])
    fresh = [len(set(s.stems) - set(question.stems)) for s in candidates.sentences]
    return {
        "holds_answer_type": holds,
        **{f"asks_{kind}": np.full(len(holds), float(question.kind == kind)) for kind in KINDS},
        "new_names": np.array([float(len(s.names - set(question.stems))) for s in candidates.sentences]),
        "numbers": np.array([float(s.signs["number"]) for s in candidates.sentences]),
        "new_words": np.log1p(fresh),
    }


def _form(question: Question, candidates: Candidates) -> dict[str, Array]:
    return {
        "asks": np.array([float(s.asks) for s in candidates.sentences]),
        "quotes": np.array([float(s.quotes) for s in candidates.sentences]),
        "length": np.log1p([len(s.stems) for s in candidates.sentences]),
        "question_words": np.full(len(candidates.sentences), np.log1p(len(question.stems))),
        "question_weight": np.full(len(candidates.sentences), question.weights.max(initial=0)),
    }


def _lead(scores: Array) -> Array:
    """Return by how much each score leads the best of the others (negative: trails)."""
    if len(scores) < 2:
        return np.zeros_like(scores)
    second, first = np.sort(scores)[-2:]
    return np.where(scores == first, scores - second, scores - first)


def _unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _sums(rows: Vectors, group: Places) -> Vectors:
    out = np.zeros((int(group.max(initial=-1)) + 1, rows.shape[1]), dtype=np.float32)
    np.add.at(out, group, rows)
    return out


def _maxima(rows: Array, group: Places) -> Array:
    out = np.zeros((int(group.max(initial=-1)) + 1, rows.shape[1]))
    np.maximum.at(out, group, rows)
    return out
