"""The values between search, reader and answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from index.types import Article, Span


@dataclass(frozen=True)
class Passage:
    """A chunk of an article, as the reader gets it: its words, where they stand, and how well retrieval ranks it.

    `score` is the retrieval score, 0 to 1, higher is better, which depends on what else was found; `cosine` is the
    likeness of the passage to the question, -1 to 1, and depends on nothing else. Spans count code points of
    `article.text`.
    """

    article: Article
    span: Span
    sentences: tuple[Span, ...]
    score: float
    cosine: float = 0.0

    @property
    def text(self) -> str:
        """Return the passage's words as they stand in the article."""
        return self.span.of(self.article.text)


@dataclass(frozen=True)
class Reading:
    """One answer that a reader found: the span of the answer's own words, inside one sentence of the article.

    `probability` (0 to 1) is that of the span answering the question, whatever other articles say. `also` are the same
    sentence in other articles.
    """

    article: Article
    sentence: Span
    answer: Span
    probability: float
    also: tuple["Reading", ...] = ()


class Odds(NamedTuple):
    """The log odds that a claim's sentences support it, and that they contradict it."""

    support: float
    contradiction: float


class Judge(Protocol):
    """Judges claims by the sentences that they cite."""

    def judged(self, claims: Sequence[tuple[str, Sequence[str]]]) -> list[Odds]:
        """Return for each claim, given with its sentences, what these say to it."""


class Reader(Judge, Protocol):
    """Finds answers in passages, and judges claims by the sentences that they cite.

    The probabilities of the readings of one article add up to at most about 1.
    """

    @property
    def name(self) -> str:
        """Name the reader, as it is shown beside an answer."""

    @property
    def threshold(self) -> float:
        """Return the probability below which a reading is no answer."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return readings, the most probable first, at most one for each sentence."""
