"""From scores to probabilities."""

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.faults import RagFault
from index.types import Article, Span
from rag.reading.calibration import Calibration, Features
from rag.reading.candidates import Candidate
from rag.reading.readers import WEIGHTS
from rag.reading.weighing import weighed
from rag.readings import Passage

PLAIN = Calibration(Features(0.5, 0.25, 2.0, -0.5), none=1.0, slope=1.0, shift=0.0, threshold=0.4, weights={})
LETTERS = "abcdefghijkl"
Scores = list[tuple[float, float]]


def candidates(title: str, scores: list[tuple[float, float]]) -> list[Candidate]:
    article = Article(title, " ".join(f"{title}{letter}." for letter in LETTERS))
    width = len(title) + 3
    return [
        Candidate(
            passage=Passage(article, Span(0, len(article.text)), (), 1, cosine),
            sentence=Span(width * at, width * at + width - 1),
            answer=Span(width * at, width * at + width - 2),
            score=score,
        )
        for at, (score, cosine) in enumerate(scores)
    ]


def test_a_softmax_over_the_candidates_and_none() -> None:
    first, second = math.exp(0.5 * 4 + 0.25 * 2 + 2 * 0.5 - 0.5 * 3), math.exp(0.5 * -2 + 2 * 1)
    found = PLAIN.probabilities([Features(4, 2, 0.5, 3), Features(-2, 0, 1, 0)])
    assert found == pytest.approx([one / (first + second + math.exp(1)) for one in (first, second)])
    assert len(PLAIN.probabilities([])) == 0


def test_a_line_through_the_log_odds_makes_a_probability_surer_or_less_sure() -> None:
    doubting = Calibration(PLAIN.counts, 1.0, slope=0.5, shift=-1.0, threshold=0.4, weights={})
    assert PLAIN.surer(0.7) == pytest.approx(0.7)
    less = doubting.surer(0.7)
    assert math.log(less / (1 - less)) == pytest.approx(0.5 * math.log(0.7 / 0.3) - 1)
    (alone,) = weighed(candidates("", [(8, 0.5)]), doubting)
    assert alone.probability == pytest.approx(doubting.surer(PLAIN.probabilities([Features(8, 0, 0.5, 0)])[0]))


pairs = st.lists(st.tuples(st.floats(-500, 500), st.floats(-1, 1)), max_size=12)


@given(pairs)
def test_probabilities_of_one_article_add_up_to_one_at_most(scores: list[tuple[float, float]]) -> None:
    for slope in (1.0, 0.3, 2.0):
        readings = weighed(candidates("", scores), replace(PLAIN, slope=slope, shift=0.5))
        assert len(readings) == len(scores)
        assert sum(reading.probability for reading in readings) <= 1 + 1e-6
        assert readings == sorted(readings, key=lambda reading: -reading.probability)


@given(pairs, pairs)
def test_no_other_article_changes_a_probability(
    own: list[tuple[float, float]], more: list[tuple[float, float]]
) -> None:
    alone = weighed(candidates("One", own), PLAIN)
    together = weighed(candidates("One", own) + candidates("Other", more), PLAIN)
    assert [reading for reading in together if reading.article.title == "One"] == alone


def test_a_copy_in_another_article_changes_no_probability() -> None:
    scores = [(6.0, 0.5), (4.0, 0.5), (2.0, 0.5)]
    alone, other = (weighed(candidates(title, scores), PLAIN) for title in ("One", "Two"))
    text = alone[0].article.text
    print_of = Article("Two", text)
    copies = [replace(one, passage=replace(one.passage, article=print_of)) for one in candidates("One", scores)]
    together = weighed(candidates("One", scores) + copies, PLAIN)
    assert [one.probability for one in together] == pytest.approx([one.probability for one in alone])
    assert all(one.also for one in together)
    assert len(other) == len(alone)


def test_a_saved_calibration_is_read_again(tmp_path: Path) -> None:
    PLAIN.save(tmp_path / "quick.json")
    assert Calibration.load(tmp_path / "quick.json") == PLAIN


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda kept: kept["counts"].pop("cosine"), "it lacks 'cosine'"),
        (lambda kept: kept.update(threshold=1.5), "out of range"),
        (lambda kept: kept.update(none=float("nan")), "out of range"),
        (lambda kept: kept["counts"].update(score=None), "NoneType"),
    ],
)
def test_a_bad_file_is_refused_with_its_name_and_a_cure(tmp_path: Path, change: Any, problem: str) -> None:
    kept = json.loads((WEIGHTS / "quick.json").read_text("utf-8"))
    change(kept)
    path = tmp_path / "quick.json"
    path.write_text(json.dumps(kept), "utf-8")
    with pytest.raises(RagFault, match="Install byline again") as fault:
        Calibration.load(path)
    assert str(path) in str(fault.value)
    assert problem in str(fault.value)


@pytest.mark.parametrize("content", [None, "", "[]", "not json", "{"])
def test_a_missing_or_damaged_file_is_refused(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "quick.json"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(RagFault, match=r"quick\.json cannot be used"):
        Calibration.load(path)
