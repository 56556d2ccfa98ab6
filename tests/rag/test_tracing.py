"""Spans of OpenTelemetry: what they tell of an answer, that they have no words, and that nothing needs the package."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from contextvars import ContextVar
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from index.faults import CollectionFault
from index.selection import Selection
from rag.assistant import Assistant
from rag.draft import Claim
from rag.llm.model import open_model
from rag.llm.writer import Writer
from rag.tracing import traced_parts
from tests.support.browser import free_port
from tests.support.scripted import scripted
from ui.server.answers import Answers

QUESTION = "Who did Retno meet?"
EXPORTER = InMemorySpanExporter()


@pytest.fixture(scope="module", autouse=True)
def _exported() -> None:
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(EXPORTER))
    trace.set_tracer_provider(provider)


@pytest.fixture
def spans() -> InMemorySpanExporter:
    EXPORTER.clear()
    return EXPORTER


def facts(span: ReadableSpan) -> dict[str, object]:
    return dict(span.attributes or {})


def test_an_answer_is_a_chain_of_finding_and_reading(assistant: Assistant, spans: InMemorySpanExporter) -> None:
    result = assistant.ask(QUESTION)
    found, read, answer = spans.get_finished_spans()
    assert [one.name for one in (found, read, answer)] == ["byline.retrieve", "byline.read", "byline.answer"]
    kinds = [facts(one)["openinference.span.kind"] for one in (found, read, answer)]
    assert kinds == ["RETRIEVER", "CHAIN", "CHAIN"]
    assert answer.parent is None
    assert {one.parent and one.parent.span_id for one in (found, read)} == {answer.context and answer.context.span_id}
    passages = assistant.search(QUESTION)
    for number, passage in enumerate(passages):
        place = f"retrieval.documents.{number}.document"
        assert facts(found)[f"{place}.id"] == f"{passage.article.id}:{passage.span.start}-{passage.span.end}"
        assert facts(found)[f"{place}.score"] == passage.score
    told = facts(answer)
    assert (told["byline.outcome"], told["byline.kind"], told["byline.confidence"]) == (
        "Answer", "person", result.confidence,
    )  # fmt: skip
    milliseconds = ((read.end_time or 0) - (read.start_time or 0)) / 1e6
    assert milliseconds == pytest.approx(result.timings_ms["read"], rel=0.2, abs=20)


def test_no_span_has_words(assistant: Assistant, spans: InMemorySpanExporter) -> None:
    result = assistant.ask(QUESTION)
    with pytest.raises(CollectionFault, match="Sihanoukville"):
        assistant.ask(QUESTION, within=Selection("Sihanoukville"))
    written = "".join(span.to_json() for span in spans.get_finished_spans())
    for word in {*QUESTION.strip("?").split(), *result.text.split(), "Sihanoukville", "Diplomat", "Cambodia"}:
        assert word not in written
    failed = spans.get_finished_spans()[-1]
    assert (facts(failed)["error.type"], failed.status.status_code.name) == ("CollectionFault", "ERROR")
    assert failed.status.description is None
    (raised,) = failed.events
    assert (raised.name, dict(raised.attributes or {})["exception.type"]) == ("exception", "CollectionFault")
    assert re.search(r"/collections\.py:\d+ in \w+$", str(dict(raised.attributes or {})["exception.stacktrace"]))


@pytest.fixture
def fluent(assistant: Assistant) -> Iterator[Assistant]:
    with scripted() as endpoint:
        writer = Writer(open_model(f"{endpoint}/right/v1", "a-model"), assistant.library.encoder, assistant.reader)
        yield Assistant(assistant.library, assistant.reader, writer)


def test_a_language_model_is_told_by_name_and_tokens(fluent: Assistant, spans: InMemorySpanExporter) -> None:
    result = fluent.ask("How many victims were rescued?")
    assert result.draft
    (wrote,) = [one for one in spans.get_finished_spans() if one.name == "byline.write"]
    answer = spans.get_finished_spans()[-1]
    assert wrote.parent
    assert wrote.parent.span_id == (answer.context and answer.context.span_id)
    told, draft = facts(wrote), result.draft
    assert (told["openinference.span.kind"], told["llm.model_name"]) == ("LLM", "a-model")
    assert (told["byline.claims"], told["byline.struck"]) == (len(draft.claims), len(draft.struck))
    assert (told["llm.token_count.prompt"], told["byline.usable"]) == (draft.prompt_tokens, True)


@pytest.mark.parametrize(
    ("trick", "kind"),
    [("500", "InternalServerError"), ("short", "RemoteProtocolError"), ("malformed", "JSONDecodeError"),
     ("limit", "ModelFault"), ("", "APIConnectionError"), ("says-not", None)],
)  # fmt: skip
def test_a_language_model_that_fails_is_a_span_that_failed(
    assistant: Assistant, spans: InMemorySpanExporter, trick: str, kind: str | None
) -> None:
    with scripted() as endpoint:
        address = f"{endpoint}/{trick}/v1" if trick else f"http://127.0.0.1:{free_port()}/v1"
        writer = Writer(open_model(address, "a-model"), assistant.library.encoder, assistant.reader)
        result = Assistant(assistant.library, assistant.reader, writer).ask("How many victims were rescued?")
    assert result.draft
    assert result.draft.fault
    wrote = next(one for one in spans.get_finished_spans() if one.name == "byline.write")
    assert (wrote.status.status_code.name, wrote.status.description) == ("ERROR" if kind else "UNSET", None)
    assert facts(wrote).get("error.type") == kind
    assert [event.name for event in wrote.events] == ["exception"] * bool(kind)
    assert "server's own words" not in wrote.to_json()
    answer = spans.get_finished_spans()[-1]
    assert answer.status.status_code.name == "UNSET", "the articles' own words are an answer"


def test_an_answer_that_is_left_ends_its_spans(fluent: Assistant, spans: InMemorySpanExporter) -> None:
    parts = fluent.stream("How many victims were rescued?")
    while not isinstance(next(parts), Claim):
        pass
    assert not trace.get_current_span().get_span_context().is_valid, "no span is current outside of the stream"
    parts.close()  # type: ignore[attr-defined]
    assert {one.name for one in spans.get_finished_spans()} >= {"byline.write", "byline.answer"}


def test_what_the_server_writes_belongs_to_the_request(fluent: Assistant, spans: InMemorySpanExporter) -> None:
    loading: Future[Assistant] = Future()
    loading.set_result(fluent)
    answers, asked = Answers(loading), ContextVar("asked", default="")
    with trace.get_tracer("a server").start_as_current_span("a request") as request:
        asked.set("yes")
        name = answers.begin("How many victims were rescued?")
        while not any(one.name == "byline.answer" for one in spans.get_finished_spans()):
            answers.writings[name].after(0, 0.1)
    answer = next(one for one in spans.get_finished_spans() if one.name == "byline.answer")
    assert answer.parent
    assert answer.parent.span_id == request.get_span_context().span_id


@given(st.lists(st.integers()), st.integers(0, 5))
def test_parts_are_those_of_the_function(values: list[int], left: int) -> None:
    ended = []

    @traced_parts("a", "CHAIN", lambda part: {"last": part})
    def made() -> Iterator[int]:
        try:
            yield from values
        finally:
            ended.append(True)

    assert list(made()) == values
    parts = made()
    taken = [next(parts, None) for _ in range(left)]
    parts.close()  # type: ignore[attr-defined]
    assert taken == [*values[:left], *[None] * (left - len(values[:left]))]
    assert len(ended) == 2 if left else 1


def test_without_the_package_nothing_is_imported_and_nothing_is_wrapped() -> None:
    code = (
        "import sys; sys.modules['opentelemetry'] = None; import rag.assistant, rag.tracing, rag.retrieval.scope; "
        "print(hasattr(rag.retrieval.scope.search, '__wrapped__'), "
        "[name for name in sys.modules if name.startswith('opentelemetry.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout == "False []\n"


def test_the_program_of_the_extra_sends_the_spans_of_byline(bundled_index: Path) -> None:
    program = Path(sys.executable).parent / "opentelemetry-instrument"
    shown = {"OTEL_TRACES_EXPORTER": "console", "OTEL_METRICS_EXPORTER": "none", "OTEL_LOGS_EXPORTER": "none"}
    done = subprocess.run(
        [program, sys.executable, "-m", "ui.shell.cli", "ask", QUESTION, "--index", str(bundled_index)],
        env={**os.environ, **shown}, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert '"openinference.span.kind": "RETRIEVER"' in done.stdout
