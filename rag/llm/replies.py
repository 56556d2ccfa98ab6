"""A model's reply as it comes. It is read beside the caller, so a deadline holds and a stop is heard at once."""

import asyncio
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future
from contextlib import aclosing
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any

from llama_index.core.llms import ChatMessage, ChatResponse, MessageRole

from index.faults import ModelFault
from rag.llm.model import LLM, fault_of

FIRST = 60.0
"""Seconds until a model must have begun to answer."""
WHOLE = 180.0
"""Seconds until it must have ended."""
LONGEST = 10_000
"""Characters of a reply, at most."""
_HEARD = 0.1  # seconds until a stop is heard
_CUT = {
    "length": "reached its own limit of words in the middle.",
    "content_filter": "was stopped by a filter of its server.",
    "": "broke off in the middle.",
}


@dataclass(frozen=True)
class Piece:
    """Some words of a reply, and the tokens so far where the server tells them."""

    text: str
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class Stopped(Exception):
    """Raised where a reply is stopped, so that nothing takes its last words for a whole sentence."""


Arrived = SimpleQueue[Piece | ModelFault | None]


class Replies:
    """Asks a model and gives its replies as they come. Safe to share between threads."""

    def __init__(self, llm: LLM, name: str, first: float = FIRST, whole: float = WHOLE) -> None:
        self._llm = llm
        self._name = name
        self._first = first
        self._whole = whole
        self._loop = asyncio.new_event_loop()
        Thread(target=self._loop.run_forever, daemon=True, name="replies").start()

    def stream(self, asked: Sequence[tuple[str, str]], stopped: Callable[[], bool]) -> Generator[Piece, None, None]:
        """Yield the reply to messages, (role, words), piece by piece.

        Raises `ModelFault` for all that goes wrong, and `Stopped`. The connection is closed then, and when the iterator
        is.
        """
        messages = [ChatMessage(role=MessageRole(role), content=words) for role, words in asked]
        arrived: Arrived = SimpleQueue()
        reading: Future[None] = asyncio.run_coroutine_threadsafe(self._read(messages, arrived), self._loop)
        began = monotonic()
        limit = began + self._first
        try:
            while True:
                if stopped():
                    raise Stopped
                if monotonic() > limit:
                    raise ModelFault(f"{self._name} takes too long to answer.")
                try:
                    piece = arrived.get(timeout=_HEARD)
                except Empty:
                    continue
                if piece is None:
                    return
                if isinstance(piece, ModelFault):
                    raise piece
                limit = began + self._whole
                yield piece
        finally:
            reading.cancel()

    async def _read(self, messages: list[ChatMessage], arrived: Arrived) -> None:
        """Put what the model writes into the queue, then None or a fault."""
        length, end = 0, "stop"
        try:
            async with aclosing(await self._llm.astream_chat(messages)) as replies:
                async for reply in replies:
                    length += len(reply.delta or "")
                    if length > LONGEST:
                        raise ModelFault(f"{self._name} wrote more than {LONGEST:,} characters.")
                    end = _end(reply.raw, end)
                    arrived.put(_piece(reply))
        except Exception as error:
            fault = fault_of(error, self._name, str(getattr(self._llm, "api_base", "") or ""))
            fault.__cause__ = None if fault is error else error
            arrived.put(fault)
        else:
            arrived.put(ModelFault(f"{self._name} {_CUT[end]}") if end in _CUT else None)


def _piece(reply: ChatResponse) -> Piece:
    counted = (reply.additional_kwargs.get(key) for key in ("prompt_tokens", "completion_tokens"))
    return Piece(reply.delta or "", *(int(count) if count else None for count in counted))


def _end(raw: Any, before: str) -> str:
    """Return why the reply ends, as OpenAI's protocol tells it in a chunk: empty until it does."""
    choices = getattr(raw, "choices", None)
    return str(choices[0].finish_reason or "") if choices else before
