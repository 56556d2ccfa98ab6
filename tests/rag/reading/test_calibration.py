"""From scores to probabilities."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.faults import RagFault
from index.types import Article, Span
from rag.reading.calibration import Calibration, Signs, Whether, Which
from rag.reading.quick import MODEL, Candidate, weighed
from rag.readings import Passage

PLAIN = Calibration(Which(0.5, 2.0), Whether(-1.0, 2.0, 0.1, 0.5), threshold=0.4, weights="0" * 64)


def test_shares_are_a_softmax_and_the_probability_is_logistic() -> None:
    first, second = math.exp(0.5 * 4 + 2 * 0.5), math.exp(0.5 * -2 + 2 * 1)
    shares = PLAIN.shares([Signs(4, 0.5), Signs(-2, 1)])
    assert shares == pytest.approx([first / (first + second), second / (first + second)])
    assert len(PLAIN.shares([])) == 0
    assert PLAIN.probability(0.75, Signs(4, 0.5)) == pytest.approx(1 / (1 + math.exp(1 - 1.5 - 0.4 - 0.25)))


numbers = st.floats(-500, 500)


@given(st.lists(st.tuples(numbers, st.floats(0, 1)), max_size=20, min_size=1))
def test_shares_add_up_to_one(pairs: list[tuple[float, float]]) -> None:
    shares = PLAIN.shares([Signs(*pair) for pair in pairs])
    assert sum(shares) == pytest.approx(1)
    assert all(0 <= PLAIN.probability(share, Signs(*pair)) <= 1 for share, pair in zip(shares, pairs, strict=True))


@given(st.lists(st.tuples(numbers, st.floats(0, 1)), max_size=12))
def test_probabilities_of_all_readings_add_up_to_one_at_most(pairs: list[tuple[float, float]]) -> None:
    article = Article("", " ".join(f"w{letter}." for letter in "abcdefghijkl"))
    found = [
        Candidate(Passage(article, Span(0, 47), (), search), Span(4 * at, 4 * at + 3), Span(4 * at, 4 * at + 2), score)
        for at, (score, search) in enumerate(pairs)
    ]
    readings = weighed(found, PLAIN)
    assert len(readings) == len(found)
    assert sum(reading.probability for reading in readings) <= 1 + 1e-9
    assert readings == sorted(readings, key=lambda reading: -reading.probability)


def test_a_saved_calibration_is_read_again(tmp_path: Path) -> None:
    PLAIN.save(tmp_path / "reader.json")
    assert Calibration.load(tmp_path / "reader.json") == PLAIN


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda kept: kept["which"].pop("search"), "it lacks 'search'"),
        (lambda kept: kept.update(threshold=1.5), "out of range"),
        (lambda kept: kept["whether"].update(share=float("nan")), "out of range"),
        (lambda kept: kept["which"].update(score=None), "NoneType"),
    ],
)
def test_a_bad_file_is_refused_with_its_name_and_a_cure(tmp_path: Path, change: Any, problem: str) -> None:
    kept = json.loads((MODEL / "reader.json").read_text("utf-8"))
    change(kept)
    path = tmp_path / "reader.json"
    path.write_text(json.dumps(kept), "utf-8")
    with pytest.raises(RagFault, match="Install byline again") as fault:
        Calibration.load(path)
    assert str(path) in str(fault.value)
    assert problem in str(fault.value)


@pytest.mark.parametrize("content", [None, "", "[]", "not json", "{"])
def test_a_missing_or_damaged_file_is_refused(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "reader.json"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(RagFault, match=r"reader\.json cannot be used"):
        Calibration.load(path)
