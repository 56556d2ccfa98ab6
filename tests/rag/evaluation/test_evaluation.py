"""`byline eval`: what it reads, how it counts, that it goes on where it was stopped, and what it writes."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from index.faults import EvaluationFault
from index.selection import Selection
from rag.answering.attempt import PASSAGES
from rag.assistant import Assistant
from rag.conversation.chat import Part, last
from rag.evaluation.cases import Case, bundled, read
from rag.evaluation.report import outcome, table, write
from rag.evaluation.run import Record, holds, mark_of, record, run
from rag.evaluation.scores import Score, bins, risk_coverage, scores
from rag.readings import Passage
from rag.results import Turn
from tests.support.doubles import FERRY, ORCHARD
from tests.support.shell import byline

CASES = [
    Case("How much will the repairs cost?", ("2.4 million euros",), FERRY.id, ("Repairs will cost 2.4 million euros",)),
    Case("Who breeds bees in reed tubes?", ("Tomasz Zielinski",)),
    Case("What is the capital of France?"),
    Case("?", ("x",)),
]


def made(given: str, best: str, confidence: float, *answers: str, relevant: tuple[bool, ...] = (False, True)) -> Record:
    times = {"retrieve": 10.0, "read": 90.0, "total": 100.0}
    return Record(
        Case("Who?", answers),
        given,
        best,
        confidence,
        ("q",) * bool(given),
        relevant,
        None,
        True,
        bool(given),
        True,
        times,
    )


RECORDS = [
    made("Ana Silva", "Ana Silva", 0.9, "Ana Silva", "Silva"),
    made("captain Ana", "captain Ana", 0.6, "Ana Silva"),
    made("", "Ana Silva", 0.3, "Ana Silva"),
    made("Bo", "Bo", 0.5),
    made("", "Bo", 0.1),
]


def values(records: list[Record]) -> dict[str, float]:
    return {score.metric: score.value for score in scores(records)}


def test_scores_are_those_worked_out_by_hand() -> None:
    found = values(RECORDS)
    assert found["exact match, no answer being right where there is none"] == pytest.approx(2 / 5)
    assert found["exact match, of questions with an answer"] == pytest.approx(1 / 3)
    assert found["F1, of questions with an answer"] == pytest.approx((1 + 0.5 + 0) / 3)
    assert found["F1, of these those answered"] == pytest.approx(0.75)
    assert found["exact match, if all were answered"] == pytest.approx(2 / 3)
    assert found["refused, of questions with an answer"] == pytest.approx(1 / 3)
    assert found["precision: refused ones that have no answer"] == pytest.approx(1 / 2)
    assert found["recall: ones without an answer that are refused"] == pytest.approx(1 / 2)
    assert found["AUROC of confidence, of having an answer"] == pytest.approx(5 / 6)
    assert found["AUROC, of the best answer being right"] == pytest.approx(4 / 6)
    gaps = [0.1, 0.6, 0.7, 0.5, 0.1]
    assert found["expected calibration error"] == pytest.approx(sum(gaps) / 5)
    assert found["success@1: the first holds an answer"] == 0
    assert found["mean reciprocal rank"] == pytest.approx(0.5)
    assert found["total, median"] == 100


def test_the_surest_are_answered_first() -> None:
    coverage, risk = risk_coverage(RECORDS)
    assert coverage.tolist() == pytest.approx([0.2, 0.4, 0.6, 0.8, 1])
    assert risk.tolist() == pytest.approx([0, 1 / 2, 2 / 3, 2 / 4, 3 / 5])
    assert sum(count for *_, count in bins(RECORDS)) == len(RECORDS)


def test_what_cannot_be_measured_is_left_out() -> None:
    assert "recall: ones without an answer that are refused" not in values(RECORDS[:2])
    assert [score.group for score in scores(RECORDS[4:])] == ["answers", "answers", "refusals", "refusals"] + [
        "confidence"
    ] * 2 + ["time"] * 6
    assert scores([]) == []


def test_an_answer_is_held_in_whole_words() -> None:
    assert holds("It cost 2.4 million euros.", ["2.4 Million Euros"])
    assert not holds("It cost 162 euros.", ["62"])
    assert not holds("It cost.", ["the"])


def test_questions_are_asked_and_compared(assistant: Assistant, tmp_path: Path) -> None:
    own = Assistant.open(tmp_path / "index")
    own.add(FERRY, ORCHARD)
    ferry, bees, france, nothing = [record(own, case) for case in CASES]
    assert (ferry.given, ferry.cited, ferry.exact, ferry.evidence) == ("2.4 million euros", True, True, 1.0)
    assert ferry.relevant[0]
    assert outcome(bees) == "right"
    assert (france.given, outcome(france)) == ("", "rightly refused")
    assert france.best
    assert outcome(nothing) == "refused"


class Joining(Assistant):
    """Understands a question as all those before it and itself."""

    def stream(self, question: str, history: Sequence[Turn] = (), *_: Any, **__: Any) -> Iterator[Part]:
        """Answer all questions as one."""
        result = last(super().stream("; ".join([*(turn.question.rstrip("?") for turn in history), question])))
        yield replace(result, question=question)

    def search(self, question: str, count: int = PASSAGES, within: Selection | None = None) -> list[Passage]:
        """Remember what is searched for."""
        self.searched = question
        return super().search(question, count, within)


def test_questions_before_it_are_asked_first(assistant: Assistant) -> None:
    joining = Joining(assistant.library, assistant.reader)
    before = ("Who is Retno Marsudi?", "Who did she meet?")
    asked = record(joining, Case("And when?", ("Tuesday",), history=before))
    assert asked.case.history == before
    assert asked.understood == "Who is Retno Marsudi; Who did she meet; And when?"
    assert joining.searched == "Who is Retno Marsudi; Who did she meet; And when?"
    assert len(asked.relevant) > 0


def test_a_run_that_was_stopped_goes_on(assistant: Assistant, tmp_path: Path) -> None:
    kept, cases, ask = tmp_path / "deep/answers.jsonl", bundled()[:4], partial(record, assistant)
    mark = mark_of(assistant, cases)
    whole = run(ask, cases, mark, kept)
    first, *lines = kept.read_text().splitlines()
    kept.write_text("\n".join([first, *lines[:2], lines[2][:40]]))
    told: list[tuple[int, int]] = []
    again = run(ask, cases, mark, kept, lambda done, total: told.append((done, total)))
    assert told == [(3, 4), (4, 4)]
    assert again[:2] == whole[:2]
    assert [one.given for one in again] == [one.given for one in whole]
    told.clear()
    run(ask, cases, mark, kept, lambda done, total: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert len(run(ask, cases[:3], mark_of(assistant, cases[:3]), kept)) == 3
    assert len(kept.read_text().splitlines()) == 4


def test_a_folder_that_cannot_be_written_is_told(assistant: Assistant, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EvaluationFault, match=r"cannot be written: .* Name another folder with --out"):
        run(partial(record, assistant), CASES, "mark", tmp_path / "file/answers.jsonl")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "line 2: it is no JSON"),
        ("[]", "line 2: it is no object"),
        ('{"answers": []}', "line 2: it has no “question”"),
        ('{"question": "Who?"}', "line 2: it has no “answers”"),
        ('{"question": "Who?", "answers": "Ana"}', "line 2: “answers” is no list of words"),
        ('{"question": "Who?", "answers": [""]}', "line 2: “answers” is no list of words"),
        ('{"question": "Who?", "answers": [], "article_id": 7}', "line 2: “article_id” is no text"),
    ],
)
def test_a_bad_line_is_named(line: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(f'{{"question": "Who?", "answers": ["Ana"]}}\n{line}\n')
    with pytest.raises(EvaluationFault, match=told):
        read(file)


def test_files_that_are_no_questions_are_told(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n\n")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    for name, told in (
        ("none", "cannot be read: No such file"),
        ("empty", "has no question"),
        ("bytes", "not written in"),
    ):
        with pytest.raises(EvaluationFault, match=told):
            read(tmp_path / name)


def test_the_report_stands_alone_and_shows_words_as_they_are(tmp_path: Path) -> None:
    records = [replace(RECORDS[0], given="<script>alert(1)</script>", understood="Who else?"), *RECORDS[1:]]
    write(tmp_path, "mine & yours", scores(records), records, 0.35)
    page = (tmp_path / "report.html").read_text()
    assert page.count("<svg") == 3
    assert "<script" not in page
    assert "mine &amp; yours" in page
    assert page.count("<td>Who? → Who else?</td>") == 1
    assert not [part for part in ("src=", "<link", "url(http") if part in page]
    kept = json.loads((tmp_path / "report.json").read_text())
    assert len(kept["records"]) == 5
    assert {score["metric"] for score in kept["scores"]} == set(values(records))
    assert table([Score("a", "b", 1000, 0.5)]).endswith("| a | b | 1,000 | 50.0 |")
    assert table([Score("a", "b", 1, 1234.5, "ms")]).endswith("| 1,234 ms |")


def test_the_command_asks_the_bundled_questions(tmp_path: Path) -> None:
    done = byline("eval", "--bundled", "--out", str(tmp_path / "out"), BYLINE_INDEX=str(tmp_path / "mine"))
    assert done.returncode == 0
    assert "  100.0  quotes exactly as the article has them" in done.stdout
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "answers.jsonl", "report.html", "report.json", "report.md",
    }  # fmt: skip
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        ([], 2, "Name a file of questions, or say --bundled."),
        (["--bundled", "x.jsonl"], 2, "Name a file of questions, or say --bundled."),
        (["none.jsonl"], 1, "none.jsonl cannot be read: No such file or directory."),
    ],
)
def test_the_command_wants_questions(words: list[str], status: int, told: str) -> None:
    done = byline("eval", *words)
    assert done.returncode == status
    assert done.stderr.strip().splitlines()[-1].endswith(told)
