"""Questions in other words, by a thesaurus of a few words in WordNet's form."""

import random
from pathlib import Path

import pytest

from rag.training.reader.reworded import reworded
from rag.training.reader.thesaurus import Thesaurus
from tests.support.doubles import WordEncoder

SETS = {
    "noun": [("boss", "chief"), ("road", "route")],
    "verb": [("add", "append")],
    "adj": [("big", "large")],
}


@pytest.fixture
def words(tmp_path: Path) -> Thesaurus:
    """Give a thesaurus whose sets have two words each."""
    for kind, sets in SETS.items():
        index, data = "  1 a licence\n", ""
        for one, other in sets:
            for lemma in (one, other):
                index += f"{lemma} {kind[0]} 1 0 1 1 {len(data):08}\n"
            data += f"{len(data):08} 01 {kind[0]} 02 {one} 0 {other} 0 000 | a meaning\n"
        (tmp_path / f"index.{kind}").write_text(index)
        (tmp_path / f"data.{kind}").write_text(data)
    return Thesaurus(tmp_path)


@pytest.mark.parametrize(
    ("word", "other"),
    [("boss", ["chief"]), ("roads", ["routes"]), ("adding", ["appending"]), ("added", ["appended"]), ("ferry", [])],
)
def test_a_word_is_replaced_in_its_own_form(words: Thesaurus, word: str, other: list[str]) -> None:
    assert words.alike(word) == other


def test_names_and_words_that_ask_stay(words: Thesaurus) -> None:
    asked = ["Who is the boss of Big Road?", "Who won?"]
    made = reworded(asked, words, WordEncoder(), random.Random(0), least=0.1)
    assert made == ["Who is the chief of Big Road?", None]


def test_what_changes_the_sense_too_much_is_left_out(words: Thesaurus) -> None:
    assert reworded(["Who is the boss?"], words, WordEncoder(), random.Random(0), least=1.0) == [None]
