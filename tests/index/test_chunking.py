"""Articles -> chunks: they tile the text, whatever it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.articles import bundled
from index.chunking import chunks, embedded_text, sentences
from index.types import Article

TEXT = st.text(max_size=400).filter(lambda text: text.strip())


@given(TEXT, st.integers(1, 120))
def test_chunks_tile_the_text(text: str, size: int) -> None:
    at = 0
    for chunk in chunks(Article("A title", text), size):
        assert chunk.span.start == at < chunk.span.end
        at = chunk.span.end
    assert at == len(text)


@given(TEXT, st.integers(1, 120), st.integers(0, 4))
def test_chunks_hold_every_sentence_in_order(text: str, size: int, overlap: int) -> None:
    article = Article("A title", text)
    found = chunks(article, size, overlap)
    seen = []
    for chunk in found:
        assert chunk.sentences, "an empty chunk finds nothing"
        assert all(chunk.span.start <= sentence.start < sentence.end <= chunk.span.end for sentence in chunk.sentences)
        seen += [sentence for sentence in chunk.sentences if sentence not in seen]
    assert seen == sentences(article, longest=size)
    assert [chunk.span for chunk in found] == sorted(chunk.span for chunk in found)


@given(TEXT, st.integers(1, 120))
def test_sentences_are_trimmed_short_enough_and_lose_nothing(text: str, longest: int) -> None:
    at = 0
    for sentence in sentences(Article("\0", text), longest):
        assert not text[at : sentence.start].strip().strip("#"), "only space, and the signs before a heading"
        assert sentence.of(text) == sentence.of(text).strip()
        assert 0 < sentence.end - sentence.start <= longest
        at = sentence.end
    assert not text[at:].strip()


def test_overlap_begins_as_many_sentences_earlier() -> None:
    article = Article("Counting", "One is here. Two is here. Three is here. Four is here. Five is here.")
    held = [[s.of(article.text)[:-9] for s in chunk.sentences] for chunk in chunks(article, 42, overlap=1)]
    assert held == [["One", "Two", "Three"], ["Three", "Four", "Five"]]


def test_one_enormous_sentence_is_cut_at_white_space() -> None:
    text = "and so on " * 3000
    pieces = sentences(Article("On", text), longest=800)
    assert all(600 < piece.end - piece.start <= 800 for piece in pieces[:-1])
    assert " ".join(piece.of(text) for piece in pieces) == text.strip()


def test_headline_and_navigation_are_in_the_text_but_not_quotable() -> None:
    article = bundled()[0]
    quotable = [sentence.of(article.text) for sentence in sentences(article)]
    assert article.title not in quotable
    assert "Recent Features" not in quotable
    assert "Credit: Twitter/MFA Indonesia" in quotable
    assert any(sentence.endswith("in Phnom Penh, August 2, 2022.") for sentence in quotable)


def test_what_is_embedded_carries_the_title_and_date() -> None:
    article = bundled()[0]
    chunk = chunks(article)[1]
    context, body = embedded_text(article, chunk).split("\n", 1)
    assert context == f"{article.title} · 2022-08-02"
    assert body == " ".join(sentence.of(article.text) for sentence in chunk.sentences)


@pytest.mark.parametrize(("size", "overlap"), [(0, 0), (10, -1)])
def test_a_senseless_size_is_refused(size: int, overlap: int) -> None:
    with pytest.raises(ValueError, match=f"size={size}, overlap={overlap}"):
        chunks(bundled()[0], size, overlap)


STORY = "Nine people died in the storm on Monday.\n\n"


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("An earlier version of this article said that four people had died.", []),
        ("Correction: A caption misspelled the mayor's name. She is Anna Leigh.", ["She is Anna Leigh."]),
        ("CORRECTION (5 June): The story incorrectly gave the toll as four. It is nine.", ["It is nine."]),
        ("This article was amended on 3 May 2024 to correct the toll from four to nine.", []),
        ("Editor's note: A previous version of this story had four dead in error.", []),
        ("An earlier version of the report had four.", ["An earlier version of the report had four."]),
        ("The minister wrongly said that four had died.", ["The minister wrongly said that four had died."]),
        ("Corrections officers said that it was wrong.", ["Corrections officers said that it was wrong."]),
    ],
)  # fmt: skip
def test_what_a_correction_says_was_wrong_is_not_quoted(note: str, kept: list[str]) -> None:
    article = Article("Storm", STORY + note)
    assert [sentence.of(article.text) for sentence in sentences(article)] == [STORY.strip(), *kept]


def test_a_correction_that_is_all_there_is_may_be_quoted() -> None:
    article = Article("Storm", "An earlier version of this article said that four people had died.")
    assert [sentence.of(article.text) for sentence in sentences(article)] == [article.text]
