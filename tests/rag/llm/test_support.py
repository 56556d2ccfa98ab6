"""The pairs that measure the checker, and the score that is fitted on them."""

import random
from collections.abc import Sequence

import numpy as np
import pytest

from index.types import Article, Span
from rag.evaluation.benchmarks.support import Judged, Shares, judged, rows, shares
from rag.evaluation.datasets.distortions import DISTORTIONS
from rag.evaluation.datasets.pairs import Pair
from rag.evaluation.datasets.rewordings import REWORDINGS, Made
from rag.evaluation.datasets.squad import Question
from rag.evaluation.datasets.statements import statement
from rag.evaluation.datasets.told import Told, told
from rag.llm.checking.check import Quoted, check
from rag.llm.checking.support import THRESHOLD, probability
from rag.reading.readers import CascadeReader
from rag.readings import Odds
from rag.training.claims.fit import fitted, report, sample
from tests.support.doubles import WordEncoder

TEXT = (
    "In March, Ana Silva sold 12 old ferries to Norway (by then they were rusty). "
    "Captain Maeve Doyle bought more than 40 boats in 2019, and the harbour was not repaired. "
    "On Tuesday the council of Lisbon closed nine schools because of the storm, which may have cost millions."
)
ARTICLE = Article("", TEXT)


class Judging:
    """Judges as it was told to."""

    def __init__(self, odds: list[float]) -> None:
        self._odds = odds

    def judged(self, claims: Sequence[tuple[str, Sequence[str]]]) -> list[Odds]:
        """Return the odds of as many claims."""
        return [Odds(odds, -odds) for odds in self._odds[: len(claims)]]


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
def test_another_number_name_bound_or_certainty_is_struck(kind: str, number: int, reader: CascadeReader) -> None:
    if pair := made(kind, number):
        assert not check(*pair, reader).supported


def test_a_sentence_speaks_for_itself_and_not_for_another(reader: CascadeReader) -> None:
    said = ["The council of Lisbon closed nine schools on Tuesday."]
    claims = [*said, "Nine schools were closed.", "The council opened nine schools.", "Bees like warm weather."]
    own, passive, opened, bees = map(probability, reader.judged([(claim, said) for claim in claims]))
    assert min(own, passive) > THRESHOLD > max(opened, bees)
    assert reader.judged([]) == []


def test_what_several_sentences_say_together_is_supported(reader: CascadeReader) -> None:
    said = ["Ana Silva runs the harbour.", "On Monday the runner won the Lisbon marathon."]
    claim = "Ana Silva runs the harbour, and the runner won the marathon on Monday."
    together, first = map(probability, reader.judged([(claim, said), (claim, said[:1])]))
    assert together > THRESHOLD > first


def one(kind: str, supported: bool, why: str = "") -> Judged:
    return Judged(Pair(kind, supported, "A claim.", (Quoted("A claim."),)), why, 1.0)


def test_kinds_weigh_the_same_however_many_pairs_they_have() -> None:
    some = [*[one("a", True)] * 3, one("b", True, "no"), one("c", False, "no"), one("c", False)]
    let = shares(some, [float(not pair.why) for pair in some], 1)
    assert let == Shares(recall=0.5, leak=0.5)
    assert let.precision == 0.5
    assert Shares(0.9, 0.1).precision == 0.9


def test_pairs_are_judged_and_told_in_a_table(reader: CascadeReader) -> None:
    quote = (Quoted("The council closed nine schools."),)
    made = [Pair("a", True, "Nine schools were closed.", quote), Pair("b", False, "10 schools were closed.", quote)]
    some = judged(made, reader, WordEncoder().encode)
    assert [bool(pair.why) for pair in some] == [False, True]
    assert some[0].score == some[0].probability > 0.5
    assert some[1].score == 0
    assert list(rows(some))[-1].startswith("| **precision**")


def test_the_fit_tells_supported_from_unsupported_and_says_at_what_threshold() -> None:
    chance = np.random.default_rng(0)
    pairs = [
        Pair("a" if good else "b", good, "Nine schools closed.", (Quoted(f"Nine schools closed on day {n}."),))
        for n in range(200)
        for good in (True, False)
    ]
    odds = [float(chance.normal(2.0 if pair.supported else -2.0, 0.5)) for pair in pairs]
    slope, shift = fitted(pairs, odds, [""] * len(pairs))
    assert slope > 1
    assert abs(shift) < 1
    lines = report(pairs, Judging(odds), cost=4)
    assert lines[0] == "400 pairs"
    assert float(lines[2].rpartition("precision ")[2]) >= 0.95


def test_pairs_are_drawn_by_kind() -> None:
    rows_ = [{"kind": kind, "labels": [label], "claim": "A.", "cited": ["B."]} for kind, label in KINDS * 5]
    drawn = sample(rows_, 2)
    assert sorted((pair.kind, pair.supported) for pair in drawn) == [("a", True)] * 2 + [("b", False)] * 2


KINDS = [("a", "supported"), ("b", "not said")]
