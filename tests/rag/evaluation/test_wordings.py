"""Questions in other words, and what is measured with them."""

import random

import pytest
from rapidfuzz.distance import DamerauLevenshtein

from index.library import Library
from index.types import Article, Span
from rag.evaluation.benchmarks.names import AtOnce, Tally, measure, reworded, table
from rag.evaluation.datasets.squad import Question
from rag.evaluation.datasets.wordings import keywords, misspelt, renamed
from tests.support.doubles import FERRY, WordEncoder

WHOLE = Span(0, len(FERRY.text))
WALL = FERRY.text.index("harbour wall")
DOYLE = Question("Who says that Maeve Doyle saw the Flaherty wall?", FERRY, WHOLE, (Span(WALL, WALL + 12),))


@pytest.mark.parametrize("edits", [1, 2])
def test_a_misspelt_name_keeps_its_first_letter_and_is_as_near_as_is_said(word_library: Library, edits: int) -> None:
    chance = random.Random(0)
    for _ in range(200):
        wording = misspelt(DOYLE.text, word_library, edits, chance)
        assert wording is not None
        assert wording.meant in ("Maeve", "Doyle", "Flaherty")
        (wrong,) = set(wording.text.split()) - set(DOYLE.text.split())
        assert wrong[0] == wording.meant[0]
        assert 1 <= DamerauLevenshtein.distance(wrong.lower(), wording.meant.lower()) <= edits


def test_a_question_without_a_name_is_not_misspelt(word_library: Library) -> None:
    assert misspelt("Who saw the wall of Atlantis?", word_library, 1, random.Random(0)) is None
    assert misspelt("Doyle saw it?", word_library, 1, random.Random(0)) is None


def test_keywords_and_other_names(word_library: Library) -> None:
    word_library.add([Article("Talks", "The Ministry of Foreign Affairs (MFA) spoke.")])
    assert keywords("Who is the captain of the ferry?") == "captain ferry"
    assert keywords("Who is it?") == "Who is it?"
    wording = renamed("Who leads the MFA?", word_library)
    assert wording is not None
    assert wording.text == "Who leads the Ministry of Foreign Affairs?"
    assert renamed("Who leads?", word_library) is None


def test_what_is_found_is_counted(word_library: Library) -> None:
    for wording in ("as they are", "a name misspelt by one edit", "lower case"):
        tally = measure(reworded([DOYLE], word_library, wording), word_library)
        assert (tally.asked, tally.found, tally.found_corrected) == (1, 1, 1)
    assert table({"lower case": Tally(4, 1, 3, 2)}).endswith("| lower case | 4 | 0.250 | 0.750 | 2 |  |")
    assert table({"lower case": Tally(0)}).count("\n") == 1


def test_what_is_embedded_at_once_is_the_same() -> None:
    texts = ["a ferry", "a storm", "a ferry"]
    assert (AtOnce(WordEncoder()).encode(texts) == WordEncoder().encode(texts)).all()
