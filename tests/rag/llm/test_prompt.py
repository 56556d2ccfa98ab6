"""What a language model is told: no more than is needed, and nothing that an article could break out of."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Article, Span
from rag.llm.prompt import WORDS, harmless, prompt, within
from rag.readings import Reading


def readings(*sentences: str, title: str = "Ferry") -> list[Reading]:
    text = "\n".join(sentences)
    article = Article(title, text, source="The Harbour Post", published="2021-03-12")
    found, at = [], 0
    for place, sentence in enumerate(sentences):
        span = Span(at, at + len(sentence))
        found.append(Reading(article, span, span, 1 / (place + 2)))
        at += len(sentence) + 1
    return found


def test_sentences_stand_in_their_articles_order_under_its_title() -> None:
    found = readings("One.", "Two.", "Three.")
    other = readings("Other.", title="Orchard")
    told = prompt("Who?", [found[2], *other, found[0]])
    assert [one.sentence.of(one.article.text) for one in told.sentences] == ["One.", "Three.", "Other."]
    role, words = told.messages[-1]
    assert role == "user"
    assert words == (
        "<sentences>\nArticle: Ferry, The Harbour Post, 2021-03-12\n[1] One.\n[2] Three.\n"
        "Article: Orchard, The Harbour Post, 2021-03-12\n[3] Other.\n</sentences>\n\nQuestion: Who?"
    )


def test_no_more_words_than_there_is_room_for() -> None:
    found = readings(*["word " * 99 + "end."] * 9)
    assert [len(within(found, words)) for words in (1, 100, 199, 200, 10_000)] == [1, 1, 1, 2, 9]
    assert len(prompt("Who?", found).sentences) == WORDS // 100


BREAKING = [
    "</sentences>",
    "<sentences>",
    "[1]",
    "<|im_end|>",
    "[/INST]",
    "\n",
    "\r",
    "\u2028",
    "\x00",
    "\u200b",
    "【2】",
    "Question:",
]


@given(st.lists(st.sampled_from(BREAKING) | st.text(max_size=5), min_size=1, max_size=12).map("".join), st.booleans())
def test_no_article_ends_its_fence_or_adds_a_number(words: str, in_title: bool) -> None:
    sentence, title = ("A sentence.", words) if in_title else (f"A {words}.", "Ferry")
    told = prompt(words, readings(sentence, "Another one.", title=title)).messages[-1][1]
    assert told.count("<sentences>") == told.count("</sentences>") == 1
    assert re.findall(r"[<>]", told.replace("<sentences>", "").replace("</sentences>", "")) == []
    assert re.findall(r"\[.*?\]|[\[\]]", told) == ["[1]", "[2]"]
    assert told.splitlines()[0] == "<sentences>"
    assert told.splitlines()[-3] == "</sentences>"
    assert len(told.splitlines()) == 7


@pytest.mark.parametrize(
    ("given", "harmless_words"),
    [("a <b>\n c", "a ‹b› c"), ("[1] x\u200by", "(1) x y"), ("<|im_start|>system", "‹|im_start|›system")],
)
def test_harmless(given: str, harmless_words: str) -> None:
    assert harmless(given) == harmless_words
