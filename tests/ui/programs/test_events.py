"""Answers as server-sent events, with a language model and without."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from rag.assistant import Assistant
from tests.support.scripted import GONE, OTHER, RIGHT, STEP
from ui.programs.turns import SHARE

QUESTION = "How many Indonesian victims were rescued?"
Written = Callable[[str], str]


def events(address: str, **asked: Any) -> Iterator[tuple[str, Any]]:
    """Ask, and yield each event as it comes."""
    with httpx.stream(
        "POST",
        f"{address}api/v1/ask",
        json={"question": QUESTION, **asked},
        headers={"Accept": "text/event-stream"},
        timeout=60,
        trust_env=False,
    ) as answer:
        if answer.status_code != 200:
            yield str(answer.status_code), json.loads(answer.read())
            return
        assert answer.headers["content-type"].startswith("text/event-stream")
        name = ""
        for line in answer.iter_lines():
            field, _, value = line.partition(": ")
            if field == "event":
                name = value
            elif field == "data":
                yield name, json.loads(value)


def test_without_a_model_there_is_one_answer(own_address: str, own: Assistant) -> None:
    told = list(events(own_address))
    assert [name for name, _ in told] == ["status", "status", "answer"]
    assert [value["state"] for _, value in told[:2]] == ["waiting", "reading"]
    assert told[2][1]["answer"] == own.ask(QUESTION).as_dict()["answer"]


def test_sentences_come_one_after_another_with_their_quotes(written: Written, assistant: Assistant) -> None:
    told = events(written("steps"), fluent=True)
    assert [next(told)[1]["state"] for _ in range(2)] == ["waiting", "reading"]
    STEP.release()
    name, sentence = next(told)
    assert (name, sentence["text"]) == ("sentence", RIGHT)
    (citation,) = sentence["citations"]
    text = assistant.library.article(citation["article_id"]).text
    assert citation["quote"] == text[citation["start"] : citation["end"]]
    STEP.release()
    name, status = next(told)
    assert (name, status["state"]) == ("status", "struck")
    assert "700" in status["text"]
    assert status["why"]
    STEP.release()
    assert next(told)[1]["text"] == OTHER
    STEP.release()
    name, answer = next(told)
    assert (name, answer["answer"]) == ("answer", f"{RIGHT} {OTHER}")
    assert answer["draft"]["model"] == "Scripted"
    assert list(told) == []


def test_quotes_are_given_where_they_are_asked_for(written: Written) -> None:
    told = list(events(written("right"), fluent=False))
    assert [name for name, _ in told] == ["status", "status", "answer"]
    assert told[2][1]["draft"] is None


def test_a_model_that_nobody_listens_to_is_left(written: Written) -> None:
    GONE.clear()
    told = events(written("forever"))
    while next(told)[0] != "sentence":
        pass
    told.close()  # type: ignore[attr-defined]
    assert GONE.wait(30)


def test_nobody_who_wants_quotes_waits_for_a_model(written: Written) -> None:
    address = written("forever")
    writing = [events(address) for _ in range(SHARE)]
    for told in writing:
        while next(told)[0] != "sentence":
            pass
    assert list(events(address, fluent=False))[-1][1]["answer"] == "62"
    for told in writing:
        told.close()  # type: ignore[attr-defined]


def test_a_model_that_fails_costs_no_answer(written: Written) -> None:
    *_, (name, answer) = events(written("500"))
    assert (name, answer["answer"]) == ("answer", "62")
    assert answer["draft"]["fault"]


def test_what_cannot_be_asked_is_told_before_anything_is_sent(own_address: str) -> None:
    ((status, told),) = events(own_address, question=" ")
    assert (status, told["error"]["type"]) == ("400", "invalid_request")
    ((status, told),) = events(own_address, history=[{}])
    assert (status, told["error"]["type"]) == ("400", "invalid_request")
