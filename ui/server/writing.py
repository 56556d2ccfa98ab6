"""Answers on their way: each is made in a thread of its own, and told as far as it is to whoever asks."""

from collections.abc import Callable, Iterator
from contextvars import copy_context
from secrets import token_urlsafe
from threading import Condition, Thread
from time import monotonic

from index.faults import BusyFault, WritingFault
from rag.conversation.chat import Part

LEFT = 20.0
"""Seconds: when nobody has asked for an answer for so long, it is stopped, and later forgotten."""

MOST = 64
"""How many answers may be on their way, each in a thread of its own."""

Write = Callable[[Callable[[], bool]], Iterator[Part]]
"""Makes an answer; it is given what tells whether to stop."""


class Writing:
    """One answer on its way. What there is of it may be asked for again and again."""

    def __init__(self, write: Write, left: float) -> None:
        self._parts: list[Part] = []
        self._fault: Exception | None = None
        self._over = self._stopped = False
        self._change = Condition()
        self._asked, self._left = monotonic(), left
        asked_by = copy_context()  # who asks, the request's id and span
        Thread(target=asked_by.run, args=(self._run, write), name="byline-writing", daemon=True).start()

    def after(self, seen: int, patience: float) -> list[Part]:
        """Return the parts after the first `seen`, as soon as there are any; none when `patience` ends, in seconds.

        Raises what the making raised.
        """
        with self._change:
            self._asked = monotonic()
            self._change.wait_for(lambda: len(self._parts) > seen or self._over, patience)
            self._asked = monotonic()
            news = self._parts[seen:]
        if self._fault and not news:
            raise self._fault
        return news

    def stop(self) -> None:
        """Let it end soon, with what there is of it."""
        self._stopped = True

    @property
    def is_over(self) -> bool:
        """Tell whether it has ended."""
        return self._over

    @property
    def forgettable(self) -> bool:
        """Tell whether it has ended and nobody asks for it any more."""
        return self._over and self._deserted()

    def _deserted(self) -> bool:
        return monotonic() - self._asked > self._left

    def _run(self, write: Write) -> None:
        try:
            for part in write(lambda: self._stopped or self._deserted()):
                self._told(part)
        except Exception as fault:
            self._fault = fault
        self._over = True
        self._told()

    def _told(self, *parts: Part) -> None:
        with self._change:
            self._parts += parts
            self._change.notify_all()


class Writings:
    """The answers on their way, each under a name that nobody guesses. Safe to share between threads."""

    def __init__(self, left: float = LEFT) -> None:
        self._left = left
        self._writings: dict[str, Writing] = {}

    def begin(self, write: Write) -> str:
        """Begin an answer and return its name; raises `BusyFault` where too many are on their way."""
        if sum(not writing.is_over for writing in list(self._writings.values())) >= MOST:
            raise BusyFault(f"{MOST} answers are being written already. Ask again in a minute.")
        for name in [name for name, writing in list(self._writings.items()) if writing.forgettable]:
            self._writings.pop(name, None)
        name = token_urlsafe()
        self._writings[name] = Writing(write, self._left)
        return name

    def __getitem__(self, name: str) -> Writing:
        """Return the answer of a name; raises `WritingFault` where there is none."""
        try:
            return self._writings[name]
        except KeyError:
            raise WritingFault("This answer is no longer kept here. Press Retry to ask again.") from None

    def close(self) -> None:
        """Stop all answers."""
        for writing in list(self._writings.values()):
            writing.stop()
