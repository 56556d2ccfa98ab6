"""A conversation: questions that may refer to those before."""

from collections.abc import Callable, Sequence

from rag.types import Result, Turn


class Chat:
    """Asks questions one after another, each with the turns before it; not to be shared between threads."""

    def __init__(self, ask: Callable[[str, Sequence[Turn]], Result]) -> None:
        self._ask = ask
        self.turns: tuple[Turn, ...] = ()

    def ask(self, question: str) -> Result:
        """Answer a question of the conversation; raises as `Assistant.ask` does, and then nothing is remembered."""
        result = self._ask(question, self.turns)
        self.turns = (*self.turns, result.turn)
        return result
