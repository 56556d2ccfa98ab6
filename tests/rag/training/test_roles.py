"""Questions of who did what to whom: made from QA-SRL's forms, and from deeds that are made up."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Article, Span
from rag.evaluation.datasets.squad import Question
from rag.training.reader.deeds import deed
from rag.training.reader.prepare import Window
from rag.training.reader.roles import form_of, in_roles
from rag.training.reader.staged import staged

TEXT = "The Gophers beat UCLA. They were cheered."
SENTENCE = Span(0, 22)


def asked(question: str, *answers: str) -> Question:
    spans = tuple(Span(TEXT.index(words), TEXT.index(words) + len(words)) for words in answers)
    return Question(question, Article("", TEXT), SENTENCE, spans)


def made(*questions: Question) -> set[tuple[str, tuple[str, ...]]]:
    some = (question for seed in range(9) for question in in_roles(questions, random.Random(seed)))
    return {(question.text, tuple(span.of(TEXT) for span in question.answers)) for question in some}


@pytest.mark.parametrize(
    ("question", "verb", "asks_doer", "others"),
    [
        ("Who beat someone?", "beat", True, {"someone": False}),
        ("Who did someone beat?", "beat", False, {"someone": True}),
        ("Who was beaten?", "beat", False, {}),
        ("Who was beaten by someone?", "beat", False, {"someone": True}),
        ("Who was someone beaten by?", "beat", True, {"someone": False}),
        ("What has been eating something?", "eat", True, {"something": False}),
    ],
)
def test_a_form_tells_who_is_asked_for(question: str, verb: str, asks_doer: bool, others: dict[str, bool]) -> None:
    form = form_of(question)
    assert form is not None
    assert (form.verb, form.asks_doer) == (verb, asks_doer)
    assert {place.of(question): does for place, does in form.others.items()} == others


@pytest.mark.parametrize(
    "question",
    ["When did someone beat someone?", "Who gave something to someone?", "What did someone do?", "Who was made?"],
)
def test_circumstances_third_parts_and_dull_verbs_are_no_form(question: str) -> None:
    assert form_of(question) is None


def test_someone_becomes_who_it_is_and_both_exchanged_have_no_answer() -> None:
    beat, beaten = asked("Who beat someone?", "The Gophers"), asked("Who did someone beat?", "UCLA")
    assert made(beat, beaten) == {
        ("Who beat UCLA?", ("The Gophers",)),
        ("Who did the Gophers beat?", ("UCLA",)),
        ("Who beat the Gophers?", ()),
        ("Who did UCLA beat?", ()),
    }


def test_what_meets_is_met() -> None:
    assert all(
        answers for _, answers in made(asked("Who met someone?", "The Gophers"), asked("Who did someone meet?", "UCLA"))
    )


def test_who_is_only_pointed_at_is_not_asked_for() -> None:
    assert made(asked("Who was cheered?", "They")) == set()
    assert made(asked("Who was beaten?", "UCLA")) == {("Who was beaten?", ("UCLA",))}


def deeds(seed: int) -> Iterator[Window]:
    chance = random.Random(seed)
    return staged(deed(chance), (), chance)


@given(st.integers(0, 10**6))
def test_a_deed_answers_who_did_it_and_nothing_when_both_are_exchanged(seed: int) -> None:
    for window in deeds(seed):
        for answer in (span.of(window.passage) for span in window.answers):
            assert answer not in window.question or "yes or no" in window.kind or not window.question.startswith("Who")


def test_a_deed_is_asked_of_either_and_exchanged() -> None:
    windows = [window for seed in range(60) for window in deeds(seed)]
    who = [window for window in windows if window.question.startswith("Who") and "yes or no" not in window.kind]
    assert {bool(window.answers) for window in who} == {True, False}
    assert len({window.question.split()[1] for window in who}) > 20
