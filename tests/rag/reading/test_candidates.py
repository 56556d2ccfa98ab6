"""Which sentences answer nothing."""

import pytest

from rag.reading.candidates import is_question


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [
        ("The ferry lay seven miles off.", False),
        ("How many people attend?", True),
        ("“Is it true that you burnt a manuscript?”", True),
        ("“Is it true?” she asked.", False),
    ],
)
def test_a_sentence_that_asks_answers_nothing(sentence: str, asks: bool) -> None:
    assert is_question(sentence) is asks
