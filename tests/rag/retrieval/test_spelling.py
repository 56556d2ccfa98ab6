"""Words that no article has, and the words that they are read as."""

import os
import string
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from index.library import Library
from index.types import Article
from rag.retrieval.spelling import Correction, corrected
from tests.support.doubles import FERRY, ORCHARD, WordEncoder

TRADE = Article(
    "Fishermen await talks in Beijing",
    "Fishermen of Gdańsk said the finance ministry in Beijing had called them. Talks in Beijing failed. "
    "The Sampras family was not asked, the ministry stated.",
)
NAMES = ("Beijing", "Flaherty", "Zielinski", "Lancaster", "Sampras", "Marsudi", "Savoeun")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    made = Library.open(tmp_path_factory.mktemp("spelling"), WordEncoder())
    made.add([FERRY, ORCHARD, TRADE])
    yield made
    made.close()


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("Who is Retno Marsudy?", "Who is Retno Marsudy?"),  # one stem: it is found as it is
        ("Who is Ratno Marsudi?", "Who is Retno Marsudi?"),
        ("who is ratno marsudi", "who is Retno marsudi"),
        ("What failed in Bejing?", "What failed in Beijing?"),
        ("Which bees did Zielinsky breed?", "Which bees did Zielinsky breed?"),
        ("Which bees did Zielnski breed?", "Which bees did Zielinski breed?"),
        ("What did Flahrety say about bread?", "What did Flaherty say about bread?"),
        ("Is there a university in Lancastre?", "Is there a university in Lancaster?"),
        ("Who is Lancastre?", "Who is Lancaster?"),
        ("What did growers release this spirng?", "What did growers release this spring?"),
        ("Who are the fishrmen of Gdansk?", "Who are the Fishermen of Gdansk?"),
        ("Which labor did the harbor finance?", "Which labor did the harbour finance?"),  # no article has "labour"
    ],
)
def test_a_slip_is_read_as_the_word_that_the_articles_have(library: Library, question: str, read: str) -> None:
    assert corrected(question, library.lexicon)[0] == read


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",  # not "finance"
        "Which boiler failed in Lancastre?",  # no passage has one of these beside "Lancaster"
        "What did the OPEC state?",
        "Where is Mars?",
        "Who sat there?",
        "Where is Pharis?",
        "What is 20M?",
        "Who wnats it?",
        "",
    ],
)
def test_what_is_spelt_as_it_should_be_or_too_far_from_all_stays(library: Library, question: str) -> None:
    assert corrected(question, library.lexicon) == (question, ())


def test_what_was_read_otherwise_is_told(library: Library) -> None:
    _, corrections = corrected("Did Zielnski meet Flahrety in spring on bread and bees?", library.lexicon)
    assert corrections == (Correction("Zielnski", "Zielinski"), Correction("Flahrety", "Flaherty"))


@settings(max_examples=80)
@given(
    name=st.sampled_from(NAMES),
    at=st.integers(1, 5),
    letter=st.sampled_from(string.ascii_lowercase),
    kind=st.integers(0, 3),
)
def test_a_name_with_one_edit_is_found_again(library: Library, name: str, at: int, letter: str, kind: int) -> None:
    wrong = [
        name[:at] + letter + name[at:],
        name[:at] + name[at + 1 :],
        name[:at] + letter + name[at + 1 :],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    ][kind]
    question = f"What did {wrong} say?"
    assume(library.lexicon.unknown_words(question) == [wrong])
    read, corrections = corrected(question, library.lexicon)
    assert not corrections or read == f"What did {name} say?"


@settings(max_examples=80)
@given(st.text(max_size=60) | st.text(string.ascii_letters + " ?'-", max_size=60))
def test_whatever_is_asked_only_unknown_words_change(library: Library, question: str) -> None:
    unknown = library.lexicon.unknown_words(question)
    read, corrections = corrected(question, library.lexicon)
    assert {one.written for one in corrections} <= set(unknown)
    assert all(library.lexicon.knows(one.read) for one in corrections)
    assert corrections or read == question
    assert corrected(read, library.lexicon)[0] == read or not corrections


def test_threads_may_ask_at_once_and_nothing_is_written(library: Library) -> None:
    before = (library.folder / "library.sqlite").read_bytes()
    with ThreadPoolExecutor(4) as threads:
        read = list(threads.map(lambda _: corrected("Who is Lancastre?", library.lexicon)[0], range(40)))
    assert set(read) == {"Who is Lancaster?"}
    assert (library.folder / "library.sqlite").read_bytes() == before


def test_what_is_removed_is_no_longer_read(tmp_path: Path) -> None:
    library = Library.open(tmp_path, WordEncoder())
    library.add([TRADE])
    assert corrected("What failed in Bejing?", library.lexicon)[0] == "What failed in Beijing?"
    library.remove(TRADE.id)
    assert corrected("What failed in Bejing?", library.lexicon)[1] == ()


def test_an_index_that_cannot_be_written_is_read_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Library.open(tmp_path, WordEncoder()).close()
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK and allowed(path, mode))
    library = Library.open(tmp_path, WordEncoder())
    assert library._truth.read_only
    assert corrected("Who is Ratno?", library.lexicon)[0] == "Who is Retno?"
