"""Answers to programs in parts, as they are made, and how parts are sent."""

import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from functools import partial
from typing import Any

from fastapi.responses import StreamingResponse

from index.selection import Selection
from rag.conversation.chat import Part
from rag.results import Result
from ui.programs.turns import Turns

EVENTS = "text/event-stream"
_NEWS = 1.0  # seconds until it is seen whether somebody still listens


async def parts(
    turns: Turns, question: str, history: list[dict[str, Any]], fluent: bool, within: Selection | None = None
) -> AsyncGenerator[Part | None, None]:
    """Yield None when the turn has come, then what `Assistant.stream` does; a model that nobody listens to is left."""
    async with turns.asking(fluent) as assistant:
        yield None
        if not fluent or assistant.writer is None:
            yield await turns.run(lambda: turns.answers.answer(question, history, False, within))
            return
        writing, seen = turns.answers.writings[turns.answers.begin(question, history, within)], 0
        try:
            while True:
                news = await turns.run(partial(writing.after, seen, _NEWS))
                for part in news:
                    yield part
                    if isinstance(part, Result):
                        return
                seen += len(news)
        finally:
            writing.stop()


def event(value: object, name: str = "") -> str:
    """Return a server-sent event."""
    data = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"event: {name}\ndata: {data}\n\n" if name else f"data: {data}\n\n"


def streamed(events: AsyncGenerator[str, None]) -> StreamingResponse:
    """Return events as an answer that is sent as they come."""

    async def sent() -> AsyncIterator[str]:
        async with aclosing(events):
            async for one in events:
                yield one

    return StreamingResponse(sent(), media_type=EVENTS, headers={"Cache-Control": "no-store"})
