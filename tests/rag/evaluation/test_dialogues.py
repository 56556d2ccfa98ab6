"""Dialogues of our own and follow-ups of others: what they hold, how they are played, and how they are counted."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.evaluation.benchmarks.dialogues import (
    METHODS,
    Asked,
    Played,
    articles,
    dialogues,
    play,
    right,
    table,
    transcript,
)
from rag.evaluation.benchmarks.rewrites import FollowUp, alone, behind_all, follow_ups, scores
from rag.evaluation.run import holds
from rag.results import Answer, Citation, NoAnswer, Result, Turn

BENCH = Path(__file__).parents[4] / "shared/data/bench"
NOTHING = NoAnswer("?", "?", "thing", 0.1, "reader", (), (), {}, reason="")
QUOTE = "Sixty-two Indonesians came home, and none of them was hurt."
CITED = Citation(1, "there", "Home", None, None, None, 0, len(QUOTE), QUOTE, 0, 9)


def answer(text: str) -> Answer:
    return Answer("Who?", "Who?", "person", 0.9, "reader", (CITED,), (), {}, text=text)


def asked(*answers: str, type: str = "", about: str = "here") -> Asked:
    return Asked("Who?", answers, "Who came home?", type, about)


def test_the_halves_part_the_dialogues_and_their_articles() -> None:
    dev, test = dialogues("dev"), dialogues("test")
    assert [*dev, *test] == dialogues()
    assert len(dialogues()) >= 44
    assert {turn.about for turns in dev for turn in turns}.isdisjoint(turn.about for turns in test for turn in turns)


def test_turns_are_questions_with_short_answers() -> None:
    turns = [turn for dialogue in dialogues() for turn in dialogue]
    assert len(turns) >= 200
    assert all(4 <= len(dialogue) <= 6 for dialogue in dialogues())
    assert max(len(wording.split()) for turn in turns for wording in turn.answers) <= 8
    assert [turn for turn in turns if (turn.type == "unanswerable") == bool(turn.answers)] == []
    assert all(turn.type for dialogue in dialogues() for turn in dialogue[1:])


def test_the_articles_hold_the_answers() -> None:
    if not BENCH.is_dir():
        pytest.skip(f"{BENCH} is not here: RealTimeQA's articles are not ours to keep")
    found = articles(BENCH)
    turns = [turn for dialogue in dialogues() for turn in dialogue if turn.answers]
    assert [turn.question for turn in turns if not holds(found[turn.about].text, turn.answers)] == []


@pytest.mark.parametrize(
    ("turn", "result", "expected"),
    [
        (asked("Sixty-two"), answer("Sixty-two"), True),
        (asked("Ana", "Sixty-two people"), answer("Sixty-two"), True),
        (asked("none of them was hurt"), answer("Sixty-two"), False),
        (asked("none of them was hurt", type="yes-no"), answer("Sixty-two"), True),
        (asked("all of them", type="list"), answer("Sixty-two"), False),
        (asked("Sixty-two"), NOTHING, False),
        (asked(type="unanswerable"), NOTHING, True),
        (asked(type="unanswerable"), answer("Sixty-two"), False),
    ],
)
def test_what_is_right(turn: Asked, result: Result, expected: bool) -> None:
    assert right(turn, result) is expected


def test_shares_are_those_counted_by_hand() -> None:
    good, bad = answer("Sixty-two"), answer("Home")
    played = [
        Played(asked("Sixty-two"), 1, (good, good, good, bad)),
        Played(asked("Sixty-two", type="pronoun"), 2, (good, bad, NOTHING, good)),
        Played(asked(type="unanswerable", about="elsewhere"), 3, (bad, NOTHING, NOTHING, NOTHING)),
    ]
    rows = table(played, {"here": "there", "elsewhere": "far"}).splitlines()[2:]
    assert rows == [
        "| all turns | 3 | 66.7 | 66.7 | 66.7 | 66.7 |",
        "| first turns | 1 | 100.0 | 100.0 | 100.0 | 0.0 |",
        "| later turns | 2 | 50.0 | 50.0 | 50.0 | 100.0 |",
        "| – pronoun | 1 | 100.0 | 0.0 | 0.0 | 100.0 |",
        "| – unanswerable | 1 | 0.0 | 100.0 | 100.0 | 100.0 |",
        "| later turns with an answer: the right article is cited | 1 | 100.0 | 100.0 | 0.0 | 100.0 |",
    ]
    shown = transcript(played)
    assert "right 2. Who? (pronoun)" in shown
    assert "WRONG 3. Who? (unanswerable)" in shown


def test_each_method_hears_its_own_questions(assistant: Assistant) -> None:
    first = replace(
        asked("Neth Savoeun"),
        question="Who did Retno meet?",
        standalone="Who did Retno meet in Phnom Penh?",
    )
    then = replace(asked("Tuesday"), question="And when?", standalone="When did Retno meet Neth Savoeun?")
    one, other = play(assistant, [first, then])
    assert (one.place, other.place) == (1, 2)
    assert len(other.results) == len(METHODS)
    assert [result.standalone_question for result in other.results[1:]] == [
        "And when?",
        "Who did Retno meet; And when?",
        "When did Retno meet Neth Savoeun?",
    ]
    assert right(first, one.results[0])


def test_follow_ups_know_what_was_asked_before(tmp_path: Path) -> None:
    file = tmp_path / "turns.jsonl.gz"
    entries = [("1_1", "What is tea?", "What is tea?"), ("1_2", "Is it old? ", "Is tea old?"), ("2_1", "Who?", "Who?")]
    packed = "\n".join(json.dumps(dict(zip(("turn", "utterance", "rewrite"), entry, strict=True))) for entry in entries)
    file.write_bytes(gzip.compress(packed.encode()))
    [found] = follow_ups(file)
    assert found == FollowUp("Is it old?", (Turn("What is tea?", "What is tea?"),), "Is tea old?")
    assert alone(found.question, found.history) == "Is it old?"
    assert behind_all(found.question, found.history) == "What is tea? Is it old?"


def test_rewrites_are_compared_as_worked_out_by_hand() -> None:
    needy, whole = FollowUp("Is it old?", (), "Is tea old?"), FollowUp("Who grows tea?", (), "Who grows tea?")
    assert scores([needy, whole], ["Is tea very old?", "who grows tea"], [0.5, 1.0]) == {
        "cosine, mean": 75.0,
        "F1 of content words": 100.0,
        "the same": 50.0,
        "left alone, of 1 that need nothing": 100.0,
        "changed, of 1 that need something": 100.0,
    }
    undone = scores([needy, whole], ["Is it old?", "Who grows green tea?"], [0.0, 0.0])
    assert undone["left alone, of 1 that need nothing"] == undone["changed, of 1 that need something"] == 0
