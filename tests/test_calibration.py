"""From scores to probabilities."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.calibration import Calibration, Signs
from rag.reader import MODEL
from rag.types import RagFault

PLAIN = Calibration(score=0.5, search=2.0, echo=-1.0, none=1.0, threshold=0.4, weights="0" * 64)


def test_a_softmax_with_no_answer_among_the_choices() -> None:
    first, second = math.exp(0.5 * 4 + 2 * 0.5 - 0.5), math.exp(0.5 * -2 + 2 * 1)
    total = first + second + math.e
    given_ = PLAIN.probabilities([Signs(4, 0.5, echo=0.5), Signs(-2, 1, echo=0)])
    assert given_ == pytest.approx([first / total, second / total])
    assert len(PLAIN.probabilities([])) == 0


numbers = st.floats(-500, 500)


@given(st.lists(st.tuples(numbers, st.floats(0, 1)), max_size=20))
def test_probabilities_of_all_candidates_add_up_to_one_at_most(pairs: list[tuple[float, float]]) -> None:
    given_ = PLAIN.probabilities([Signs(score, search, echo=search) for score, search in pairs])
    assert all(0 <= p <= 1 for p in given_)
    assert sum(given_) <= 1 + 1e-9


def test_a_saved_calibration_is_read_again(tmp_path: Path) -> None:
    PLAIN.save(tmp_path / "reader.json")
    assert Calibration.load(tmp_path / "reader.json") == PLAIN


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda kept: kept.pop("search"), "it lacks 'search'"),
        (lambda kept: kept.update(threshold=1.5), "out of range"),
        (lambda kept: kept.update(none=float("nan")), "out of range"),
        (lambda kept: kept.update(score=None), "NoneType"),
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
