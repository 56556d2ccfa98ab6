"""An answer as server-sent events: where it is (`status`), a model's sentences as they stand, and the answer."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import asdict
from typing import Any

from rag.conversation.chat import Part
from rag.draft import Claim, Rejection
from rag.results import Citation, Result
from ui.programs.errors import told
from ui.programs.parts import event
from ui.server.failures import failure


async def events(parts: AsyncGenerator[Part | None, None]) -> AsyncGenerator[str, None]:
    """Yield the events of an answer; what goes wrong on the way is an `error`, the last."""
    yield event({"state": "waiting"}, "status")
    cited: dict[int, Citation] = {}
    try:
        async with aclosing(parts):
            async for part in parts:
                if isinstance(part, Citation):
                    cited[part.number] = part
                else:
                    yield _event(part, cited)
    except Exception as fault:
        yield event(failure(*told(fault)), "error")


def _event(part: Claim | Rejection | Result | None, cited: dict[int, Citation]) -> str:
    if part is None:
        return event({"state": "reading"}, "status")
    if isinstance(part, Claim):
        quotes: list[dict[str, Any]] = [asdict(cited[number]) for number in part.citations]
        return event({"text": part.text, "citations": quotes}, "sentence")
    if isinstance(part, Rejection):
        return event({"state": "struck", "text": part.text, "why": part.why}, "status")
    return event(part.as_dict(), "answer")
