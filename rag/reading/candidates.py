"""Spans that may answer, and the sentences that hold them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.types import Span
from rag.alike import agree
from rag.reading.agreement import is_copy
from rag.readings import Passage, Reading

Place = tuple[str, Span]
_COMPARED = 20  # candidates that are looked through for copies; the rest are far less probable


@dataclass(frozen=True)
class Candidate:
    """A span that may answer, and the sentence that holds it.

    `score` is that of the span less that of "no answer in this passage"; higher is better, and the scores of
    different passages can be compared. `quick` is the quick reader's score of the sentence where another read it again.
    `also` are the same sentence in other articles.
    """

    passage: Passage
    sentence: Span
    answer: Span
    score: float
    quick: float = 0.0
    also: tuple["Candidate", ...] = ()

    @property
    def place(self) -> Place:
        """Name the sentence: its article's id and where in it the sentence stands."""
        return self.passage.article.id, self.sentence

    def reading(self, probability: float) -> Reading:
        """Return the candidate as a reading of this probability."""
        also = tuple(other.reading(probability) for other in self.also)
        return Reading(self.passage.article, self.sentence, self.answer, float(probability), also)

    def copies(self, other: "Candidate") -> bool:
        """Tell whether the sentence and its answer are those of another candidate, as another outlet prints them."""
        article, its = self.passage.article, other.passage.article
        return agree(self.answer.of(article.text), other.answer.of(its.text)) and is_copy(
            self.sentence.of(article.text), other.sentence.of(its.text)
        )


def is_question(sentence: str) -> bool:
    """Tell a sentence that asks, and so answers nothing: interviews and explainers repeat what readers ask."""
    return sentence.rstrip("”’\"') ").endswith("?")


def best_of_each_sentence(found: Iterable[Candidate]) -> list[Candidate]:
    """Keep the best candidate of each sentence, the best first."""
    best: dict[Place, Candidate] = {}
    for candidate in sorted(found, key=lambda candidate: -candidate.score):
        best.setdefault(candidate.place, candidate)
    return list(best.values())


def distinct(found: Sequence[Candidate]) -> list[Candidate]:
    """Put the copies of a sentence with the best of them, each other article once; the order stays."""
    kept: list[Candidate] = []
    for candidate in found[:_COMPARED]:
        at = next((at for at, earlier in enumerate(kept) if candidate.copies(earlier)), None)
        if at is None:
            kept.append(candidate)
        elif candidate.passage.article.id not in {one.passage.article.id for one in (kept[at], *kept[at].also)}:
            kept[at] = replace(kept[at], also=(*kept[at].also, candidate))
    return [*kept, *found[_COMPARED:]]
