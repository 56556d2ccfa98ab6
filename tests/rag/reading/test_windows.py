"""Windows: every token keeps its place in the article, whatever the text."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.chunking import chunks
from index.types import Article, Span
from index.wordpieces import tokenizer
from rag.reading.windows import LONGEST, windows
from rag.readings import Passage
from tests.support.doubles import FERRY

HOSTILE = [
    "👩‍👩‍👧 The fami\u0301ly 🏳️‍🌈 moved\tto Łódź.\r\n\r\nIt cost 5\u00a0€ 😀.",
    "e\u0301" * 400,
    "tab\tafter\ttab\t" * 50,
    "word",
    "東京の人口は千四百万人です。" * 30,
    "W" * 3000,
    "a" * 99 + " " + "b" * 101,
    "\u200b\u200b \ufeff zero width",
]


def passage(text: str, span: Span | None = None) -> Passage:
    article = Article("", text)
    return Passage(article, span or Span(0, len(text)), (), 0.5)


@pytest.mark.parametrize("text", HOSTILE)
def test_places_of_tokens_are_exact_on_hostile_text(text: str) -> None:
    for window in windows("Who?", [passage(text)]):
        for token, place in zip(window.ids[window.first :], window.places, strict=False):
            written = (tokenizer().id_to_token(token) or "").removeprefix("##")
            assert 0 <= place.start <= place.end <= len(text)
            assert written == "[UNK]" or written == plain(place.of(text)), (written, place.of(text))


def plain(text: str) -> str:
    """Write as the tokenizer reads: lower case, without accents."""
    kept = (c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) not in ("Mn", "Cf"))
    return "".join(kept)


def test_a_window_is_the_question_then_the_passage() -> None:
    (window,) = windows("Who sailed?", [passage("The ferry sailed.")])
    read = tokenizer().decode(window.ids, skip_special_tokens=False)
    assert read == "[CLS] who sailed? [SEP] the ferry sailed. [SEP]"
    assert [place.of("The ferry sailed.") for place in window.places] == ["The", "ferry", "sailed", "."]
    assert window.ids[window.first] == tokenizer().token_to_id("the")


def test_places_are_those_of_the_article_not_of_the_passage() -> None:
    second = chunks(FERRY, 120)[1]
    (window,) = windows("Who?", [Passage(FERRY, second.span, second.sentences, 0.5)])
    assert window.places[0].of(FERRY.text) == second.span.of(FERRY.text).split()[0]


@pytest.mark.parametrize("count", [1, 300, 377, 378, 500, 900, 2500])
def test_long_passages_are_read_in_windows_that_overlap_and_leave_nothing_out(count: int) -> None:
    text = "word " * count
    cut = windows("Who?", [passage(text)])
    assert all(len(window.ids) <= LONGEST for window in cut)
    assert {place.start for window in cut for place in window.places} == {5 * i for i in range(count)}
    assert all(a.places[-1].start > b.places[0].start for a, b in pairwise(cut))


def test_a_long_question_leaves_room_for_the_passage() -> None:
    (window,) = windows("why " * 5000, [passage("The ferry sailed.")])
    assert len(window.places) == 4
    assert len(window.ids) < LONGEST


def test_passages_without_words_have_no_window() -> None:
    assert windows("Who?", []) == []
    (window,) = windows("Who?", [passage("x\n \t", Span(1, 4)), passage("The ferry.")])
    assert window.passage == 1


@given(st.text(max_size=300), st.text(max_size=300).filter(str.strip))
def test_any_question_and_any_text(question: str, text: str) -> None:
    try:
        read = passage(text)
    except Exception:
        return
    for window in windows(question, [read]):
        assert len(window.ids) == window.first + len(window.places) + 1
        assert all(0 <= place.start <= place.end <= len(text) for place in window.places)
