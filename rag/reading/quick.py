"""Passages -> the spans that answer a question, each with a probability."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.types import Span
from index.words import FUNCTION_WORDS, words
from rag.reading.agreement import Finding, agree, findings, is_copy
from rag.reading.calibration import Calibration, Signs
from rag.reading.extent import extended
from rag.reading.spans import best_spans
from rag.reading.windows import windows
from rag.readings import Passage, Reading

MODEL = Path(__file__).with_name("weights")
_FIRST = 4  # passages that are read before the others
_SURE = 0.9  # probability from which the others are not read
_COMPARED = 20  # candidates that are looked through for copies; the rest are far less probable


@dataclass(frozen=True)
class Candidate:
    """A span that may answer, and the sentence that holds it.

    `score` is that of the span less that of "no answer in this passage"; higher is better, and the scores of
    different passages can be compared. `also` are the same sentence in other articles.
    """

    passage: Passage
    sentence: Span
    answer: Span
    score: float
    also: tuple["Candidate", ...] = ()

    @property
    def signs(self) -> Signs:
        """Return what speaks for the candidate."""
        return Signs(self.score, self.passage.score)

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


class SpanReader:
    """Reads each passage with the question and marks the words that answer it. Safe to share between threads.

    `folder` holds `reader.safetensors` and `reader.json`. Raises `RagFault` when they cannot be used, or were altered.
    """

    name = "span reader"

    def __init__(self, folder: Path = MODEL) -> None:
        # Imported here because torch takes seconds, which the page need not wait for.
        from rag.reading.network import Network, SpanModel

        self.calibration = Calibration.load(folder / "reader.json")
        self._network = Network(SpanModel.load(folder / "reader.safetensors", self.calibration.weights))

    @property
    def threshold(self) -> float:
        """Return the probability below which a reading is no answer."""
        return self.calibration.threshold

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return a reading for each sentence that was read, the most probable first.

        Where the first four passages answer beyond doubt, the others are not read.
        """
        first = self.candidates(question, passages[:_FIRST])
        readings = weighed(first, self.calibration)
        if len(passages) > _FIRST and not (readings and readings[0].probability >= _SURE):
            rest = self.candidates(question, passages[_FIRST:])
            readings = weighed(_best_of(first + rest), self.calibration)
        return readings

    def candidates(self, question: str, passages: Sequence[Passage]) -> list[Candidate]:
        """Return the best span of each sentence, the best first; none of a sentence whose best span says nothing."""
        cut = windows(question, passages)
        scores = self._network.scores([window.ids for window in cut], [window.first for window in cut])
        found = []
        for window, (starts, ends) in zip(cut, scores, strict=True):
            passage = passages[window.passage]
            text = passage.article.text
            for sentence, span, score in best_spans(window, starts, ends, passage.sentences, text):
                if _says(span.of(text)):
                    found.append(Candidate(passage, sentence, extended(span, sentence, question, text), score))
        return _best_of(found)


def _says(answer: str) -> bool:
    """Tell an answer from function words alone: "what" answers nothing, though "US" and "Will" may."""
    return any(word.lower() not in FUNCTION_WORDS or not word.islower() for word in words(answer))


def weighed(candidates: Sequence[Candidate], calibration: Calibration) -> list[Reading]:
    """Return the candidates as readings with their probabilities, the most probable first.

    Those that give the best answer share its probability; what the others have is at most what is left.
    """
    found = _distinct(candidates)  # or copies of one sentence would share its probability
    if not found:
        return []
    shared, best, at = compared(found, calibration)
    share = best.probability
    sure = calibration.probability(share, found[at].signs)
    agreeing = {id(reading) for reading in best.readings}
    scale, rest = sure / share, min(sure / share, (1 - sure) / max(1 - share, 1e-9))
    factors = [scale if id(reading) in agreeing else rest for reading in shared]
    readings = [one.reading(reading.probability * f) for one, reading, f in zip(found, shared, factors, strict=True)]
    if rival := _elsewhere(found, shared, best, calibration):
        readings[rival[0]] = replace(readings[rival[0]], alone=rival[1])
    return sorted(readings, key=lambda reading: -reading.probability)


def _elsewhere(
    found: Sequence[Candidate], shared: Sequence[Reading], best: Finding, calibration: Calibration
) -> tuple[int, float] | None:
    """Return the best candidate's place among those that other articles have for another answer, and its probability.

    That is what it would be if nothing gave the best answer: two articles that differ take it from one another.
    """
    told = {id(reading) for reading in best.readings}
    ids = {one.article.id for reading in best.readings for one in (reading, *reading.also)}
    rest = [at for at, reading in enumerate(shared) if id(reading) not in told]
    others = [at for at in rest if found[at].passage.article.id not in ids]
    if not others:
        return None
    shares = dict(zip(rest, calibration.shares([found[at].signs for at in rest]), strict=True))
    at = max(others, key=lambda at: shares[at])
    return at, calibration.probability(shares[at], found[at].signs)


def compared(found: Sequence[Candidate], calibration: Calibration) -> tuple[list[Reading], Finding, int]:
    """Return the candidates as readings, each as probable as its share, the best finding, and its best one's place."""
    shares = calibration.shares([candidate.signs for candidate in found])
    readings = [candidate.reading(share) for candidate, share in zip(found, shares, strict=True)]
    best = findings(sorted(readings, key=lambda reading: -reading.probability))[0]
    return readings, best, next(at for at, reading in enumerate(readings) if reading is best.readings[0])


def _best_of(found: Sequence[Candidate]) -> list[Candidate]:
    """Keep the best candidate of each sentence, the best first."""
    ordered = sorted(found, key=lambda candidate: -candidate.score)
    best: dict[tuple[str, Span], Candidate] = {}
    for candidate in ordered:
        best.setdefault((candidate.passage.article.id, candidate.sentence), candidate)
    return list(best.values())


def _distinct(found: Sequence[Candidate]) -> list[Candidate]:
    """Put the copies of a sentence with the best of them, each other article once; the order stays."""
    kept: list[Candidate] = []
    for candidate in found[:_COMPARED]:
        at = next((at for at, earlier in enumerate(kept) if candidate.copies(earlier)), None)
        if at is None:
            kept.append(candidate)
        elif candidate.passage.article.id not in {one.passage.article.id for one in (kept[at], *kept[at].also)}:
            kept[at] = replace(kept[at], also=(*kept[at].also, candidate))
    return [*kept, *found[_COMPARED:]]
