"""Which answers say the same."""

import pytest

from index.types import Article, Span
from rag.agreement import agree, findings
from rag.types import Reading


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
    assert best.probability == pytest.approx(0.5)
    assert (other.readings, other.probability) == ((bo,), 0.35)


def test_the_same_sentence_in_another_article_counts_once() -> None:
    (found,) = findings([reading("Ana won.", "Ana", 0.4), reading("Ana won.", "Ana", 0.3, before="Copied. ")])
    assert (len(found.readings), found.probability) == (1, 0.4)


def test_nothing_read_nothing_found() -> None:
    assert findings([]) == []
