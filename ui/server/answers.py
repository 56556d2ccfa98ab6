"""Answers in turn: what the page and programs ask is answered by one assistant, a few questions at a time."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Any

from index.glimpse import Glimpse
from index.selection import Selection
from rag.assistant import Assistant
from rag.conversation.chat import Part, last
from rag.results import Result
from ui.server.kept import turns
from ui.server.queue import Queue
from ui.server.writing import Writings

AT_ONCE = 4
"""How many questions are answered at the same time, and how many by a language model; the others wait."""
_AT_THE_END = 20.0  # seconds for answers that are on their way


class Answers:
    """Answers questions as soon as `loading` has the assistant, each when its turn comes."""

    def __init__(self, loading: "Future[Assistant]", look: Callable[[], Glimpse] | None = None) -> None:
        self._loading, self._look = loading, look
        self.queue, self._models = Queue(AT_ONCE), Queue(AT_ONCE)
        self.writings = Writings()
        self.heard: list[Callable[[Result], None]] = []

    @property
    def ready(self) -> bool:
        """Tell whether the assistant is there, or cannot be had."""
        return self._loading.done()

    @property
    def fault(self) -> BaseException | None:
        """Return what kept the assistant from being loaded; waits until it is ready."""
        return self._loading.exception()

    @property
    def assistant(self) -> Assistant:
        """Wait for the assistant; raises what kept it from being loaded."""
        return self._loading.result()

    def glimpse(self) -> Glimpse | None:
        """Return what the index holds, without the assistant if need be; None where only that can tell, later."""
        if self.ready:
            return self.assistant.library.glimpse()
        return self._look() if self._look else None

    def answer(
        self, question: str, history: Sequence[Any] = (), fluent: bool = True, within: Selection | None = None
    ) -> Result:
        """Answer a question when its turn comes; `history` has the turns before it, each as an object."""
        return last(self._parts(question, history, fluent, within))

    def begin(self, question: str, history: Sequence[Any] = (), within: Selection | None = None) -> str:
        """Begin an answer of the language model; return its name among the `writings`."""
        return self.writings.begin(partial(self._parts, question, history, True, within))

    def close(self) -> None:
        """Wait a little for the answers that are on their way; suggestions and language models end."""
        self.writings.close()
        self.queue.close(_AT_THE_END)
        self._models.close(_AT_THE_END)

    def _parts(
        self,
        question: str,
        history: Sequence[Any],
        fluent: bool,
        within: Selection | None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Iterator[Part]:
        """Answer a question in parts when its turn comes; nobody who wants quotes waits for a language model."""
        assistant, before = self._loading.result(), turns(history)
        queue = self._models if fluent and assistant.writer else self.queue
        with queue.turn():
            for part in assistant.stream(question, before, fluent, stopped, within):
                if isinstance(part, Result):
                    for hear in self.heard:
                        hear(part)
                yield part
