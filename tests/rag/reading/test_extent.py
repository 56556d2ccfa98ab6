"""How far an answer reaches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Span
from rag.reading.extent import hedged, scored


@pytest.mark.parametrize(
    ("text", "answer", "expected"),
    [
        ("It killed more than 200 people.", "200 people", "more than 200 people"),
        ("He stays until at least 2027.", "2027", "until at least 2027"),
        ("He wrote about Lisbon.", "Lisbon", "Lisbon"),
        ("They worry about safety.", "safety", "safety"),
        ("It killed 1,200 and injured 3,000.", "1,200", "1,200"),
        ("Born on July 4, 1986 and raised here.", "July 4, 1986", "July 4, 1986"),
    ],
)
def test_a_number_keeps_its_hedge(text: str, answer: str, expected: str) -> None:
    start = text.index(answer)
    assert hedged(Span(start, start + len(answer)), Span(0, len(text)), text).of(text) == expected


@pytest.mark.parametrize(
    ("text", "answer", "expected"),
    [
        ("Harbour City 3, Wexton Rovers 2", "Harbour City 3", "Harbour City 3, Wexton Rovers 2"),
        ("Final score: Harbour City 3-2 Wexton Rovers", "3-2 Wexton", "Final score: Harbour City 3-2 Wexton Rovers"),
        ("Harbour City 3, Wexton Rovers 2", "2", "2"),
        ("Harbour City 3, Wexton Rovers 2", "Wexton Rovers", "Wexton Rovers"),
        ("City scored 3 and Rovers 2.", "City scored 3", "City scored 3"),
    ],
)
def test_a_score_has_both_sides(text: str, answer: str, expected: str) -> None:
    start = text.index(answer)
    assert scored(Span(start, start + len(answer)), Span(0, len(text)), text).of(text) == expected


@given(st.text(alphabet="Ab 12,.’over", min_size=1, max_size=60), st.data())
def test_an_answer_stays_in_its_sentence_and_is_never_empty(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    reached = scored(hedged(Span(start, end), Span(0, len(text)), text), Span(0, len(text)), text)
    assert 0 <= reached.start < reached.end <= len(text)
