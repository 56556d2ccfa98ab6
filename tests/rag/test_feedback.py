"""Readers' verdicts: written by several at once, told when they cannot be, and read by `byline eval`."""

import json
import threading
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import pytest

from index.faults import EvaluationFault, FeedbackFault
from rag.assistant import Assistant
from rag.draft import Draft
from rag.evaluation.cases import Case, read
from rag.feedback import FILE, Feedback, Verdict, write
from rag.question.checks import LONGEST
from rag.results import NoAnswer
from tests.support.doubles import FERRY
from tests.ui.page.test_render import WALL, answered, cite
from ui.server.answers import Answers
from ui.server.calls import Calls
from ui.server.kept import plain

ANSWER = replace(answered("Maeve Doyle", cite(FERRY, "Maeve Doyle", WALL)), question="Who spoke?")
REFUSAL = NoAnswer("Why?", "Why?", "thing", 0.1, "reader", (), (), {}, reason="No.")


def lines(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / FILE).read_text("utf-8").splitlines()]


def test_a_line_has_all_that_is_needed_to_judge(tmp_path: Path) -> None:
    write(tmp_path, Feedback("t1", ANSWER, "down", "It was\nColm.", "Colm Flaherty", ("Who?",)))
    (line,) = lines(tmp_path)
    assert line.pop("time")
    cited = {"article_id": FERRY.id, "start": ANSWER.citations[0].start, "end": ANSWER.citations[0].end, "quote": WALL}
    assert line == {
        "turn": "t1", "question": "Who spoke?", "standalone_question": "Who?", "history": ["Who?"],
        "answer": "Maeve Doyle", "citations": [cited], "confidence": 0.9, "verdict": "down",
        "comment": "It was\nColm.", "right_answer": "Colm Flaherty", "model": None,
    }  # fmt: skip


def test_many_may_write_at_once_and_a_torn_line_stays_alone(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"torn": ')

    def rate(name: int) -> None:
        for turn in range(20):
            write(tmp_path, Feedback(f"{name} {turn}", ANSWER, "up"))

    writers = [threading.Thread(target=rate, args=(name,)) for name in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    torn, *whole = (tmp_path / FILE).read_text("utf-8").splitlines()
    assert torn == '{"torn": '
    assert {json.loads(line)["turn"] for line in whole} == {f"{n} {m}" for n in range(8) for m in range(20)}


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(FeedbackFault, match=r"not kept: .*feedback\.jsonl cannot be written \(Is a directory\)"):
        write(tmp_path, Feedback("t", ANSWER, "up"))
    with pytest.raises(FeedbackFault, match="“so so” is no verdict"):
        Feedback("t", ANSWER, "so so")  # type: ignore[arg-type]
    with pytest.raises(FeedbackFault, match="3,000 characters; at most 2,000"):
        Feedback("t", ANSWER, "down", "x" * 3000)


def test_eval_reads_it_where_the_right_answer_is_known(tmp_path: Path) -> None:
    given: list[tuple[str, Verdict, str]] = [
        ("a", "down", ""), ("a", "up", ""), ("b", "down", ""), ("c", "down", "Colm\u2028Flaherty"), ("d", "none", ""),
    ]  # fmt: skip
    for turn, verdict, right in given:
        write(tmp_path, Feedback(turn, ANSWER, verdict, right_answer=right, history=("Who?",)))
    write(tmp_path, Feedback("e", REFUSAL, "up"))
    write(tmp_path, Feedback("f", replace(ANSWER, draft=Draft("llama3.2")), "up"))
    told: list[str] = []
    assert read(tmp_path / FILE, told.append) == [
        Case("Who spoke?", ("Maeve Doyle",), FERRY.id, (WALL,), ("Who?",)),
        Case("Who spoke?", ("Colm\u2028Flaherty",), history=("Who?",)),
        Case("Why?"),
    ]
    assert told == ["2 not helpful or in a language model’s words, without a “right_answer”: left out."]


def test_eval_tells_what_it_cannot_read(tmp_path: Path) -> None:
    file = tmp_path / FILE
    for line, why in (
        ('{"verdict": "down"}', "has no right answer to any question"),
        ('{"verdict": "up", "answer": "x"}', "line 1: it has no “question”"),
        ('{"verdict": "up", "question": "Who?", "answer": "x", "citations": [7]}', "line 1: its “citations” are not"),
    ):
        file.write_text(line)
        with pytest.raises(EvaluationFault, match=why):
            read(file)


def test_the_page_may_rate_only_what_is_a_result(assistant: Assistant, tmp_path: Path) -> None:
    loading: Future[Assistant] = Future()
    loading.set_result(assistant)
    calls: dict[str, Any] = {call.__name__: call for call in Calls(Answers(loading), tmp_path).all()}
    given = json.loads(json.dumps(anyio.run(calls["ask"], {"question": "Who did Retno meet?"})["result"]))
    shown = calls["cards"]([given])["cards"][0]["result"]

    def rate(result: object, verdict: str = "up", **more: object) -> str:
        return str(calls["rate"]({"turn": "t", "verdict": verdict, "result": result, **more}).get("error", ""))

    assert "cannot be read" in rate({"type": "Answer"})
    assert "no verdict" in rate(given, "<b>")
    made_up = [{**given, "text": "Nobody"}, {**given, "question": "Who?"}, {**given, "seal": "é"}, plain(ANSWER)]
    for result in [*made_up, calls["cards"](made_up[:1])["cards"][0]["result"]]:
        assert "did not give this answer" in rate(result)
    assert not (assistant.library.folder / FILE).exists()
    assert rate(given, history=["x" * 9000] * 9) == rate(shown) == ""
    first, _ = lines(assistant.library.folder)
    assert first["history"] == ["x" * LONGEST] * 8
    (assistant.library.folder / FILE).unlink()
