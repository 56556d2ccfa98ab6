"""What is said that is no question about articles' contents gets a fitting reply."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.library import Library
from rag.replies.triage import kind_in, reply_to
from tests.support.doubles import FERRY, ORCHARD, WordEncoder

OUTLETS = "The articles are from The Diplomat (1), The Harbour Post (1), Valley Weekly (1)."


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Give a library of the bundled article, the ferry and the orchard, embedded by their words."""
    library = Library.open(tmp_path_factory.mktemp("talk"), WordEncoder())
    library.add([FERRY, ORCHARD])
    yield library
    library.close()


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("Hello!", "Good day"),
        ("thanks, that helped", "welcome"),
        ("goodbye", "any other question"),
        ("What can you do?", "quotes the sentences"),
        ("Who are you?", "a program"),
        ("ok", "What would you like to know"),
    ],
)
def test_small_talk_gets_a_fitting_reply(library: Library, said: str, reply: str) -> None:
    text, articles = reply_to(said, library)
    assert reply in text
    assert articles == ()


@pytest.mark.parametrize(
    ("question", "text", "titles"),
    [
        ("How many articles are there?", "The library holds 3 articles.", 3),
        (
            "Which outlets are there?",
            "The articles are from The Diplomat (1), The Harbour Post (1), Valley Weekly (1).",
            0,
        ),
        ("What is the newest article?", "The newest article is of 2022-08-02:", 1),
        ("What is the oldest article?", "The oldest article is of 2021-03-12:", 1),
        ("What articles do you have?", "The library holds:", 3),
        ("Do you have anything about ferries?", "Nearest to “ferries”:", 1),
        ("Do you have anything about quantum computing?", "No article here is about “quantum computing”.", 0),
    ],
)
def test_the_library_tells_what_it_holds(library: Library, question: str, text: str, titles: int) -> None:
    assert kind_in(question) == "library"
    said, articles = reply_to(question, library)
    assert said == text
    assert len(articles) == titles
    assert {row.id for row in articles} <= set(library.ids())


def test_an_article_about_a_subject_is_named(library: Library) -> None:
    _, articles = reply_to("Is there an article about mason bees?", library)
    assert articles[0].title == ORCHARD.title


def test_an_empty_library_says_so(tmp_path: Path) -> None:
    library = Library.open(tmp_path, WordEncoder())
    for id in library.ids():
        library.remove(id)
    assert "no article yet" in reply_to("How many articles are there?", library)[0]
    library.close()


@settings(max_examples=60)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_a_reply_never_fails(library: Library, text: str) -> None:
    said, articles = reply_to(text, library)
    assert said
    assert {row.id for row in articles} <= set(library.ids())
