"""The pairs that measure the checker, and the score that is fitted on them."""

import random
from collections.abc import Sequence

import numpy as np
import pytest

from index.encoding import Vectors
from index.types import Article, Span
from rag.evaluation.benchmarks.support import Judged, Shares, judged, rows, shares
from rag.evaluation.datasets.distortions import DISTORTIONS
from rag.evaluation.datasets.pairs import Pair
from rag.evaluation.datasets.rewordings import REWORDINGS, Made
from rag.evaluation.datasets.squad import Question
from rag.evaluation.datasets.statements import statement
from rag.evaluation.datasets.told import Told, told
from rag.llm.checking.check import Quoted, objection
from rag.llm.checking.support import Features, features, probability
from rag.training.claims.fit import fitted, report
from tests.support.doubles import WordEncoder

TEXT = (
    "In March, Ana Silva sold 12 old ferries to Norway (by then they were rusty). "
    "Captain Maeve Doyle bought more than 40 boats in 2019, and the harbour was not repaired. "
    "On Tuesday the council of Lisbon closed nine schools because of the storm, which may have cost millions."
)
ARTICLE = Article("", TEXT)


def asked(question: str, answer: str) -> Question:
    start = TEXT.index(answer)
    return Question(question, ARTICLE, Span(0, len(TEXT)), (Span(start, start + len(answer)),))


QUESTIONS = [
    asked("Who sold 12 old ferries to Norway?", "Ana Silva"),
    asked("How many boats did Maeve Doyle buy?", "more than 40"),
    asked("How many schools did the council of Lisbon close?", "nine"),
    asked("Who bought more than 40 boats in 2019?", "Captain Maeve Doyle"),
]


@pytest.mark.parametrize(
    ("question", "answer", "sentence", "expected"),
    [
        ("Who sold the ferry?", "Ana Silva", "", "Ana Silva sold the ferry."),
        ("When was the ferry sold?", "2019", "It was sold in 2019.", "The ferry was sold in 2019."),
        ("How many men were hurt?", "12", "", "12 men were hurt."),
        ("What did Ana Silva sell to Norway?", "a ferry", "Ana Silva sold it.", "Ana Silva sold a ferry to Norway."),
        ("Where did the ferry sail?", "Oslo", "It sailed to Oslo.", "The ferry sailed to Oslo."),
        ("How many boats does she need?", "two", "She needs two.", "She needs two boats."),
        ("What is she charged with?", "theft", "", "She is charged with theft."),
        ("Which country was the ferry from?", "Norway", "", "The ferry was from Norway."),
        ("Why did the ferry sail?", "to flee", "", None),
        ("Did the ferry sail?", "yes", "", None),
    ],
)
def test_a_question_and_its_answer_make_a_statement(
    question: str, answer: str, sentence: str, expected: str | None
) -> None:
    assert statement(question, answer, sentence) == expected


def found() -> list[Told]:
    return list(told(QUESTIONS))


def test_what_is_told_stands_in_the_sentence_that_holds_the_answer() -> None:
    assert [one.claim for one in found()] == [
        "Ana Silva sold 12 old ferries to Norway.",
        "Maeve Doyle bought more than 40 boats.",
        "The council of Lisbon closed nine schools.",
        "Captain Maeve Doyle bought more than 40 boats in 2019.",
    ]
    assert all(one.answer in one.sentence for one in found())
    assert all(one.answer not in other for one in found() for other in one.others)


def test_a_question_that_names_what_the_sentence_does_not_is_left_out() -> None:
    assert list(told([asked("Who sold 12 old ferries to Sweden?", "Ana Silva")])) == []


def made(kind: str, number: int) -> Made:
    return {**REWORDINGS, **DISTORTIONS}[kind](found()[number], found(), random.Random(0))


@pytest.mark.parametrize(
    ("kind", "number", "expected"),
    [
        ("the sentence without an aside", 0, "In March, Ana Silva sold 12 old ferries to Norway."),
        ("a number in words, or in figures", 0, "Ana Silva sold twelve old ferries to Norway."),
        ("another name", 0, "Ana Silva sold 12 old ferries to Lisbon."),
        ("a “not” left out", 1, TEXT[TEXT.index("Captain") : TEXT.index(" On")].replace("not ", "")),
        ("a bound put in or left out", 1, "Maeve Doyle bought 40 boats."),
        ("a bound put in or left out", 0, "Ana Silva sold more than 12 old ferries to Norway."),
        ("a hedge left out", 2, TEXT[TEXT.index("On Tuesday") :].replace("may have", "had")),
        ("a hedge left out", 1, None),
        ("active turned passive", 2, None),
    ],
)
def test_makers_change_one_thing(kind: str, number: int, expected: str | None) -> None:
    pair = made(kind, number)
    assert (pair and pair[0]) == expected


@pytest.mark.parametrize("kind", DISTORTIONS)
@pytest.mark.parametrize("number", range(4))
def test_what_is_spoilt_differs_from_what_was_told(kind: str, number: int) -> None:
    one, pair = found()[number], made(kind, number)
    if pair:
        assert (pair[0], [quoted.text for quoted in pair[1]]) != (one.claim, [one.sentence])


@pytest.mark.parametrize("kind", ["another number", "another name", "a bound put in or left out", "a hedge left out"])
@pytest.mark.parametrize("number", range(4))
def test_the_rules_strike_another_number_name_bound_or_certainty(kind: str, number: int) -> None:
    if pair := made(kind, number):
        assert objection(*pair)


def test_signs_are_highest_for_the_sentence_itself_and_fall_with_every_other_word() -> None:
    encode = WordEncoder().encode
    own = features("The council closed nine schools.", ["The council closed nine schools."], encode)
    other = features("The council opened nine schools.", ["The council closed nine schools."], encode)
    none = features("Bees like warm weather.", ["The council closed nine schools."], encode)
    assert own == pytest.approx((1,) * 3, abs=1e-5)
    assert own.words > other.words > none.words
    assert probability(own) > probability(other) > probability(none)


def test_signs_of_a_claim_without_words() -> None:
    assert features("It is.", ["The ferry sailed."], WordEncoder().encode).words == 0


def one(kind: str, supported: bool, why: str = "", cover: float = 1.0, article: str = "") -> Judged:
    told = Features(*[cover] * 3)
    return Judged(Pair(kind, supported, "A claim.", (Quoted("A claim.", article),)), why, told)


def test_kinds_weigh_the_same_however_many_pairs_they_have() -> None:
    some = [*[one("a", True)] * 3, one("b", True, "no"), one("c", False, "no"), one("c", False)]
    let = shares(some, [float(not pair.why) for pair in some], 1)
    assert let == Shares(recall=0.5, leak=0.5)
    assert let.precision == 0.5
    assert Shares(0.9, 0.1).precision == 0.9


def test_pairs_are_judged_with_each_text_encoded_once() -> None:
    asked_for: list[str] = []

    def encode(texts: Sequence[str]) -> Vectors:
        asked_for.extend(texts)
        return WordEncoder().encode(texts)

    quote = (Quoted("The council closed nine schools."),)
    some = judged(
        [Pair("a", True, "Nine schools closed.", quote), Pair("b", False, "Ten schools closed.", quote)], encode
    )
    assert len(asked_for) == len(set(asked_for))
    assert [bool(pair.why) for pair in some] == [False, True]
    assert some[1].score == 0
    assert list(rows(some))[-1].startswith("| **precision**")


def test_the_fit_tells_supported_from_unsupported_and_says_at_what_threshold() -> None:
    chance = np.random.default_rng(0)
    some = [
        one(
            "a" if good else "b",
            good,
            cover=float(np.clip(chance.normal(0.9 if good else 0.4, 0.1), 0, 1)),
            article=str(n),
        )
        for n in range(200)
        for good in (True, False)
    ]
    assert fitted(some).predict([[0.9] * 3, [0.3] * 3]).tolist() == [True, False]
    lines = report(some, cost=4)
    assert lines[0] == "400 pairs"
    assert float(lines[2].rpartition("precision ")[2]) >= 0.95
