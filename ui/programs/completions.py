"""OpenAI's protocol: models and chat completions, for programs that know it already."""

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import asdict
from http import HTTPStatus
from secrets import token_hex
from typing import Any

from fastapi import FastAPI
from fastapi.responses import Response
from pydantic import BaseModel

from rag.conversation.chat import Part
from rag.draft import Claim
from rag.question.checks import cleaned
from rag.results import Answer, Result
from ui.programs.errors import ProgramFault, tell_errors, told
from ui.programs.messages import Message, asked, content, foot
from ui.programs.parts import event, parts, streamed
from ui.programs.shapes import Chosen
from ui.programs.turns import Turns
from ui.server.failures import failure

PATH = "/v1"
QUOTES, FLUENT = "byline-quotes", "byline-fluent"


class _StreamOptions(BaseModel):
    include_usage: bool = False


class _Asked(Chosen):
    """What is read of a request, with the articles to ask, which the protocol does not know.

    What else it has says how a model samples, and nothing here does.
    """

    model: str
    messages: list[Message]
    stream: bool = False
    stream_options: _StreamOptions | None = None
    n: int | None = 1


def completions(turns: Turns) -> FastAPI:
    """Return the application that is served under `PATH`."""
    app = FastAPI(title="Byline", docs_url=None, redoc_url=None, openapi_url=None)
    tell_errors(app)

    @app.get("/models")
    async def models() -> dict[str, Any]:
        """List the models: the articles' own words, and the language model's where one is in use."""
        each = [{"id": name, "object": "model", "created": 0, "owned_by": "byline"} for name in _models(turns)]
        return {"object": "list", "data": each}

    @app.post("/chat/completions", response_model=None)
    async def complete(given: _Asked) -> dict[str, Any] | Response:
        """Answer the last message, after those before it."""
        (question, history), within = asked(given.messages), given.within
        cleaned(question)
        _check(given, turns)
        fluent = given.model == FLUENT
        if given.stream:
            turns.check(fluent)
            return streamed(_chunks(given, parts(turns, question, history, fluent, within)))
        result = await turns.answer(question, history, fluent, within)
        message = {"role": "assistant", "content": content(result), **_extra(result)}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return {**_head(given.model, "chat.completion"), "choices": [choice], "usage": _usage(result)}

    return app


def _models(turns: Turns) -> list[str]:
    return [QUOTES, FLUENT] if turns.assistant.writer else [QUOTES]


def _check(given: _Asked, turns: Turns) -> None:
    if given.model not in (there := _models(turns)):
        here = f"There is {' and '.join(there)}."
        raise ProgramFault(HTTPStatus.NOT_FOUND, f"There is no model “{given.model}”. {here}")
    if given.n not in (None, 1):
        raise ProgramFault(HTTPStatus.BAD_REQUEST, f"There is one answer to a question, not {given.n}. Leave “n” out.")


async def _chunks(given: _Asked, parts: AsyncGenerator[Part | None, None]) -> AsyncGenerator[str, None]:
    """Yield an answer as it comes, each sentence of a model in a chunk of its own."""
    head, wrote = _head(given.model, "chat.completion.chunk"), False

    def chunk(delta: dict[str, Any], finish: str | None = None) -> str:
        return event({**head, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})

    yield chunk({"role": "assistant", "content": ""})
    try:
        async with aclosing(parts):
            async for part in parts:
                if isinstance(part, Claim):
                    yield chunk({"content": f"{' ' * wrote}{part}"})
                    wrote = True
                elif isinstance(part, Result):
                    yield chunk({"content": _rest(part, wrote), **_extra(part)})
                    yield chunk({}, "stop")
                    if given.stream_options and given.stream_options.include_usage:
                        yield event({**head, "choices": [], "usage": _usage(part)})
    except Exception as fault:
        yield event(failure(*told(fault)))
    yield event("[DONE]")


def _rest(result: Result, wrote: bool) -> str:
    """Return what of an answer is still to be sent."""
    if not wrote:
        return content(result)
    if isinstance(result, Answer) and result.fluent:
        return foot(result)
    fault = result.draft.fault if result.draft else ""
    return f"\n\n{fault}\n\n{content(result)}"


def _head(model: str, kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{token_hex(12)}", "object": kind, "created": int(time.time()), "model": model}


def _extra(result: Result) -> dict[str, Any]:
    """Return what the protocol has no field for."""
    citations = [asdict(citation) for citation in result.citations]
    return {"citations": citations, "standalone_question": result.standalone_question}


def _usage(result: Result) -> dict[str, int]:
    """Return the tokens of the language model; none where none was asked."""
    draft = result.draft
    prompt, completion = (draft.prompt_tokens or 0, draft.completion_tokens or 0) if draft else (0, 0)
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
