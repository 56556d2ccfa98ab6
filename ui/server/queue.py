"""Whose turn it is: readers' questions first, and what nobody waits for when nobody asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Condition

from ui.server.leaving import check_still_there

_A_LOOK = 0.5  # seconds until it is seen whether somebody still waits


class Queue:
    """Lets `at_once` questions be answered at the same time, and as many asides, which give way to them."""

    def __init__(self, at_once: int) -> None:
        self._turns = BoundedSemaphore(at_once)
        self._change = Condition()
        self._at_once = at_once
        self._asking = self._asides = 0
        self.closed = False

    @property
    def quiet(self) -> bool:
        """Tell whether no reader waits for an answer."""
        return not self._asking and not self.closed

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the turn of a reader's question, and hold it while the block runs; raises `LeftFault` if
        the reader leaves before."""
        self._count(asking=1)
        try:
            self._take()
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._count(asking=-1)

    @contextmanager
    def aside(self, patience: float) -> Iterator[bool]:
        """Wait at most `patience` seconds until it is quiet; gives whether it is. The block then looks at `quiet`."""
        with self._change:
            free = self._asides < self._at_once  # more would take the threads of readers
            self._asides += free
            if free:
                self._change.wait_for(lambda: self.quiet or self.closed, patience)
        try:
            yield free and self.quiet
        finally:
            self._count(asides=-free)

    def close(self, patience: float) -> None:
        """End asides, and wait at most `patience` seconds for all that runs."""
        with self._change:
            self.closed = True
            self._change.notify_all()
            self._change.wait_for(lambda: not self._asking and not self._asides, patience)

    def _take(self) -> None:
        check_still_there()
        while not self._turns.acquire(timeout=_A_LOOK):
            check_still_there()

    def _count(self, asking: int = 0, asides: int = 0) -> None:
        with self._change:
            self._asking += asking
            self._asides += asides
            self._change.notify_all()
