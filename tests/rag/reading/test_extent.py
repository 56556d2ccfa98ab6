"""How far an answer reaches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Span
from rag.reading.extent import extended


def reach(text: str, answer: str, question: str) -> str:
    start = text.index(answer)
    return extended(Span(start, start + len(answer)), Span(0, len(text)), question, text).of(text)


@pytest.mark.parametrize(
    ("text", "answer", "question", "expected"),
    [
        ("Doyle and Ana Silva met.", "Doyle and Ana Silva", "Who did Doyle meet?", "Ana Silva"),
        ("Ana Silva and Doyle met.", "Ana Silva and Doyle", "Who did Doyle meet?", "Ana Silva"),
        ("Ana Silva and Doyle met.", "Ana Silva and Doyle", "Who met?", "Ana Silva and Doyle"),
        ("Doyle and Silva met.", "Doyle and Silva", "Did Doyle and Silva meet?", "Doyle and Silva"),
        ("The Irish, Dutch, and Danish crews left.", "Irish, Dutch", "Which?", "Irish, Dutch, and Danish"),
        ("They grow apples, pears and plums in pots.", "apples, pears", "What?", "apples, pears and plums"),
        ("On Tuesday, August 2, and nobody came.", "Tuesday, August 2", "When?", "Tuesday, August 2"),
        ("It killed more than 200 people.", "200 people", "How many?", "more than 200 people"),
        ("He stays until at least 2027.", "2027", "Until when?", "until at least 2027"),
        ("He wrote about Lisbon.", "Lisbon", "What?", "Lisbon"),
        ("They worry about safety.", "safety", "What?", "safety"),
        ("It killed 1,200 and injured 3,000.", "1,200", "How many?", "1,200"),
        ("Born on July 4, 1986 and raised here.", "July 4, 1986", "When?", "July 4, 1986"),
        ("Bees, which sting, and wasps came.", "Bees", "What came?", "Bees"),
    ],
)  # fmt: skip
def test_an_answer_says_what_is_new_and_all_of_a_list(text: str, answer: str, question: str, expected: str) -> None:
    assert reach(text, answer, question) == expected


@given(st.text(alphabet="Ab ,.’and", min_size=1, max_size=60), st.data(), st.text(max_size=20))
def test_an_answer_stays_in_its_sentence_and_is_never_empty(text: str, data: st.DataObject, question: str) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    reached = extended(Span(start, end), Span(0, len(text)), question, text)
    assert 0 <= reached.start < reached.end <= len(text)
