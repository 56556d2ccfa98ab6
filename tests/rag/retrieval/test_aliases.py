"""Acronyms, and the names that they stand for."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.library import Library
from index.types import Article
from rag.retrieval.aliases import aliases
from tests.support.doubles import FERRY, WordEncoder

TALKS = Article(
    "Talks begin at the ministry",
    "The Ministry of Foreign Affairs (MFA) opened its doors. MFA officers said the National Sailing and Diving "
    "Board, or NSDB, would come. Let us pass the salt, said Ann. People Against Salt Shakers protested.",
)
LATER = Article("MFA closes", "The MFA closed. The Mighty Fine Apples sold well.")
PASS = Article("A pass is found", "The PASS was won by People Against Salt Shakers. They pass, and passing they sing.")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    made = Library.open(tmp_path_factory.mktemp("aliases"), WordEncoder())
    made.add([FERRY, TALKS, LATER, PASS])
    yield made
    made.close()


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Who opened the MFA?", {"MFA": "Ministry of Foreign Affairs"}),
        ("what did the mfa say", {"mfa": "Ministry of Foreign Affairs"}),
        ("Did the Ministry of Foreign Affairs close?", {"Ministry of Foreign Affairs": "MFA"}),
        ("What is the NSDB?", {"NSDB": "National Sailing and Diving Board"}),
        ("Is the Ministry of Foreign Affairs the MFA?", {}),
        ("let us pass", {}),  # most passages have it as another word
        ("Who met Colm Flaherty?", {}),
        ("What did NATO do?", {}),
        ("What did the Foreign Ministry do?", {}),
        ("", {}),
    ],
)
def test_an_acronym_and_its_name_stand_for_one_another(library: Library, question: str, found: dict[str, str]) -> None:
    assert aliases(question, library.lexicon) == found


@settings(max_examples=60)
@given(st.text(max_size=60) | st.from_regex(r"(MFA|NSDB|Ministry|of|Foreign|Affairs|[ ?'-])+"))
def test_any_text_may_be_asked(library: Library, text: str) -> None:
    for said, called in aliases(text, library.lexicon).items():
        assert said in text
        assert called.lower() not in text.lower()
