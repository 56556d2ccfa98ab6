"""What may answer at all."""

import pytest

from rag.reading.candidates import may_answer


@pytest.mark.parametrize(
    ("answer", "sentence", "may"),
    [
        ("seven miles", "The ferry lay seven miles off.", True),
        ("what", "They asked for what.", False),
        ("US", "It came from the US.", True),
        ("120 people", "How many people attend?", False),
        ("a manuscript", "“Is it true that you burnt a manuscript?”", False),
        ("Never", "Never.", True),
    ],
)
def test_words_that_may_answer(answer: str, sentence: str, may: bool) -> None:
    assert may_answer(answer, sentence) is may
