"""Passages -> the sentences that answer a question, each with a probability."""

from collections.abc import Sequence
from pathlib import Path

from index.types import Encoder
from rag.evidence import Candidates, evidence
from rag.memory import Memory
from rag.sentence_model import WEIGHTS, SentenceModel
from rag.types import Passage, Reading


class SentenceReader:
    """Weighs the evidence of meaning and words for every sentence; an answer is a whole sentence.

    Sentences read lately are remembered. Safe to share between threads, as far as the encoder is.
    Raises `RagFault` when the weights file cannot be used.
    """

    name = "sentence reader"

    def __init__(self, encoder: Encoder, weights: Path = WEIGHTS) -> None:
        self._memory = Memory(encoder)
        self._model = SentenceModel.load(weights)

    @property
    def threshold(self) -> float:
        """Return the probability below which a sentence is no answer."""
        return self._model.threshold

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return a reading for each sentence of the passages, the most probable first."""
        if not any(passage.sentences for passage in passages):
            return []
        candidates = Candidates.of(passages, self._memory)
        columns = evidence(question, self._model.idf, candidates, self._memory)
        readings = [
            Reading(article, span, span, float(probability))
            for (article, span), probability in zip(candidates.places, self._model.probabilities(columns), strict=True)
        ]
        return sorted(readings, key=lambda reading: -reading.probability)
