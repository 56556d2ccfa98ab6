"""Which answers say the same."""

from dataclasses import replace

import pytest

from index.types import Article, Span
from rag.alike import agree
from rag.reading.agreement import any_of, findings, is_copy, joins
from rag.readings import Reading


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Neth Savoeun", "Cambodian National Police chief Neth Savoeun", True),
        ("the harbour", "Harbour", True),
        ("1,200 people", "1200 people", True),
        ("62", "62 victims", True),
        ("12", "62", False),
        ("12", "12 of the 62", False),
        ("on Monday", "on Tuesday", False),
        ("Neth Savoeun", "Hun Sen", False),
        ("it", "it", True),
        ("—", "—", False),
    ],
)
def test_agree(one: str, other: str, same: bool) -> None:
    assert agree(one, other) is agree(other, one) is same


def reading(sentence: str, answer: str, probability: float, before: str = "") -> Reading:
    article = Article(before, before + sentence)
    at = article.text.index(answer, len(before))
    return Reading(article, Span(len(before), len(article.text)), Span(at, at + len(answer)), probability)


def test_answers_that_agree_support_one_another() -> None:
    ana = reading("Ana Silva won.", "Ana Silva", 0.3)
    bo = reading("Bo won.", "Bo", 0.35)
    again = reading("The winner is Ana.", "Ana", 0.2)
    best, other = findings([bo, ana, again])
    assert best.readings == (ana, again)
    assert best.probability == pytest.approx(1 - 0.7 * 0.8)
    assert other.readings == (bo,)
    assert other.probability == pytest.approx(0.35)


@pytest.mark.parametrize(
    ("whole", "one", "other", "same"),
    [
        ("Cambodian National Police chief Neth Savoeun", "Neth Savoeun", "the Cambodian police chief", True),
        ("mayor Ana Silva", "the mayor", "Silva", True),
        ("Ana Silva and Rui Costa", "Ana Silva", "Rui Costa", False),
        ("Leeds beat Hull", "Leeds", "Hull", False),
        ("chief", "police chief", "fire chief", False),
        ("12 of the 62", "12", "62", False),
    ],
)
def test_two_answers_that_a_third_calls_one_agree(whole: str, one: str, other: str, same: bool) -> None:
    assert joins(whole, one, other) is joins(whole, other, one) is same
    sentences = (f"It was {one}.", f"Then came {other}.", f"Later {whole} left.")
    found = findings([reading(s, answer, 0.3) for s, answer in zip(sentences, (one, other, whole), strict=True)])
    assert any({one, other} <= {r.answer.of(r.article.text) for r in each.readings} for each in found) is same


def test_within_an_article_probabilities_add_up_and_articles_are_independent() -> None:
    first, second = reading("Ana won.", "Ana", 0.3), reading("Ana Silva won.", "Ana Silva", 0.5)
    same = replace(first, probability=0.4)
    assert any_of([first, same]) == pytest.approx(0.7)
    assert any_of([first, same, second]) == pytest.approx(1 - 0.3 * 0.5)
    assert any_of([replace(first, probability=0.8), same]) == 1
    assert any_of([]) == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The ferry sailed on Monday.", "THE FERRY sailed on Monday", True),
        (
            "“We ran out of bread,” said Colm Flaherty, 61.",
            "“We ran out of bread,” Colm Flaherty said.",
            False,
        ),
        ("The storm kept it in port for nine days.", "The storm had kept it in port for nine days.", True),
        ("At least 12 people died in the fire on Monday.", "At least 14 people died in the fire on Monday.", False),
        ("Ana won.", "Bo won.", False),
        ("…", "…", False),
    ],
)
def test_a_sentence_as_two_outlets_print_it(one: str, other: str, same: bool) -> None:
    assert is_copy(one, other) is is_copy(other, one) is same


def test_the_fullest_wording_comes_first_if_it_is_nearly_as_probable() -> None:
    name, title, less = (
        reading("Ana Silva won.", "Ana Silva", 0.4),
        reading("The captain Ana Silva won.", "captain Ana Silva", 0.25),
        reading("The tall old captain Ana Silva won.", "tall old captain Ana Silva", 0.1),
    )
    (found,) = findings([name, title, less])
    assert found.readings == (name, title, less)
    assert found.fullest_first == [title, name, less]


def test_nothing_read_nothing_found() -> None:
    assert findings([]) == []
