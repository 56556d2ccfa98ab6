"""Whether a claim is about the question: by the probability of its quotes; where the reader refuses, by reading it."""

from collections.abc import Callable

from index.encoding import Encoder
from index.types import Article, Span
from rag.readings import Passage, Reader
from rag.results import Result

LEAST = 0.05
"""The reader's probability, from which a sentence is about the question."""
ANSWERS = 0.85
"""The same, from which a claim answers a question that the articles' own words do not."""

Relevance = Callable[[str, float], bool]
"""Tells whether a claim is about the question; the number is the probability of the best of its quotes."""


def relevance(plain: Result, reader: Reader, encoder: Encoder) -> Relevance:
    """Return what a question demands: of a summary nothing, more where the articles' own words do not answer it."""
    if plain.kind == "summary":
        return anything
    return near if plain.answered else answering(plain.standalone_question, reader, encoder)


def anything(claim: str, probability: float) -> bool:
    """Let every claim pass."""
    return True


def near(claim: str, probability: float) -> bool:
    """Tell whether a claim quotes a sentence that is about the question."""
    return probability >= LEAST


def answering(question: str, reader: Reader, encoder: Encoder) -> Relevance:
    """Return what demands that a claim itself answers: a sentence's probability tells little where none is high."""

    def tell(claim: str, probability: float) -> bool:
        return near(claim, probability) and sureness(question, claim, reader, encoder) >= ANSWERS

    return tell


def sureness(question: str, claim: str, reader: Reader, encoder: Encoder) -> float:
    """Return how surely a claim answers, read as the only sentence that there is."""
    asked, told = encoder.encode([question, claim])
    cosine = float(asked @ told)
    score = (1 + max(0.0, cosine)) / 2  # of a search that finds it alone
    whole = Span(0, len(claim))
    readings = reader.read(question, [Passage(Article("", claim), whole, (whole,), score, cosine)])
    return max((reading.probability for reading in readings), default=0.0)
