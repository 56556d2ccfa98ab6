"""Whose turn it is: readers' questions first, and what nobody waits for when nobody asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Condition


class Queue:
    """Lets `at_once` questions be answered at the same time, and as many asides, which give way to them."""

    def __init__(self, at_once: int) -> None:
        self._turns = BoundedSemaphore(at_once)
        self._asides = BoundedSemaphore(at_once)
        self._change = Condition()
        self._asking = 0

    @property
    def quiet(self) -> bool:
        """Tell whether no reader waits for an answer."""
        return self._asking == 0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the turn of a reader's question, and hold it while the block runs."""
        self._count(1)
        try:
            with self._turns:
                yield
        finally:
            self._count(-1)

    @contextmanager
    def aside(self, patience: float) -> Iterator[bool]:
        """Wait at most `patience` seconds until it is quiet; gives whether it is. The block then looks at `quiet`."""
        free = self._asides.acquire(blocking=False)
        try:
            with self._change:
                quiet = free and self._change.wait_for(lambda: self.quiet, patience)
            yield quiet
        finally:
            if free:
                self._asides.release()

    def _count(self, by: int) -> None:
        with self._change:
            self._asking += by
            self._change.notify_all()
