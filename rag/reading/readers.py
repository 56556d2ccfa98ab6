"""Passages -> the spans that answer a question, each with a probability: quickly, carefully, or one after the other."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.faults import RagFault
from index.types import Span
from rag.reading.calibration import Calibration
from rag.reading.candidates import Candidate, best_of_each_sentence, is_question
from rag.reading.extent import hedged, scored
from rag.reading.spans import best_spans
from rag.reading.weighing import weighed
from rag.reading.windows import claim_windows, windows
from rag.readings import Odds, Passage, Reading
from rag.tracing import read, traced

if TYPE_CHECKING:
    from rag.reading.network import JudgingNetwork, Network

WEIGHTS = Path(__file__).with_name("weights")
_READ_AGAIN = 3  # passages that the careful reader reads
_SEARCH = 12.0  # how much a passage's retrieval score counts against the quick reader's score where they are chosen


class SpanReader:
    """Reads each passage with the question and marks the words that answer it. Safe to share between threads.

    With `titled` the network sees the article's title before the passage.
    """

    def __init__(self, name: str, network: "Network", calibration: Calibration, titled: bool) -> None:
        self.name, self.calibration = name, calibration
        self._network, self._titled = network, titled

    @classmethod
    def quick(cls, folder: Path = WEIGHTS) -> "SpanReader":
        """Return the small reader; raises `RagFault` when the files in `folder` cannot be used, or were altered."""
        # Imported here because torch takes seconds, which the page need not wait for.
        from rag.reading.network import Network
        from rag.reading.quick import QuickModel

        calibration = Calibration.load(folder / "quick.json")
        return cls("quick reader", Network(QuickModel.load(folder, calibration.weights)), calibration, titled=False)

    @property
    def threshold(self) -> float:
        """Return the probability below which a reading is no answer."""
        return self.calibration.threshold

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return a reading for each sentence that was read, the most probable first."""
        return weighed(whole(self.candidates(question, passages)), self.calibration)

    def candidates(self, question: str, passages: Sequence[Passage]) -> list[Candidate]:
        """Return the best span of each sentence, the best first; none of a sentence that asks."""
        cut = windows(question, passages, self._titled)
        scores = self._network.scores([window.ids for window in cut], [window.first for window in cut])
        found = []
        for window, (starts, ends) in zip(cut, scores, strict=True):
            passage = passages[window.passage]
            text = passage.article.text
            for sentence, span, score in best_spans(window, starts, ends, passage.sentences, text):
                if not is_question(sentence.of(text)):
                    found.append(Candidate(passage, sentence, span, score))
        return best_of_each_sentence(found)


class CascadeReader:
    """Reads all passages quickly, and those few again carefully in which the answer most likely is.

    Safe to share between threads. Raises `RagFault` when the files in `folder` cannot be used, or were altered.
    """

    name = "careful reader"

    def __init__(self, folder: Path = WEIGHTS) -> None:
        self.calibration = Calibration.load(folder / "cascade.json")
        self.quick = SpanReader.quick(folder)
        self._network, self.careful = _careful(folder)
        if self.calibration.weights != self.quick.calibration.weights | self.careful.calibration.weights:
            raise RagFault(f"{folder / 'cascade.json'} was fitted for other weights. Install byline again.")

    @property
    def threshold(self) -> float:
        """Return the probability below which a reading is no answer."""
        return self.calibration.threshold

    @traced("byline.read", "CHAIN", read)
    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return a reading for each sentence that was read carefully, the most probable first."""
        return weighed(self.candidates(question, passages), self.calibration)

    def candidates(self, question: str, passages: Sequence[Passage]) -> list[Candidate]:
        """Return the best span of each sentence that was read carefully, with both readers' scores, the best first."""
        first = self.quick.candidates(question, passages)
        scores = {one.place: one.score for one in first}
        lowest = min(scores.values(), default=0.0)
        again = whole(self.careful.candidates(question, _likeliest(first, passages)))
        return [replace(one, quick=scores.get(one.place, lowest)) for one in again]

    def judged(self, claims: Sequence[tuple[str, Sequence[str]]]) -> list[Odds]:
        """Return what each claim's sentences say to it, as the careful network reads them together."""
        return [
            Odds(float(yes - np.logaddexp(no, unsaid)), float(no - np.logaddexp(yes, unsaid)))
            for yes, no, unsaid in self._network.judged(claim_windows(claims))
        ]


def _careful(folder: Path) -> "tuple[JudgingNetwork, SpanReader]":
    from rag.reading.careful import CarefulModel
    from rag.reading.network import JudgingNetwork

    calibration = Calibration.load(folder / "careful.json")
    network = JudgingNetwork(CarefulModel.load(folder, calibration.weights))
    return network, SpanReader("careful reader", network, calibration, titled=True)


def whole(found: Sequence[Candidate]) -> list[Candidate]:
    """Let each answer reach as far as it should."""
    return [replace(one, answer=_reached(one)) for one in found]


def _reached(one: Candidate) -> Span:
    text = one.passage.article.text
    return scored(hedged(one.answer, one.sentence, text), one.sentence, text)


def _likeliest(first: Sequence[Candidate], passages: Sequence[Passage]) -> list[Passage]:
    """Return the few passages in which the answer most likely is, by the best of their candidates and the search."""
    best: dict[tuple[str, Span], float] = {}
    for one in first:
        where = one.passage.article.id, one.passage.span
        best[where] = max(best.get(where, one.score), one.score)
    read = [passage for passage in passages if (passage.article.id, passage.span) in best]
    worth = {id(one): best[one.article.id, one.span] + _SEARCH * one.score for one in read}
    chosen = sorted(read, key=lambda one: -worth[id(one)])[:_READ_AGAIN]
    # News has an order: the beginning of the likeliest article says what is new, whatever matches better further down.
    openings = (one for one in read if one.span.start == 0 and one.article.id == chosen[0].article.id)
    return [*chosen, *(one for one in openings if one not in chosen)]
