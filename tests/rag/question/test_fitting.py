"""What has not the form of what is asked for is no answer."""

import pytest

from rag.question.fitting import can_answer
from rag.question.kinds import kind_of


@pytest.mark.parametrize(
    ("question", "words", "fits"),
    [
        ("How many workers are over 55?", "early retirement", False),
        ("How many workers are over 55?", "more than 2,000", True),
        ("How many goals did she score?", "twice", True),
        ("How many people were hurt?", "dozens of passengers", True),
        ("How many people were hurt?", "a hundred", True),
        ("How much compensation did she get?", "within six weeks", False),
        ("How much compensation did she get?", "$500 a week", True),
        ("How much was paid?", "an undisclosed fee", True),
        ("What did it cost?", "$12", True),
        ("What will the closure cost?", "212 jobs", True),
        ("How much longer will it take?", "six weeks", True),
        ("How old is she?", "71-year-old", True),
        ("How old is she?", "the captain", False),
        ("How long will it take?", "until the spring", True),
        ("How often does the boat come?", "every second Thursday", True),
        ("How did she die?", "93", False),
        ("How did she die?", "of pneumonia", True),
        ("Why did he leave?", "12", False),
        ("When did she die?", "93", False),
        ("When did it open?", "1884", True),
        ("When does it start?", "at 8", True),
        ("Who won?", "18", False),
        ("Where is the team ranked?", "18", True),
        ("How much has the price risen?", "tripled in two years", True),
        ("Which number won?", "18", True),
        ("What was the score?", "3-1", True),
    ],
)
def test_words_that_can_answer(question: str, words: str, fits: bool) -> None:
    assert can_answer(question, kind_of(question), words) is fits
