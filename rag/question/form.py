"""A question so that it stands alone."""

from dataclasses import dataclass

from rag.english.asking import with_topic


@dataclass(frozen=True)
class Form:
    """A question so that it stands alone, the `topic` that it leaves unsaid apart: that is searched for, and not read.

    `near` are the ids of the articles that the turns it refers to cited.
    """

    question: str
    near: tuple[str, ...] = ()
    topic: str = ""

    def __str__(self) -> str:
        return with_topic(self.question, self.topic) if self.topic else self.question
