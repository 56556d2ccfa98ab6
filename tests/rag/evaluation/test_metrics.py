"""The scores of answers, worked out by hand, and what must hold of them whatever the answers."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.evaluation.metrics import auroc, best_threshold, exact_match, f1, normalised, with_refusals

SCORES = st.sampled_from([-3.0, -0.5, 0.0, 0.25, 2.0])
QUESTIONS = st.lists(st.tuples(st.sampled_from([0.0, 0.4, 1.0]), st.booleans(), SCORES), min_size=1, max_size=20)


def arrays(questions: list[tuple[float, bool, float]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return what spans are worth, nothing where there is no answer; which questions have one; and scores."""
    worth = [value if answerable else 0.0 for value, answerable, _ in questions]
    return np.array(worth), np.array([q[1] for q in questions]), np.array([q[2] for q in questions])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The  Aran Islands.", "aran islands"),
        ("an apple\ta day", "apple day"),
        ("U.S.", "us"),
        ("$2.4 million", "24 million"),
        ("theatre", "theatre"),
        ("“Sesame Street”", "“sesame street”"),
        ("A.", ""),
    ],
)
def test_an_answer_is_normalised(text: str, expected: str) -> None:
    assert normalised(text) == expected


def test_an_exact_match_is_one_of_the_answers() -> None:
    assert exact_match("the harbour wall", ["harbour", "Harbour wall."]) == 1
    assert exact_match("harbour walls", ["harbour", "harbour wall"]) == 0
    assert exact_match("", []) == 1
    assert exact_match("", ["harbour"]) == 0
    assert exact_match("harbour", []) == 0


def test_f1_of_words() -> None:
    # 2 of 3 words given are among the 4 of the answer: precision 2/3, recall 1/2
    assert f1("Captain Maeve Doyle", ["Maeve Doyle of Aran"]) == pytest.approx(4 / 7)
    # a word counts as often as both use it
    assert f1("bread bread bread", ["bread and bread"]) == pytest.approx(2 / 3)
    assert f1("nine days", ["ten", "nine", "nine days long"]) == pytest.approx(4 / 5)
    assert f1("tinned food", ["bread"]) == 0
    assert (f1("", []), f1("", ["bread"]), f1("bread", []), f1("the", [])) == (1, 0, 0, 1)


@given(st.text(), st.text())
def test_f1_is_symmetric_and_one_where_the_match_is_exact(one: str, other: str) -> None:
    assert f1(one, [other]) == f1(other, [one])
    assert exact_match(one, [other]) <= f1(one, [other]) <= 1
    assert f1(one, [other, one]) == exact_match(one, [other, one]) == 1


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


def test_auroc_by_hand() -> None:
    # 3 and 1 against 2 and 0: of four pairs only (1, 2) is in the wrong order
    assert auroc([3, 1], [2, 0]) == pytest.approx(3 / 4)
    assert auroc([1, 1], [1]) == pytest.approx(1 / 2)
    assert auroc([0.0], [-np.inf]) == 1
    assert np.isnan(auroc([], [1.0]))
    assert np.isnan(auroc([1.0], []))


@given(st.lists(SCORES, min_size=1), st.lists(SCORES, min_size=1))
def test_auroc_is_the_share_of_pairs_in_order(positives: list[float], negatives: list[float]) -> None:
    pairs = [(p > n) + (p == n) / 2 for p, n in product(positives, negatives)]
    assert auroc(positives, negatives) == pytest.approx(np.mean(pairs))
    assert auroc(positives, negatives) + auroc(negatives, positives) == pytest.approx(1)


def test_a_threshold_by_hand() -> None:
    worth = np.array([1.0, 0.5, 0.0, 0.0])
    answerable = np.array([True, True, False, False])
    scores = np.array([2.0, -1.0, 0.0, -2.0])
    assert with_refusals(worth, answerable, scores, 1.0).tolist() == [1, 0, 1, 1]
    assert with_refusals(worth, answerable, scores, -1.0).tolist() == [1, 0.5, 0, 1]
    assert best_threshold(worth, answerable, scores) == (0.75, 2.0)


def test_questions_of_equal_score_are_answered_or_refused_together() -> None:
    worth, answerable = np.array([1.0, 0.0, 0.0]), np.array([True, False, False])
    highest, threshold = best_threshold(worth, answerable, np.zeros(3))
    assert (highest, threshold) == (2 / 3, np.inf)


@given(QUESTIONS, SCORES)
def test_no_threshold_is_better_than_the_best(questions: list[tuple[float, bool, float]], threshold: float) -> None:
    worth, answerable, scores = arrays(questions)
    highest, best = best_threshold(worth, answerable, scores)
    assert with_refusals(worth, answerable, scores, threshold).mean() <= highest + 1e-9
    assert with_refusals(worth, answerable, scores, best).mean() == pytest.approx(highest)
