"""What is asked of the articles themselves: who wrote them, where and when they appeared, how many, which."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from index.types import Article
from rag.replies.triage import kind_in, reply_to
from tests.support.doubles import FERRY, ORCHARD, WordEncoder

STRIKE = Article(
    title="Tram drivers end strike in Velden",
    text="Tram drivers in Velden ended their strike on Monday. About three hundred and forty had walked out.",
    source="Velden Courier",
    published="2024-02-20",
    author="Ida Brandt and Omar Salih",
    url="https://courier.example/strike",
)
ANGER = Article(
    title="Strike over, but anger stays",
    text="Trams ran again in Velden on Tuesday. The strike cost the city 9 million euros.",
    source="Lakeside Times",
    published="2024-02-21",
    author="Omar Salih",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Give a library of four articles beside the bundled one."""
    library = Library.open(tmp_path_factory.mktemp("facts"), WordEncoder())
    library.add([FERRY, ORCHARD, STRIKE, ANGER])
    yield library
    library.close()


def told(question: str, library: Library, near: tuple[str, ...] = ()) -> tuple[str, set[str]]:
    """Return the reply to a question about the library, and the titles that it names."""
    assert kind_in(question, library) == "library", question
    text, rows = reply_to(question, library, near)
    return text, {row.title for row in rows}


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("Who wrote the story in the Velden Courier?", f"Ida Brandt and Omar Salih wrote “{STRIKE.title}”."),
        ("who wrote the article about tram drivers", f"Ida Brandt and Omar Salih wrote “{STRIKE.title}”."),
        ("Who is the author of “Strike over, but anger stays”?", f"Omar Salih wrote “{ANGER.title}”."),
        ("Who wrote the story about mason bees?", f"“{ORCHARD.title}” does not name its author."),
        ("When was the Velden Courier story published?", f"“{STRIKE.title}” is dated 2024-02-20."),
        ("What is the date of the ferry article?", f"“{FERRY.title}” is dated 2021-03-12."),
        ("Which newspaper published the story about mason bees?", f"“{ORCHARD.title}” is from Valley Weekly."),
        ("What is the headline of the Lakeside Times article?", f"The headline is “{ANGER.title}”."),
        ("What is the url of the tram drivers story?", f"“{STRIKE.title}”: https://courier.example/strike."),
        (
            "When were the articles by Omar Salih published?",
            f"“{ANGER.title}” is dated 2024-02-21; “{STRIKE.title}” is dated 2024-02-20.",
        ),
        ("Tell me the author of the Velden Courier story", f"Ida Brandt and Omar Salih wrote “{STRIKE.title}”."),
        ("Who wrote the story about quantum computing?", "No article here is about “quantum computing”."),
    ],
)
def test_facts_of_an_article_come_from_what_is_known_of_it(library: Library, question: str, reply: str) -> None:
    assert told(question, library)[0] == reply


@pytest.mark.parametrize(
    ("question", "reply", "titles"),
    [
        ("How many articles are from the Lakeside Times?", "The library holds 1 article from Lakeside Times.", {ANGER}),
        ("How many articles did Omar Salih write?", "The library holds 2 articles by Omar Salih.", {STRIKE, ANGER}),
        ("How many articles were published in 2024?", "The library holds 2 articles of 2024.", {STRIKE, ANGER}),
        ("List all articles by Ida Brandt", "The library holds articles by Ida Brandt:", {STRIKE}),
        ("what did omar salih write", "The library holds articles by Omar Salih:", {STRIKE, ANGER}),
        ("Which articles are from March 2021?", "The library holds articles of March 2021:", {FERRY}),
        ("Do you have any articles from Valley Weekly?", "The library holds articles from Valley Weekly:", {ORCHARD}),
        ("What is the newest article by Omar Salih?", "The newest article by Omar Salih is of 2024-02-21:", {ANGER}),
        ("Which articles are from 1999?", "The library holds no article of 1999.", set()),
        ("List all articles by John Smith", "No article here is by or from “John Smith”.", set()),
    ],
)
def test_articles_are_counted_and_listed_by_outlet_author_and_date(
    library: Library, question: str, reply: str, titles: set[Article]
) -> None:
    assert told(question, library) == (reply, {one.title for one in titles})


def test_of_several_articles_the_reader_is_asked_which(library: Library) -> None:
    text, titles = told("Who wrote the article?", library)
    assert text == "Which of the 5 articles? Name its outlet or its title:"
    assert len(titles) == 5


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("Who wrote the article?", "Ida Brandt and Omar Salih wrote “{}”."),
        ("who wrote this", "Ida Brandt and Omar Salih wrote “{}”."),
        ("Name the author", "Ida Brandt and Omar Salih wrote “{}”."),
        ("Who is the journalist behind this?", "Ida Brandt and Omar Salih wrote “{}”."),
        ("Who reported this story?", "Ida Brandt and Omar Salih wrote “{}”."),
        ("When was this published?", "“{}” is dated 2024-02-20."),
        ("What is the date of publication?", "“{}” is dated 2024-02-20."),
        ("Which newspaper is it from?", "“{}” is from Velden Courier."),
        ("Number of articles", "The library holds 1 article."),
    ],
)
def test_a_single_article_need_not_be_named(tmp_path: Path, question: str, reply: str) -> None:
    library = Library.open(tmp_path, WordEncoder())
    library.remove(*library.ids())
    library.add([STRIKE])
    assert told(question, library)[0] == reply.format(STRIKE.title)
    library.close()


def test_what_the_text_seems_to_tell_is_told_as_such(tmp_path: Path) -> None:
    library = Library.open(tmp_path, WordEncoder())
    library.remove(*library.ids())
    library.add([Article("Ferry late", "Ferry late\n\nBy Ana Silva\n\nThe Echo, 4 June 2025\n\nThe ferry was late.")])
    seems = "“Ferry late” has no {} in its details; its text seems to say {}."
    assert told("Who wrote the article?", library)[0] == seems.format("author", "Ana Silva")
    assert told("Which newspaper is it from?", library)[0] == seems.format("outlet", "The Echo")
    assert told("When was the article published?", library)[0] == seems.format("date", "2025-06-04")
    library.close()


def test_this_article_is_the_one_that_was_cited_before(library: Library) -> None:
    assert told("Who wrote this article?", library, near=(ANGER.id,))[0] == f"Omar Salih wrote “{ANGER.title}”."


@pytest.mark.parametrize(
    "question",
    ["Who wrote the letter?", "Which articles of the constitution were changed?", "When was the treaty published?",
     "What did the Lakeside Times say about the strike?", "Who reported the crime?", "Who wrote Hamlet?"],
)  # fmt: skip
def test_what_articles_tell_is_no_question_about_the_library(library: Library, question: str) -> None:
    assert kind_in(question, library) != "library"
