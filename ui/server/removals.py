"""Articles that the page removed, held in memory for as long as that can be undone."""

import uuid
from threading import Lock, Timer

from index.holdings import Removed

SECONDS = 10
"""How long a page offers to undo a removal."""
_ON_THE_WAY = 2  # seconds: for a last click to arrive, and for pages that are gone before they can say so


class Removals:
    """Removals by name, each until its time is over; where the server stops before, it is over too."""

    def __init__(self, seconds: float = SECONDS + _ON_THE_WAY) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._removed: dict[str, Removed] = {}

    def __len__(self) -> int:
        return len(self._removed)

    def keep(self, removed: Removed) -> str:
        """Hold what was removed; return the name by which it can be had again."""
        name = uuid.uuid4().hex
        with self._lock:
            self._removed[name] = removed
        timer = Timer(self._seconds, self.take, (name,))
        timer.daemon = True
        timer.start()
        return name

    def take(self, name: str) -> Removed:
        """Return what was removed and hold it no longer; nothing if its time is over."""
        with self._lock:
            return self._removed.pop(name, ())
