"""A conversation: questions that may refer to those before."""

from collections.abc import Callable, Iterator, Sequence

from rag.draft import Claim, Rejection
from rag.results import Citation, Result, Turn

Part = Citation | Claim | Rejection | Result


class Chat:
    """Asks questions one after another, each with the turns before it; not to be shared between threads."""

    def __init__(self, stream: Callable[[str, Sequence[Turn]], Iterator[Part]]) -> None:
        self._stream = stream
        self.turns: tuple[Turn, ...] = ()

    def ask(self, question: str) -> Result:
        """Answer a question of the conversation; raises as `Assistant.ask` does, and then nothing is remembered."""
        return last(self.stream(question))

    def stream(self, question: str) -> Iterator[Part]:
        """Yield what `Assistant.stream` does; the question is remembered when it is answered."""
        for part in self._stream(question, self.turns):
            if isinstance(part, Result):
                self.turns = (*self.turns, part.turn)
            yield part


def last(parts: Iterator[Part]) -> Result:
    """Return the result at the end of a stream."""
    *_, result = parts
    assert isinstance(result, Result)
    return result
