"""“Who wrote it?”: the article, unless something else that is written was spoken of."""

import pytest

from index.articles import bundled
from index.selection import Selection
from rag.assistant import Assistant
from rag.conversation.written import of_article
from rag.results import Reply, Turn
from rag.within import Within

ONE, TWO = ("a" * 16,), ("a" * 16, "b" * 16)
ALONE, AMONG_TWO = (Within(Selection(articles=ids), len(ids)) for ids in (ONE, TWO))


def turn(question: str, answer: str = "", articles: tuple[str, ...] = ()) -> Turn:
    return Turn(question, question, answer, articles)


@pytest.mark.parametrize(
    "before",
    [
        turn("When did the ferry sail again?", "on Monday", ONE),
        turn("What is the article about?", "The ferry sailed again.", ONE),
        turn("Which newspaper is this story from?"),
        turn("Summarize the article", "Doyle said in a statement that the wall had lost stone.", ONE),
    ],
)
def test_it_is_the_article_that_was_spoken_of(before: Turn) -> None:
    assert of_article("Who wrote it?", [before], None) == "Who wrote this article?"
    assert of_article("And when was it published?", [before], None) == "And when was this article published?"


@pytest.mark.parametrize(
    "before",
    [
        turn("What is the report about?", "the dam", ONE),
        turn("What did she publish?", "a memoir", ONE),
        turn("When did the ferry sail again?", "on Monday", TWO),
        turn("When did the ferry sail again?"),
        turn("What does the article say about the letter?", "it was late", ONE),
    ],
)
def test_it_is_something_else_that_is_written(before: Turn) -> None:
    assert of_article("Who wrote it?", [before], ALONE) == "Who wrote it?"


@pytest.mark.parametrize("question", ["Who found it?", "Who wrote it down?", "When was it built?", "Who wrote them?"])
def test_other_questions_stay(question: str) -> None:
    assert of_article(question, [turn("What is the article about?", "", ONE)], ALONE) == question


def test_an_article_that_is_chosen_alone_is_it() -> None:
    assert of_article("Who wrote it?", [], ALONE) == "Who wrote this article?"
    assert of_article("Who wrote it?", [], AMONG_TWO) == of_article("Who wrote it?", [], None) == "Who wrote it?"


def test_whoever_wrote_it_is_told_from_the_details(assistant: Assistant) -> None:
    (article,) = bundled()
    alone = assistant.ask("Who wrote it?", within=Selection(articles=(article.id,)))
    chat = assistant.chat()
    chat.ask("When did Retno meet Neth Savoeun?")
    after = chat.ask("Who wrote it?")
    assert isinstance(after, Reply)
    assert (after.text, after.standalone_question) == (assistant.ask("Who wrote this?").text, "Who wrote this article?")
    assert str(alone).startswith(after.text)
    chat.ask("What was the investigation about?")
    assert "wrote “" not in str(chat.ask("Who wrote it?"))
