"""Records -> scores: right answers, honest refusals, confidence, what was found, what was cited, the time it took."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from ir_measures import RR, Qrel, ScoredDoc, Success, calc_aggregate
from numpy.typing import NDArray
from sklearn.metrics import precision_score, recall_score, roc_auc_score

from rag.evaluation.metrics import exact_match, f1
from rag.evaluation.run import Record

RIGHT = 0.6  # F1 from which an answer counts as right where it is right or not
_BINS = 10
_MEASURES = {
    Success @ 1: "success@1: the first holds an answer",
    Success @ 3: "success@3: one of the first 3 does",
    Success @ 10: "success@10",
    RR @ 10: "mean reciprocal rank",
}
Floats = NDArray[np.float64]


class Score(NamedTuple):
    """What a metric came to over so many questions: a share of 1, or milliseconds (`ms`)."""

    group: str
    metric: str
    questions: int
    value: float
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.value:,.0f} ms" if self.unit == "ms" else f"{100 * self.value:.1f}"


def scores(records: Sequence[Record]) -> list[Score]:
    """Return all scores that the questions allow; those of no question are left out."""
    if not records:
        return []
    measured = [
        *_answers(records),
        *_refusals(records),
        *_sure(records),
        *_found(records),
        *_cited(records),
        *_times(records),
    ]
    return [score for score in measured if score.questions and np.isfinite(score.value)]


def _answers(records: Sequence[Record]) -> Iterator[Score]:
    answerable = [one for one in records if one.case.answerable]
    answered = [one for one in answerable if one.answered]
    for name, metric in (("exact match", exact_match), ("F1", f1)):
        given, best = _worth(metric, "given"), _worth(metric, "best")
        yield _mean("answers", f"{name}, no answer being right where there is none", records, given)
        yield _mean("answers", f"{name}, of questions with an answer", answerable, given)
        yield _mean("answers", f"{name}, of these those answered", answered, given)
        yield _mean("answers", f"{name}, if all were answered", answerable, best)


def _worth(metric: Callable[[str, Sequence[str]], float], field: str) -> Callable[[Record], float]:
    return lambda record: metric(getattr(record, field), record.case.answers)


def _refusals(records: Sequence[Record]) -> Iterator[Score]:
    unanswerable = np.array([not one.case.answerable for one in records])
    refused = np.array([not one.answered for one in records])
    confidence = np.array([one.confidence for one in records])
    yield _mean(
        "refusals", "refused, of questions with an answer", _only(records, ~unanswerable), lambda r: not r.answered
    )
    if unanswerable.any():
        precision = precision_score(unanswerable, refused, zero_division=np.nan)
        yield Score("refusals", "precision: refused ones that have no answer", int(refused.sum()), float(precision))
        recall = recall_score(unanswerable, refused, zero_division=np.nan)
        yield Score(
            "refusals", "recall: ones without an answer that are refused", int(unanswerable.sum()), float(recall)
        )
        if not unanswerable.all():
            area = roc_auc_score(~unanswerable, confidence)
            yield Score("refusals", "AUROC of confidence, of having an answer", len(records), float(area))


def _sure(records: Sequence[Record]) -> Iterator[Score]:
    right, confidence = rightness(records), [one.confidence for one in records]
    if 0 < right.sum() < len(right):
        yield Score(
            "confidence", "AUROC, of the best answer being right", len(right), float(roc_auc_score(right, confidence))
        )
    yield Score("confidence", "expected calibration error", len(records), calibration_error(bins(records)))
    _, risk = risk_coverage(records)
    yield Score("confidence", "area under risk and coverage", len(records), float(risk.mean()))


def rightness(records: Sequence[Record]) -> NDArray[np.bool_]:
    """Tell for each record whether its best answer is right; none is where there is no answer."""
    return np.array([one.case.answerable and f1(one.best, one.case.answers) >= RIGHT for one in records], bool)


def risk_coverage(records: Sequence[Record]) -> tuple[Floats, Floats]:
    """Return the share answered and, of that, the share wrong, as more and more is answered, the surest first."""
    return covered(np.array([one.confidence for one in records]), rightness(records))


def covered(confidence: Floats, right: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Return what `risk_coverage` does, of probabilities and of which answers are right.

    Source: El-Yaniv and Wiener, "On the Foundations of Noise-free Selective Classification", 2010.
    """
    counts = np.arange(1, len(right) + 1)
    return counts / max(len(right), 1), np.cumsum(~right[np.argsort(-confidence, kind="stable")]) / counts


def bins(records: Sequence[Record]) -> list[tuple[float, float, int]]:
    """Return (mean confidence, share of best answers that are right, questions) for ten bins of equal width."""
    return binned(np.array([one.confidence for one in records]), rightness(records))


def binned(confidence: Floats, right: NDArray[np.bool_]) -> list[tuple[float, float, int]]:
    """Return (mean confidence, share right, how many) for ten bins of equal width; empty ones are left out."""
    places = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    inside = [(places == number) for number in range(_BINS)]
    return [(float(confidence[at].mean()), float(right[at].mean()), int(at.sum())) for at in inside if at.any()]


def calibration_error(found: Sequence[tuple[float, float, int]]) -> float:
    """Return the mean gap of confidence and rightness over bins (Guo et al. 2017)."""
    return sum(abs(said - right) * count for said, right, count in found) / sum(count for *_, count in found)


def _found(records: Sequence[Record]) -> Iterator[Score]:
    asked = [one for one in records if one.case.answerable and one.relevant]
    if asked:
        numbered = list(enumerate(asked))
        qrels = [Qrel(str(q), str(rank), int(is_one)) for q, r in numbered for rank, is_one in enumerate(r.relevant)]
        found = [ScoredDoc(str(q), str(rank), -rank) for q, r in numbered for rank in range(len(r.relevant))]
        values = calc_aggregate([*_MEASURES], qrels, found)
        for measure, name in _MEASURES.items():
            yield Score("passages found", name, len(asked), float(values[measure]))
    with_evidence = [one for one in records if one.evidence is not None]
    yield _mean("passages found", "recall of evidence sentences", with_evidence, lambda r: r.evidence or 0.0)


def _cited(records: Sequence[Record]) -> Iterator[Score]:
    answered = [one for one in records if one.answered]
    yield _mean("citations", "quotes exactly as the article has them", answered, lambda r: r.exact)
    fair = [one for one in answered if one.case.answerable]
    yield _mean("citations", "a cited sentence holds a right answer", fair, lambda r: r.cited)
    every = [one for one in records if one.case.answerable]
    yield _mean("citations", "the best sentence does, if all were answered", every, lambda r: r.best_cited)


def _times(records: Sequence[Record]) -> Iterator[Score]:
    timed = [one.timings_ms for one in records if one.timings_ms]
    for stage in timed[0] if timed else ():
        taken = [times[stage] for times in timed]
        yield Score("time", f"{stage}, median", len(taken), float(np.median(taken)), "ms")
        yield Score("time", f"{stage}, 95th percentile", len(taken), float(np.percentile(taken, 95)), "ms")


def _mean(group: str, metric: str, records: Sequence[Record], value: Callable[[Record], float]) -> Score:
    values = [float(value(one)) for one in records]
    return Score(group, metric, len(values), float(np.mean(values)) if values else float("nan"))


def _only(records: Sequence[Record], flags: Iterable[bool]) -> list[Record]:
    return [one for one, flag in zip(records, flags, strict=True) if flag]
