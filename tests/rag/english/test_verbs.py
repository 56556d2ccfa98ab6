"""Verbs, and sentences turned into questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.english.verbs import asked_whether


@pytest.mark.parametrize(
    ("claim", "question"),
    [
        ("Ana Silva is a sailor.", "Is Ana Silva a sailor?"),
        ("The harbour was not closed in 2019.", "Was the harbour closed in 2019?"),
        ("Ana Silva sold twelve ferries.", "Did Ana Silva sell twelve ferries?"),
        ("Ana Silva has been to Oslo.", "Has Ana Silva been to Oslo?"),
        ("Ana Silva has two children.", "Does Ana Silva have two children?"),
        ("A man rides a horse.", "Does a man ride a horse?"),
    ],
)
def test_a_claim_becomes_the_question_whether_it_is_so(claim: str, question: str) -> None:
    assert asked_whether(claim) == question


@pytest.mark.parametrize(
    "forms",
    "died/die stopped/stop carried/carry hoped/hope noted/note visited/visit added/add agreed/agree called/call "
    "married/marry referred/refer travelled/travel created/create rained/rain fixed/fix scored/score".split(),
)
def test_a_regular_verb_gets_its_base_form_back(forms: str) -> None:
    past, base = forms.split("/")
    assert asked_whether(f"Ana {past} it.") == f"Did Ana {base} it?"


@pytest.mark.parametrize("claim", ["", "Silence.", "The woman who sold it left.", "Ferries from old Lisbon, in March."])
def test_a_claim_whose_verb_is_not_found_becomes_none(claim: str) -> None:
    assert asked_whether(claim) is None


@given(st.text(max_size=80))
def test_whatever_is_claimed_what_comes_of_it_is_one_question(claim: str) -> None:
    question = asked_whether(claim)
    assert question is None or (question.endswith("?") and len(question.split()) >= 3)
