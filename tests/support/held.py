"""An assistant that answers when it is let: with it, a test has questions that wait for as long as it likes."""

from collections.abc import Callable, Iterator, Sequence
from threading import Event, Semaphore

from index.selection import Selection
from rag.assistant import Assistant
from rag.conversation.chat import Part
from rag.results import Turn

HELD = "Held?"


class Held(Assistant):
    """Answers the question `HELD` only when it is let, as a greeting; `begun` is released each time, `asked` counts."""

    def __init__(self, other: Assistant) -> None:
        super().__init__(other.library, other.reader)
        self.begun, self.goes_on, self.asked = Semaphore(0), Event(), 0

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        fluent: bool = True,
        stopped: Callable[[], bool] = lambda: False,
        within: Selection | None = None,
    ) -> Iterator[Part]:
        """Answer as it does, but one question, to which it says hello at last."""
        if question == HELD:
            self.asked += 1
            self.begun.release()
            assert self.goes_on.wait(60)
            question = "Hello!"
        return super().stream(question, history, fluent, stopped, within)
