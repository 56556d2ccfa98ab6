"""Who watches over changes of a library: they are permitted before, and told of afterwards."""

from collections.abc import Sequence
from typing import Protocol


class Watch(Protocol):
    """Watches over a library."""

    def permit(self) -> None:
        """Raise a fault where no change may be made now."""

    def changed(self, what: str, ids: Sequence[str]) -> None:
        """Hear that articles were "added", "updated", "edited", "removed", "put back", or what became of a collection.

        `ids` are those of its articles then; an empty collection has an empty one.
        """


class Unwatched:
    """Permits all changes and tells nobody."""

    def permit(self) -> None:
        """Permit every change."""

    def changed(self, what: str, ids: Sequence[str]) -> None:
        """Tell nobody."""
