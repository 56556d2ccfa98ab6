"""Plain questions about people that texts introduce, and about what these do not say of them."""

import random

import pytest

from index.types import Article, Span
from rag.evaluation.datasets.squad import Question
from rag.training.reader.people import about_people

TEXT = (
    "Ana Silva, the mayor of Aran, met French president Emmanuel Macron. Rui Costa, 45, was told by his brother "
    "Tomas Costa. In New York, the governor said nothing, and party leader Bea Lund left."
)
ASKED = Question("Who?", Article("", TEXT), Span(0, len(TEXT)), ())


def told(text: str = TEXT) -> dict[str, set[str]]:
    """Return what is said of whom, by the last name that a question asks about."""
    asked = Question("Who?", Article("", text), Span(0, len(text)), ())
    made = [q for seed in range(20) for q in about_people([asked], random.Random(seed)) if q.answers]
    names = ("Silva", "Macron", "Rui", "Tomas", "Costa", "York", "Lund")
    found: dict[str, set[str]] = {}
    for question in made:
        name = next(name for name in names if name in question.text)
        found.setdefault(name, set()).add(question.answers[0].of(text))
    return found


def test_who_somebody_is_and_how_old() -> None:
    found = told()
    assert found["Silva"] == {"the mayor of Aran"}
    assert found["Macron"] == {"French president"}
    assert found["Rui"] == {"45"}
    assert found["Tomas"] == {"his brother"}


def test_a_place_is_nobody_and_an_office_is_whole_or_none() -> None:
    assert not told().keys() & {"York", "Lund"}


@pytest.mark.parametrize("seed", range(5))
def test_what_is_not_said_has_no_answer(seed: int) -> None:
    (untold,) = [q for q in about_people([ASKED], random.Random(seed)) if not q.answers]
    assert not any(word in untold.text for word in ("brother", "mayor"))
    assert untold.paragraph == ASKED.paragraph
    if "old" in untold.text or "age" in untold.text:
        assert "Rui" not in untold.text
