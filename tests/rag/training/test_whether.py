"""Questions to be answered by yes or no, made from claims."""

import gzip
import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Article, Span
from rag.evaluation.datasets.questions import asked_whether
from rag.evaluation.datasets.squad import Question
from rag.evaluation.datasets.told import told
from rag.training.reader.whether import judged, retold

TEXT = "Ana Silva was born in 1950. In March, Ana Silva sold 12 old ferries to Norway. The harbour of Lisbon is closed."


@pytest.mark.parametrize(
    ("claim", "question"),
    [
        ("Ana Silva is a sailor.", "Is Ana Silva a sailor?"),
        ("The harbour was not closed in 2019.", "Was the harbour closed in 2019?"),
        ("Ana Silva sold twelve ferries.", "Did Ana Silva sell twelve ferries?"),
        ("The company stopped its ferries.", "Did the company stop its ferries?"),
        ("The ferry carried cars.", "Did the ferry carry cars?"),
        ("Ana Silva has been to Oslo.", "Has Ana Silva been to Oslo?"),
        ("Ana Silva has two children.", "Does Ana Silva have two children?"),
        ("A man rides a horse.", "Does a man ride a horse?"),
    ],
)
def test_a_claim_becomes_the_question_whether_it_is_so(claim: str, question: str) -> None:
    assert asked_whether(claim) == question


@pytest.mark.parametrize("claim", ["", "Silence.", "The woman who sold it left.", "Ferries from old Lisbon, in March."])
def test_a_claim_whose_verb_is_not_found_becomes_none(claim: str) -> None:
    assert asked_whether(claim) is None


@given(st.text(max_size=80))
def test_whatever_is_claimed_what_comes_of_it_is_one_question(claim: str) -> None:
    question = asked_whether(claim)
    assert question is None or (question.endswith("?") and len(question.split()) >= 3)


def test_a_sentence_answers_that_supports_or_contradicts_and_another_does_not(tmp_path: Path) -> None:
    pairs = [
        {
            "premise": "Ana Silva was born in 1950.",
            "hypothesis": "Ana Silva was born in 1951.",
            "label": "contradiction",
        },
        {"premise": "Ana Silva sold ferries.", "hypothesis": "Ana Silva sailed to Oslo.", "label": "neutral"},
    ]
    with gzip.open(tmp_path / "some.jsonl.gz", "wt") as file:
        file.writelines(json.dumps(pair) + "\n" for pair in pairs)
    made = [window for seed in range(9) for window, _ in judged(tmp_path / "some.jsonl.gz", random.Random(seed))]
    born = [window for window in made if "born" in window.question and window.answers]
    assert len(born) == 9
    assert {window.answers[0].of(window.passage) for window in born} == {"Ana Silva was born in 1950"}
    assert not any(window.answers for window in made if "Oslo" in window.question)
    missing = [window for window in made if window.kind.endswith("missing")]
    assert missing
    assert not any("1950" in window.passage for window in missing)


def test_a_statement_is_asked_for_as_it_is_and_otherwise() -> None:
    at = TEXT.index("12")
    asked = Question(
        "How many old ferries did Ana Silva sell to Norway?", Article("", TEXT), Span(0, len(TEXT)), (Span(at, at + 2),)
    )
    made = [one for seed in range(9) for one in retold(list(told([asked])), random.Random(seed))]
    assert {one.kind.split(": ")[1] for one in made} == {"told", "told otherwise", "sentence missing"}
    for one in made:
        assert bool(one.answers) == ("12" in one.passage)
        assert one.question.startswith("Did Ana Silva sell")
        assert all(span.of(one.passage).endswith("to Norway") for span in one.answers)
