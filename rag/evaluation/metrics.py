"""Scores of answers: exact match, F1, and how well a score tells questions with an answer from those without one."""

import re
import string
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_DRAWS = 5000
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_WITHOUT_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalised(text: str) -> str:
    """Return an answer as SQuAD compares it: lower case, single spaces, no ASCII punctuation, no "a", "an" or "the".

    Source: Rajpurkar et al., "SQuAD: 100,000+ Questions for Machine Comprehension of Text", 2016, section 6.1.
    """
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_WITHOUT_PUNCTUATION)).split())


def exact_match(given: str, answers: Sequence[str]) -> float:
    """Return 1 if the answer given is one of `answers` once normalised, else 0; no answer (`""`) is right for none."""
    return float(normalised(given) in {normalised(answer) for answer in answers or [""]})


def f1(given: str, answers: Sequence[str]) -> float:
    """Return the highest F1 of the words given against those of one of `answers`, 0 to 1; words count as often as used.

    Where either has no words it is 1 if both have none, else 0, as SQuAD 2.0 has it (Rajpurkar et al. 2018).
    """
    return max(_overlap(normalised(given).split(), normalised(answer).split()) for answer in answers or [""])


def _overlap(given: list[str], answer: list[str]) -> float:
    if not given or not answer:
        return float(given == answer)
    return 2 * (Counter(given) & Counter(answer)).total() / (len(given) + len(answer))


def auroc(positives: Sequence[float] | NDArray[Any], negatives: Sequence[float] | NDArray[Any]) -> float:
    """Return the chance that a positive scores above a negative, a tie being half: the area under the ROC curve.

    NaN where there are no positives or no negatives. Method: the Mann-Whitney U statistic (Hanley and McNeil 1982).
    """
    if not len(positives) or not len(negatives):
        return float("nan")
    ordered = np.sort(negatives)
    below, not_above = (np.searchsorted(ordered, positives, side) for side in ("left", "right"))
    return float((below + not_above).mean() / 2 / len(ordered))


def with_refusals(given: Floats, answerable: Flags, scores: Floats, threshold: float) -> Floats:
    """Return what each question is worth when those that score below `threshold` get no answer.

    `given` is what the best span is worth (its EM or F1); no answer is worth 1 where there is none, else 0. The mean is
    SQuAD 2.0's EM or F1, that over the questions with an answer its HasAns, that over the others its NoAns.
    """
    return np.where(scores >= threshold, given, ~answerable)


def best_threshold(given: Floats, answerable: Flags, scores: Floats) -> tuple[float, float]:
    """Return the highest mean of `with_refusals` that any threshold reaches, and the highest such threshold.

    It is infinite where refusing all is best. SQuAD 2.0's evaluation calls the mean "best F1"; it needs the right
    answers to find the threshold, so it is a bound, not a result.
    """
    order = np.argsort(-scores, kind="stable")
    gains = np.cumsum((given - ~answerable)[order])
    last_of_tie = np.append(np.diff(scores[order]) != 0, True)  # equal scores are given or refused together
    means = np.append(0.0, gains[last_of_tie]) + np.sum(~answerable)
    thresholds = np.append(np.inf, scores[order][last_of_tie])
    best = int(means.argmax())
    return float(means[best] / len(scores)), float(thresholds[best])


def interval(gaps: Floats, groups: Sequence[str]) -> tuple[float, float]:
    """Return the 95 % interval of the mean of paired differences, by a bootstrap over groups, which are drawn whole.

    Questions about one article go well or badly together, so each article is a group (Efron and Tibshirani 1993).
    """
    _, group = np.unique(groups, return_inverse=True)
    sums, counts = np.bincount(group, gaps), np.bincount(group)
    drawn = np.random.default_rng(0).integers(0, len(sums), (_DRAWS, len(sums)))
    low, high = np.percentile(sums[drawn].sum(1) / counts[drawn].sum(1), [2.5, 97.5])
    return float(low), float(high)
