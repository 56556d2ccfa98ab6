"""What answers yes or no."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Article, Span
from rag.answering.whether import likeliest, whole_sentences
from rag.readings import Reading

TEXT = "The tram is late. Nobody was hurt."
PLACES = {"late": Span(0, 17), "hurt": Span(18, 34)}


def reading(word: str, probability: float) -> Reading:
    at = TEXT.index(word)
    return Reading(Article("", TEXT), PLACES[word], Span(at, at + len(word)), probability)


def test_the_whole_sentence_answers() -> None:
    found = whole_sentences([reading("hurt", 0.4), reading("late", 0.1)])
    assert [one.answer.of(TEXT) for one in found] == ["Nobody was hurt.", "The tram is late."]


@given(st.lists(st.floats(0, 1), min_size=2, max_size=4))
def test_probabilities_keep_their_order_and_stay_probabilities(raw: list[float]) -> None:
    found = whole_sentences([reading("hurt", one) for one in sorted(raw, reverse=True)])
    moved = [one.probability for one in found]
    assert moved == sorted(moved, reverse=True)
    assert all(0 <= one <= 1 for one in moved)


@pytest.mark.parametrize(("second", "shown"), [(0.39, ["hurt", "late"]), (0.1, ["hurt"])])
def test_a_sentence_nearly_as_probable_stands_beside_the_best(second: float, shown: list[str]) -> None:
    chosen, confidence = likeliest([reading("hurt", 0.4), reading("late", second)], nearly=0.6, count=1)
    assert [one.answer.of(TEXT) for one in chosen] == shown
    assert confidence == 0.4
