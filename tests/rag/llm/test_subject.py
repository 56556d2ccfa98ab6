"""Of whom quotes tell what a claim tells of its subject."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.llm.checking.check import Quoted, check
from rag.llm.checking.subject import another, asked
from rag.reading.readers import CascadeReader
from rag.readings import Gap

COFFEE = "One user shared a video of Ben Affleck playing barista and serving coffee to Lopez, who donned a white coat."
WIFE = (
    "One customer, Lisa Mackey, shared a picture of Affleck, thanking him and his wife, Jennifer Lopez, for the coffee."
)


@pytest.mark.parametrize(
    ("claim", "question"),
    [
        ("Lopez donned a white coat.", "Who donned a white coat?"),
        ("Lisa Mackey is his wife.", "Who is his wife?"),
        ("The Bruins beat Carolina.", "Who beat Carolina?"),
        ("A white coat was worn by Lopez.", None),
        ("Lopez donned a coat, and Affleck served.", None),
        ("Lopez, 53, donned a coat.", None),
        ("", None),
    ],
)
def test_a_claim_about_somebody_becomes_the_question_who_it_is(claim: str, question: str | None) -> None:
    gap = asked(claim, [COFFEE])
    assert (gap and gap.question) == question


def test_what_quotes_tell_of_another_is_struck_and_the_other_named(reader: CascadeReader) -> None:
    verdict = check("Lisa Mackey is his wife.", [Quoted(WIFE, WIFE)], reader)
    assert not verdict.supported
    assert "“Jennifer Lopez”" in verdict.why
    assert not check("Affleck wore a white coat.", [Quoted(COFFEE, COFFEE)], reader).supported


@pytest.mark.parametrize(
    ("claim", "quote"), [("Lopez donned a white coat.", COFFEE), ("Jennifer Lopez is his wife.", WIFE)]
)
def test_what_they_tell_of_the_same_stands(reader: CascadeReader, claim: str, quote: str) -> None:
    assert check(claim, [Quoted(quote, quote)], reader).supported


def test_a_part_of_the_name_a_pronoun_and_a_thing_are_nobody_else() -> None:
    gap = Gap("Who donned a coat?", "Jennifer Lopez", COFFEE)
    assert another(gap, "Lopez") == another(gap, "she") == another(gap, "a barista") == another(gap, "") == ""
    assert "“Ben Affleck”" in another(gap, "Ben Affleck")


@given(st.text(max_size=60))
def test_any_text_may_be_a_claim(claim: str) -> None:
    gap = asked(claim, [COFFEE])
    assert gap is None or gap.question.endswith("?")


def test_gaps_are_filled_in_order(reader: CascadeReader) -> None:
    gaps = [Gap("Who donned a white coat?", said, COFFEE) for said in ("Affleck", "Lopez", "Affleck")]
    assert reader.rivals(gaps) == ["Lopez", "", "Lopez"]
    assert reader.rivals([]) == []
    assert asked("Lopez donned a coat.", [" "]) is None
