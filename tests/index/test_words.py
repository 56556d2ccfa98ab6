"""The words of a question."""

import pytest

from index.words import among, content_words, seems_foreign, words


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Who did Retno meet, and when did Retno leave?", ["Retno", "meet", "leave"]),
        ("WHO IS WHO?", []),
        ("?!", []),
    ],
)
def test_content_words(question: str, found: list[str]) -> None:
    assert content_words(question) == found


def test_words_come_once_and_as_they_are_written() -> None:
    assert words("WHO is Who?") == ["WHO", "is"]


@pytest.mark.parametrize(
    ("question", "foreign"),
    [
        ("¿Cuál es la capital de Francia?", True),
        ("法国的首都是哪里?", True),
        ("Кто встретил Ретно?", True),
        ("Was hat Retno gesagt?", True),
        ("Wer hat die Wahl gewonnen?", True),
        ("que dijo la ministra", True),
        ("Siapa yang bertemu Retno?", True),
        ("Who is Maeve Dúill?", False),
        ("was robert de niro arrested", False),
        ("red hat was sold", False),
        ("los angeles el monte fire", False),
        ("Wen Jiabao visit", False),
        ("What did Le Pen and De Klerk say?", False),
        ("Dúill harbour", False),
        ("Did the café close?", False),
        ("retno meeting phnom penh", False),
    ],
)
def test_a_foreign_question_is_told_only_where_it_is_sure(question: str, foreign: bool) -> None:
    assert seems_foreign(question) is foreign


@pytest.mark.parametrize(
    ("word", "told", "is_there"),
    [
        ("wounded", ["wounding"], True),
        ("Victims", ["victim"], True),
        ("die", ["diet"], True),
        ("sank", ["sink"], False),
    ],
)
def test_a_word_is_known_in_any_ending(word: str, told: list[str], is_there: bool) -> None:
    assert among(word, told) == is_there
