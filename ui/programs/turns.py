"""Which request of a program is served now, which waits, and which has to come again later."""

import math
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

from index.faults import BusyFault
from index.selection import Selection
from rag.assistant import Assistant
from rag.results import Result
from ui.server.answers import AT_ONCE, Answers

SHARE = AT_ONCE // 2
"""How many questions of programs are answered at the same time; the rest of the server's turns are the page's."""
MOST = 64
"""How many requests of programs wait for their turn, of each kind."""
_LOOKING = 8  # requests that are quickly answered, at the same time

T = TypeVar("T")


def crowded(most: int) -> BusyFault:
    """Return what tells a program that so many wait already."""
    return BusyFault(f"{most} requests of programs wait already. Ask again in a few seconds.")


class Turns:
    """Serves programs from the assistant of the page, so that readers of the page never wait for more than a few.

    What waits holds no thread, and what runs has a thread of its own, not one of those that serve the page.
    """

    def __init__(self, answers: Answers, share: int = SHARE, most: int = MOST) -> None:
        self.answers = answers
        self._asking, self._models = CapacityLimiter(share), CapacityLimiter(share)
        self._looking, self._adding = CapacityLimiter(_LOOKING), CapacityLimiter(1)
        self._threads = CapacityLimiter(math.inf)
        self._most = most

    @property
    def assistant(self) -> Assistant:
        """Return the assistant; raises `BusyFault` while the models load, and what kept them from being loaded."""
        if not self.answers.ready:
            raise BusyFault("The models are still being loaded. Ask again in a few seconds.")
        return self.answers.assistant

    async def answer(self, question: str, history: Sequence[Any], fluent: bool, within: Selection | None) -> Result:
        """Answer a question when its turn comes; raises `BusyFault` where too much waits."""
        async with self.asking(fluent):
            return await self.run(lambda: self.answers.answer(question, history, fluent, within))

    async def search(self, do: Callable[[Assistant], T]) -> T:
        """Return what takes about a question's time, when its turn comes; raises as `answer` does."""
        return await self._held(self._asking, do)

    async def look(self, do: Callable[[Assistant], T]) -> T:
        """Return what is quickly looked up; raises as `answer` does."""
        return await self._held(self._looking, do)

    async def write(self, do: Callable[[Assistant], T]) -> T:
        """Return what comes of a change to the library; changes are made one after another. Raises as `answer` does."""
        return await self._held(self._adding, do)

    def asking(self, fluent: bool) -> AbstractAsyncContextManager[Assistant]:
        """Wait for the turn of a question, and hold it while a block runs; no quotes wait for a language model."""
        return self._turn(self._kind(fluent))

    def check(self, fluent: bool) -> None:
        """Raise `BusyFault` where a question would, before an answer to it begins."""
        self._checked(self._kind(fluent))

    async def run(self, do: Callable[[], T]) -> T:
        """Run something in a thread of its own; for whoever holds a turn."""
        return await run_sync(do, limiter=self._threads)

    async def _held(self, turns: CapacityLimiter, do: Callable[[Assistant], T]) -> T:
        async with self._turn(turns) as assistant:
            return await self.run(lambda: do(assistant))

    @asynccontextmanager
    async def _turn(self, turns: CapacityLimiter) -> AsyncIterator[Assistant]:
        assistant = self._checked(turns)
        borrower = object()  # not the task: what is streamed may end in another one
        await turns.acquire_on_behalf_of(borrower)
        try:
            yield assistant
        finally:
            turns.release_on_behalf_of(borrower)

    def _kind(self, fluent: bool) -> CapacityLimiter:
        return self._models if fluent and self.assistant.writer else self._asking

    def _checked(self, turns: CapacityLimiter) -> Assistant:
        assistant = self.assistant
        if turns.statistics().tasks_waiting >= self._most:
            raise crowded(self._most)
        return assistant
