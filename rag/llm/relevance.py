"""Whether a claim is about the question: by the reader's probability, and where it refuses by the question's words."""

from collections.abc import Iterable
from dataclasses import dataclass

from rag.llm.stems import stems
from rag.phrases import names

LEAST = 0.05
"""The reader's probability, from which a sentence is about the question."""
SHARE = 0.5
"""Of the words of meaning of a question that the reader refuses, a claim and its quotes have this share."""


@dataclass(frozen=True)
class Relevance:
    """What makes a claim one about the question.

    The best of its cited sentences has a probability of `least`; they and the claim have a share of the stems `words`,
    and one of those of them that are `common`, no part of a name.
    """

    least: float = LEAST
    words: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()

    @classmethod
    def to(cls, question: str, answered: bool) -> "Relevance":
        """Return what a question demands; more where the reader did not answer it, for then it tells less."""
        if answered:
            return cls()
        words = frozenset(stems(question))
        return cls(words=words, common=words - {word for name in names(question) for word in stems(name)})

    def has(self, claim: str, quotes: Iterable[str], probability: float) -> bool:
        """Tell whether a claim is about the question; `probability` is that of the best of its quotes."""
        said = {word for text in (claim, *quotes) for word in stems(text)}
        shared = len(said & self.words) >= SHARE * len(self.words) and (not self.common or bool(said & self.common))
        return probability >= self.least and shared


ANY = Relevance(least=0.0)
"""All that is supported may be told, as in a summary."""
