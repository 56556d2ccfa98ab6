"""A language model's endpoint and all that may go wrong with it: the extractive answer, and a clear word."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.embedding import MiniLMEncoder
from index.faults import ModelFault
from rag.assistant import Assistant
from rag.draft import Claim, Rejection
from rag.llm.editor import BESIDE
from rag.llm.model import NEEDED, open_model
from rag.llm.relevance import LEAST
from rag.llm.writer import Writer
from rag.results import Answer, Citation, NoAnswer
from tests.support.misbehaving import unused_port
from tests.support.scripted import ASKED, GONE, RIGHT, scripted
from ui.page.render import card
from ui.server.kept import brought, plain

PROJECT = Path(__file__).parents[3] / "pyproject.toml"
QUESTION = "How many Indonesian victims were rescued?"
Asked = Callable[..., Assistant]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with scripted() as address:
        yield address


@pytest.fixture(scope="module")
def fluent(assistant: Assistant, address: str) -> Asked:
    """Give the assistant on the bundled article with a model of an endpoint."""

    def made(trick: str, place: str = address, first: float = 30.0, whole: float = 30.0) -> Assistant:
        encoder = assistant.library.encoder
        assert isinstance(encoder, MiniLMEncoder)
        writer = Writer(open_model(f"{place}/{trick}/v1", "Scripted"), encoder, assistant.reader, first, whole)
        return Assistant(assistant.library, assistant.reader, writer)

    return made


@pytest.fixture(scope="module")
def expected(assistant: Assistant) -> Answer:
    """Give the answer without a model."""
    result = assistant.ask(QUESTION)
    assert isinstance(result, Answer)
    return result


FAULTS = {
    "401": "Scripted refuses the key. Set BYLINE_LLM_KEY to a right one.",
    "404": "Scripted is not known there. Check the address and the model's name.",
    "429": "Scripted is asked too often, or its quota is used up. Wait a little.",
    "500": "Scripted failed (status 500): Error code: 500",
    "400": "The server's own words",
    "cut": "Scripted broke off in the middle.",
    "short": "Scripted broke off in the middle.",
    "malformed": "Scripted sent what is no answer (JSONDecodeError",
    "error": "out of memory",
    "page": "Scripted wrote nothing.",
    "empty": "Scripted wrote nothing.",
    "limit": "Scripted reached its own limit of words in the middle.",
    "flood": "Scripted wrote more than 10,000 characters.",
    "says-not": "Scripted found no answer in the sentences.",
}
STRUCK = {
    "uncited": "It cites no sentence.",
    "wrong": "It cites a sentence 99, which does not exist.",
    "german": "",
    "markup": "",
}


@pytest.mark.parametrize("trick", [*FAULTS, *STRUCK])
def test_what_goes_wrong_gives_the_extractive_answer_and_a_clear_word(
    trick: str, fluent: Asked, expected: Answer
) -> None:
    result = fluent(trick).ask(QUESTION)
    assert isinstance(result, Answer)
    assert (result.text, result.citations) == (expected.text, expected.citations)
    assert result.draft
    assert not result.fluent
    assert not result.draft.claims
    assert FAULTS.get(trick, "Nothing that Scripted wrote is supported.") in result.draft.fault
    assert bool(result.draft.struck) is (trick in STRUCK)
    assert all(STRUCK[trick] in one.why and one.why for one in result.draft.struck)


@pytest.mark.parametrize("status", ["400", "500"])
def test_a_key_that_a_server_repeats_is_not_shown(fluent: Asked, monkeypatch: pytest.MonkeyPatch, status: str) -> None:
    monkeypatch.setenv("BYLINE_LLM_KEY", "sesame")
    result = fluent(status).ask(QUESTION)
    assert result.draft
    assert "own words on Bearer ********" in result.draft.fault
    assert "sesame" not in json.dumps(result.as_dict())


def test_a_server_that_sends_elsewhere_is_not_followed(fluent: Asked) -> None:
    before = len(ASKED)
    draft = fluent("307").ask(QUESTION).draft
    assert draft
    assert draft.fault == "Scripted sends to another address. Give that one, if it is right."
    assert len(ASKED) == before + 1


def test_nobody_there(fluent: Asked) -> None:
    host = f"127.0.0.1:{unused_port()}"
    draft = fluent("right", f"http://me:secret@{host}").ask(QUESTION).draft
    assert draft
    assert draft.fault == f"Scripted cannot be reached at http://{host}/right/v1. Start it, or correct its address."


@pytest.mark.parametrize(("trick", "first", "whole"), [("silent", 1.0, 30.0), ("forever", 30.0, 1.0)])
def test_a_deadline_holds_though_bytes_keep_coming(trick: str, first: float, whole: float, fluent: Asked) -> None:
    fluent("right").ask(QUESTION)  # loads what the first call loads, or the deadline would come before the request
    GONE.clear()
    result = fluent(trick, first=first, whole=whole).ask(QUESTION)
    assert result.answered
    assert result.draft
    assert result.draft.fault == "Scripted takes too long to answer."
    assert GONE.wait(10), "the connection is closed"


def test_what_holds_is_shown_and_the_rest_is_struck(fluent: Asked, assistant: Assistant) -> None:
    citation, claim, struck, result = fluent("right").stream(QUESTION)
    assert isinstance(citation, Citation)
    assert claim == Claim(RIGHT, (1,))
    assert isinstance(struck, Rejection)
    assert struck.text == "They were rescued by 700 soldiers."
    assert "700" in struck.why
    assert isinstance(result, Answer)
    assert result.fluent
    assert result.text == RIGHT
    assert str(result).startswith(f"{RIGHT} [1]\n\n  [1] “")
    assert result.citations == (citation,)
    assert citation.quote == assistant.library.article(citation.article_id).text[citation.start : citation.end]
    assert "62 Indonesian victims" in citation.quote
    draft = result.draft
    assert draft
    assert (draft.model, draft.claims, draft.struck) == ("Scripted", (claim,), (struck,))
    assert (draft.prompt_tokens, draft.completion_tokens, draft.fault) == (321, 45, "")
    assert 0 < (draft.first_seconds or 0) <= draft.seconds
    assert json.loads(json.dumps(result.as_dict()))["draft"]["claims"][0]["citations"] == [1]
    assert {"write", "total"} <= set(result.timings_ms)
    assert brought(json.loads(json.dumps(plain(result)))) == result
    assert '<span class="claim">62 Indonesian victims' in card(result, assistant.library.article)


def test_without_fluency_or_for_small_talk_no_model_is_asked(fluent: Asked, expected: Answer) -> None:
    ASKED.clear()
    made = fluent("right")
    assert made.ask(QUESTION, fluent=False) == expected
    assert made.ask("Hello!").draft is None
    assert made.examples()
    assert ASKED == []


def test_a_refusal_stays_one_where_the_model_finds_nothing(fluent: Asked) -> None:
    result = fluent("says-not").ask("How old is Retno Marsudi?")
    assert isinstance(result, NoAnswer)
    assert result.closest


def test_a_refusal_stays_one_where_the_model_tells_something_else(fluent: Asked) -> None:
    result = fluent("beside").ask("How many scam compounds did the police close?")
    assert isinstance(result, NoAnswer)
    assert "62 trafficked" in result.closest[0].quote
    assert result.confidence >= LEAST
    assert result.draft
    assert [struck.why for struck in result.draft.struck] == [BESIDE]


@pytest.mark.parametrize("way", ["stopped", "closed"])
def test_a_stop_closes_the_connection_at_once(way: str, fluent: Asked, assistant: Assistant) -> None:
    GONE.clear()
    stop: list[bool] = []
    parts = fluent("forever").stream(QUESTION, stopped=lambda: bool(stop))
    next(parts)
    claim = next(parts)
    assert isinstance(claim, Claim)
    if way == "closed":
        parts.close()  # type: ignore[attr-defined]
    else:
        stop.append(True)
        *_, result = parts
        assert isinstance(result, Answer)
        assert result.text == claim.text
        assert result.draft
        assert result.draft.stopped
        assert (result.draft.prompt_tokens, result.draft.completion_tokens) == (None, None)
        assert "token" not in f"{result.draft}{card(result, assistant.library.article)}"
        assert brought(json.loads(json.dumps(plain(result)))) == result
    assert GONE.wait(10), "the server sees that nobody listens"


def test_a_stop_before_the_first_word_gives_the_extractive_answer(fluent: Asked, expected: Answer) -> None:
    [result] = fluent("silent").stream(QUESTION, stopped=lambda: True)
    assert isinstance(result, Answer)
    assert result.text == expected.text
    assert result.draft
    assert result.draft.fault == "Scripted was stopped."


def test_the_key_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "b")
    assert open_model("http://localhost:1", "m").api_key == "b"  # type: ignore[attr-defined]
    monkeypatch.setenv("BYLINE_LLM_KEY", "a")
    model = open_model("http://localhost:1/", "m")
    assert (model.api_key, model.api_base) == ("a", "http://localhost:1/v1")  # type: ignore[attr-defined]
    with pytest.raises(ModelFault, match="“localhost:1” is no address of a model"):
        open_model("localhost:1", "m")


def test_where_the_package_is_missing_the_command_brings_what_the_extra_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "llama_index.llms.openai_like", None)  # as if it were not installed
    with pytest.raises(ModelFault, match=re.escape(f"{sys.executable} -m pip install '{NEEDED}'.")):
        open_model("http://localhost:1", "m")
    assert f'llm = ["{NEEDED}"]' in PROJECT.read_text("utf-8")
