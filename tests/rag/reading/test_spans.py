"""Spans: worked out by hand, and never across a sentence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Span
from rag.reading.spans import best_spans, whole
from rag.reading.windows import Window

TEXT = "Ana met Bo. Cy left."
WORDS = [Span(0, 3), Span(4, 7), Span(8, 10), Span(10, 11), Span(12, 14), Span(15, 19), Span(19, 20)]
SENTENCES = [Span(0, 11), Span(12, 20)]
WINDOW = Window(0, tuple(range(11)), 3, tuple(WORDS))  # [CLS] q [SEP] seven tokens [SEP]


def scored(starts: list[float], ends: list[float], none: tuple[float, float] = (0, 0)) -> list[tuple[str, str, float]]:
    first, last = (np.array([n, 9, 9, *scores, 9], np.float32) for n, scores in zip(none, (starts, ends), strict=True))
    found = best_spans(WINDOW, first, last, SENTENCES, TEXT)
    return [(sentence.of(TEXT), answer.of(TEXT), score) for sentence, answer, score in found]


def test_the_best_span_of_each_sentence_and_its_lead_over_no_answer() -> None:
    assert scored([1, 0, 5, 0, 3, 0, 0], [0, 0, 4, 0, 0, 2, 0], none=(1, 0.5)) == [
        ("Ana met Bo.", "Bo", 7.5),
        ("Cy left.", "Cy left", 3.5),
    ]


def test_a_span_ends_where_it_begins_or_later_and_in_the_same_sentence() -> None:
    # The best start is Bo, the best end before it Ana, the best end of all in the next sentence.
    assert scored([0, 0, 9, 0, 0, 0, 0], [8, 0, 1, 0, 0, 9, 0])[0] == ("Ana met Bo.", "Bo", 10.0)


def test_tokens_of_no_sentence_are_never_an_answer() -> None:
    found = best_spans(WINDOW, np.zeros(11, np.float32), np.zeros(11, np.float32), SENTENCES[1:], TEXT)
    assert [sentence for sentence, *_ in found] == [SENTENCES[1]]
    assert best_spans(WINDOW, np.zeros(11, np.float32), np.zeros(11, np.float32), [], TEXT) == []


@pytest.mark.parametrize(
    ("marked", "kept"),
    [
        ("hief Neth Savo", "chief Neth Savoeun"),
        ("12", "$12.5 million"),
        ("5 mil", "$12.5 million"),
        ("S.", "U.S."),
        ("Brien", "O’Brien"),
        ("th of May", "4th of May"),
        ("“gone away”", "“gone away”"),
        ("“gone away", "gone away"),
        ("gone away”", "gone away"),
        ("(the port)", "(the port)"),
        ("(the", "the"),
        (", and", "and"),
        ("3:30", "3:30"),
        ("40", "40%"),
        (",", ","),
    ],
)
def test_words_names_and_numbers_come_out_whole(marked: str, kept: str) -> None:
    text = (
        "Police chief Neth Savoeun paid $12.5 million, and O’Brien said “gone away” in the U.S. on the 4th of May at "
        "3:30 (the port): 40%."
    )
    at = text.index(marked)
    assert whole(Span(at, at + len(marked)), Span(0, len(text)), text).of(text) == kept


@pytest.mark.parametrize(
    ("text", "marked", "kept"),
    [
        ("About three hundred and forty workers left.", "three hundred", "three hundred and forty"),
        ("About three hundred and forty workers left.", "forty", "three hundred and forty"),
        ("Two and a half million people fled.", "half million", "Two and a half million"),
        ("Half a million people fled.", "million", "Half a million"),
        ("It cost one hundred and twenty-five thousand pounds.", "five", "one hundred and twenty-five thousand"),
        ("Prices rose by 15 percent.", "15", "15 percent"),
        ("It lasted between two and three weeks.", "two", "two"),
        ("Someone said nothing.", "Some", "Someone"),
        ("The 71-year-old skipper was asleep.", "71-year", "71-year-old"),
        ("The 71-year-old skipper was asleep.", "71", "71"),
        ("WMO Secretary-General Petteri Taalas spoke.", "General", "Secretary-General"),
        ("The Trump-Era rules went.", "Trump", "Trump"),
        ("An anti-government protester was held.", "government protester", "government protester"),
    ],
)
def test_a_number_in_words_comes_out_whole(text: str, marked: str, kept: str) -> None:
    at = text.index(marked)
    assert whole(Span(at, at + len(marked)), Span(0, len(text)), text).of(text) == kept


@pytest.mark.parametrize(
    ("text", "marked", "kept"),
    [
        ("She got about 1,000 roubles ($16) a month.", "1,000 roubles ($16", "1,000 roubles ($16)"),
        ("She got 1,000 roubles ($16) a month.", "$16) a month", "($16) a month"),
        ("The Bee (a ship that was built in Hull, they say, in 1902) sank.", "Bee (a ship", "Bee"),
        ("They sang the song “Lift Me Up” twice.", "song “Lift Me", "song “Lift Me Up”"),
        ("He called it “a plan that no mayor of this town would have dared to show”.", "it “a plan", "it “a plan"),
        ("It is Griner’s (and hers).", "Griner’s", "Griner’s"),
        ('She said she was "never good at forms".', 'was "never good at forms', 'was "never good at forms"'),
        ('"It is late," he said, "and cold."', 'late," he said', '"It is late," he said'),
        ("A man 5'6\" tall came.", "A man 5'6\" tall", "A man 5'6\" tall"),
    ],
)
def test_a_span_has_both_of_a_pair_or_neither(text: str, marked: str, kept: str) -> None:
    at = text.index(marked)
    assert whole(Span(at, at + len(marked)), Span(0, len(text)), text).of(text) == kept


@given(st.text(min_size=1, max_size=60), st.data())
def test_a_whole_span_stays_in_its_sentence_and_has_no_loose_ends(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = Span(data.draw(st.integers(start, end - 1)), end)
    kept = whole(span, Span(start, end), text)
    assert start <= kept.start < kept.end <= end


@given(st.lists(st.floats(-9, 9, width=32), min_size=22, max_size=22))
def test_spans_lie_in_their_sentences(scores: list[float]) -> None:
    starts, ends = np.array(scores[:11], np.float32), np.array(scores[11:], np.float32)
    found = best_spans(WINDOW, starts, ends, SENTENCES, TEXT)
    assert [sentence for sentence, *_ in found] == SENTENCES
    for sentence, answer, score in found:
        assert sentence.start <= answer.start < answer.end <= sentence.end
        inside = [i for i, place in enumerate(WORDS) if sentence.start <= place.start < sentence.end]
        best = max(starts[3 + i] + ends[3 + j] for i in inside for j in inside if i <= j)
        assert score == pytest.approx(best - starts[0] - ends[0], abs=1e-4)
