"""Questions without what a headline says already."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.training.reader.shorter import shorter


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Where was Schwarzenegger vacationing when he broke his leg?", "Where was Schwarzenegger vacationing?"),
        ("After Braddock died, who controlled British forces?", "Who controlled British forces?"),
        ("Who were formerly housed at Sever Hall", "Who were formerly housed"),
    ],
)
def test_what_the_headline_says_is_left_out(question: str, short: str) -> None:
    assert shorter(question, random.Random(0)) == short


@pytest.mark.parametrize(
    "question",
    [
        "Who won?",
        "In the final, the ball was kicked by whom?",
        "How many are in the box?",
        'Who sang "Songs for lovers"?',
    ],
)
def test_a_question_that_would_ask_nothing_stays_as_it_is(question: str) -> None:
    assert shorter(question, random.Random(0)) is None


@given(st.text("Whowantinby, ?", max_size=60), st.integers(0, 100))
def test_words_only_get_lost(question: str, seed: int) -> None:
    short = shorter(question, random.Random(seed))
    assert short is None or len(short) < len(question)
