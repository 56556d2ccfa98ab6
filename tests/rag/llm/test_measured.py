"""How a language model's words are counted."""

import json
from pathlib import Path
from typing import Any

import pytest

from index.types import Span
from rag.evaluation.benchmarks.relevance import Read, claims, passed, room
from rag.evaluation.datasets.squad import Question
from rag.readings import Reading
from tests.support.doubles import FERRY

llm = pytest.importorskip(
    "rag.evaluation.benchmarks.llm", reason="no xllamacpp: pip install 'byline[dev]'", exc_type=ImportError
)

COSTS = {"extractive": 0.5, "prompt_tokens": 600, "completion_tokens": 20, "seconds": 4.0}


def sentence(text: str, why: str = "", cited: tuple[str, ...] = ("Repairs will cost 2.4 million euros.",)) -> Any:
    return {"text": text, "why": why, "cited": list(cited), "probability": 0.3, "found": not why}


def row(name: str, *sentences: Any, first: float | None = None) -> dict[str, Any]:
    return {"set": name, "question": "What?", "answered": True, "first_seconds": first, "sentences": sentences} | COSTS


ROWS = [
    row(
        "bundled", sentence("It costs 2.4 million euros."), sentence("It sank.", "It cites no sentence.", ()), first=2.0
    ),
    row("NewsQA", sentence("It costs 9 euros.", "“9” is not in the quoted sentence.")),
]


WRITTEN: list[tuple[Any, ...]] = [
    ("Repairs will cost 2.4 million euros.", "once struck", (FERRY.text[167:233],)),
    ("Repairs will cost 2.4 million euros.", "It cites no sentence.", ()),
    ("Repairs will cost 2.5 million euros.", "", (FERRY.text[167:233],)),
]


def test_the_first_table_is_as_worked_out_by_hand() -> None:
    lines = dict(
        line.strip("| ").split(" | ", 1) for line in llm.written(ROWS) if not line.startswith(("| ---", "|---"))
    )
    assert lines["questions"] == "1 | 1"
    assert lines["answered by the model's"] == "1 | 0"
    assert lines["sentences written"] == "2 | 1"
    assert lines["cite nothing, or what does not exist"] == "1 | 0"
    assert lines["stand"] == "1 | 0"
    assert lines["seconds until the first sentence stood, median"] == "2 | –"


def test_sentences_are_judged_anew_and_their_quotes_looked_for() -> None:
    quote = FERRY.text[167:233]
    assert quote.startswith("Repairs will cost")
    made = row("NewsQA", *(sentence(one, *rest) for one, *rest in WRITTEN)) | {"given": {quote: 0.3}}
    [again] = llm.checked([made], [llm.Asked("NewsQA", "What?", FERRY)])
    assert [(not one["why"], one["found"]) for one in again["sentences"]] == [
        (True, True),
        (False, True),
        (False, False),
    ]


def test_what_a_person_said_is_kept_and_counted(tmp_path: Path) -> None:
    file = tmp_path / "sentences.jsonl"
    assert [one["proven"] for one in llm.labels(file, ROWS)] == [None, None, None]
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    said = [one | {"proven": place == 0, "true": place == 0, "apt": True} for place, one in enumerate(lines[:2])]
    file.write_text("".join(json.dumps(one) + "\n" for one in [*said, lines[2]]), "utf-8")
    table = list(llm.judged(llm.labels(file, ROWS)))
    assert table[0].startswith("| 2 sentences judged")
    assert table[2] == "| what they cite says it | 1 | 1 | 1 |"
    assert table[3] == "| what they cite does not say it | 1 | 0 | 0 |"


@pytest.fixture(scope="module")
def found() -> list[Read]:
    readings = [Reading(FERRY, Span(0, 93), Span(0, 9), 0.4), Reading(FERRY, Span(94, 167), Span(94, 99), 0.04)]
    asked = Question("When did the ferry sail?", FERRY, Span(0, len(FERRY.text)), (Span(41, 47),))
    return [Read(asked, tuple(readings), (1,), True), Read(asked, tuple(readings), (0,), False)]


def test_room_and_bounds_are_as_worked_out_by_hand(found: list[Read]) -> None:
    assert room(found).splitlines()[-1] == "| 500 | 2.0 | 100.0 |"
    assert passed("marked", found, True).startswith("| marked | 2 | 100.0 | 100.0 | 50.0 |")
    assert passed("others", found, False).startswith("| others | 2 | 100.0 | 100.0 | 50.0 |")


def test_claims_are_made_of_what_is_refused_and_may_be_cited(found: list[Read]) -> None:
    asked, sentence = found[1].question.text, FERRY.text[:93]
    assert list(claims(found, True)) == [(asked, sentence)]
    assert list(claims(found, True, stated=True)) == [(asked, "The ferry sailed on Monday.")]
    assert list(claims(found, False)) == []
