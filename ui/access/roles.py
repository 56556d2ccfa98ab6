"""Roles, and who asks: each may do what those before it may."""

from contextvars import ContextVar
from dataclasses import dataclass
from enum import IntEnum


class Role(IntEnum):
    """A reader asks and reads, an editor changes articles, an admin sees figures and the log."""

    READER = 0
    EDITOR = 1
    ADMIN = 2

    @property
    def word(self) -> str:
        """Return its name, as it is written."""
        return self.name.lower()


ROLES = tuple(role.word for role in Role)


@dataclass(frozen=True)
class Who:
    """A user or a token that asks."""

    name: str
    role: Role


WHO: ContextVar[Who | None] = ContextVar("who", default=None)
"""Who asks; none where no sign-in is required, and in the shell."""
