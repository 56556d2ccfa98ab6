"""Spans of OpenTelemetry around the stages of an answer, in OpenInference's terms: how long, how many, which ids.

They have no words of questions, articles or answers. Where OpenTelemetry's API is not installed, nothing is done; where
it is, spans go wherever the program that runs Byline sends its own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import wraps
from importlib.util import find_spec
from traceback import extract_tb
from typing import Any, Literal, ParamSpec, TypeVar, cast

from rag.draft import Draft
from rag.readings import Passage, Reading
from rag.results import Result

_tracer: "trace.Tracer | None" = None
if find_spec("opentelemetry"):
    from opentelemetry import trace

    _tracer = trace.get_tracer("byline")

Kind = Literal["CHAIN", "RETRIEVER", "LLM"]
Facts = Mapping[str, str | int | float]
P = ParamSpec("P")
T = TypeVar("T")


def traced(name: str, kind: Kind, told: Callable[[Any], Facts]) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Give each call of a function a span, with what is `told` of the value that it returns."""

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        if not (tracer := _tracer):
            return function

        @wraps(function)
        def called(*args: P.args, **kwargs: P.kwargs) -> T:
            span = tracer.start_span(name, attributes={"openinference.span.kind": kind})
            with _ending(span), _inside(span):
                value = function(*args, **kwargs)
                span.set_attributes(told(value))
                return value

        return called

    return decorate


def traced_parts(
    name: str, kind: Kind, told: Callable[[Any], Facts]
) -> Callable[[Callable[P, Iterator[T]]], Callable[P, Iterator[T]]]:
    """Give each call of a generator a span, which is current while it runs, and not while its parts are used."""

    def decorate(function: Callable[P, Iterator[T]]) -> Callable[P, Iterator[T]]:
        if not (tracer := _tracer):
            return function

        @wraps(function)
        def called(*args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
            span = tracer.start_span(name, attributes={"openinference.span.kind": kind})
            parts = function(*args, **kwargs)
            with _ending(span), closing(cast(Any, parts)):
                while True:
                    with _inside(span):
                        try:
                            part = next(parts)
                        except StopIteration:
                            return
                    span.set_attributes(told(part))
                    yield part

        return called

    return decorate


def outcome(part: object) -> Facts:
    """Tell what became of a question, once that is there."""
    if not isinstance(part, Result):
        return {}
    return {
        "byline.outcome": type(part).__name__,
        "byline.kind": part.kind,
        "byline.confidence": part.confidence,
        "byline.citations": len(part.citations),
    }


def retrieved(found: Sequence[Passage]) -> Facts:
    """Tell which passages were found, and how well they fit."""
    facts: dict[str, str | int | float] = {}
    for number, passage in enumerate(found):
        place = f"retrieval.documents.{number}.document"
        facts[f"{place}.id"] = f"{passage.article.id}:{passage.span.start}-{passage.span.end}"
        facts[f"{place}.score"] = passage.score
    return facts


def read(readings: Sequence[Reading]) -> Facts:
    """Tell how many sentences may answer, and how probable the best is."""
    return {"byline.readings": len(readings), "byline.probability": readings[0].probability if readings else 0.0}


def written(draft: Draft) -> Facts:
    """Tell which model wrote how many sentences, and what it cost."""
    prompt, completion = draft.prompt_tokens or 0, draft.completion_tokens or 0
    counts = {"prompt": prompt, "completion": completion, "total": prompt + completion}
    return {
        "llm.model_name": draft.model,
        "byline.claims": len(draft.claims),
        "byline.struck": len(draft.struck),
        "byline.usable": not draft.fault,
        **({f"llm.token_count.{key}": count for key, count in counts.items()} if prompt else {}),
    }


def failed(raised: Exception) -> None:
    """Tell the current span of a failure that is raised no further: of what caused it, where that is known."""
    if _tracer:
        _tell(trace.get_current_span(), raised.__cause__ or raised)


def _inside(span: Any) -> Any:
    """Return a block in which a span is the current one."""
    return trace.use_span(span, end_on_exit=False, record_exception=False, set_status_on_exception=False)


@contextmanager
def _ending(span: Any) -> Iterator[None]:
    """End a span after a block, with what was raised there."""
    try:
        yield
    except Exception as raised:
        _tell(span, raised)
        raise
    finally:
        span.end()


def _tell(span: Any, raised: BaseException) -> None:
    """Let a span be one that failed: what was raised, and where. Its message is left out, since it may quote."""
    kind, frames = type(raised).__name__, extract_tb(raised.__traceback__)
    places = "\n".join(f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
    span.add_event("exception", {"exception.type": kind, "exception.stacktrace": places})
    span.set_attribute("error.type", kind)
    span.set_status(trace.StatusCode.ERROR)
