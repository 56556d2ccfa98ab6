"""Passages -> the sentences that answer a question, each with a probability: evidence weighed by a small model."""

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TypeVar

import numpy as np

from index.types import Article, Encoder, Span, Vectors
from rag.evidence import Candidates, Places, evidence
from rag.sentence_model import WEIGHTS, SentenceModel
from rag.types import Passage, Reading
from rag.wording import Array, Question, Sentence

_REMEMBERED = 8192  # sentences, about 13 MB of vectors
_READ = 1000  # characters of a text that are embedded; the encoder reads about as many


class SentenceReader:
    """Reads passages sentence by sentence; each answer is a whole sentence.

    Sentences once read are remembered, so that another question about the same article costs little.
    Raises `RagFault` when the weights file is missing or is not this reader's.
    """

    name = "sentence reader"

    def __init__(self, encoder: Encoder, weights: Path = WEIGHTS) -> None:
        self._memory = _Memory(encoder)
        self._model = SentenceModel.load(weights)

    @property
    def threshold(self) -> float:
        """Return the probability below which a sentence is no answer."""
        return self._model.threshold

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return a reading for each sentence of the passages, the most probable first."""
        found = _sentences(passages)
        probabilities = self._model.probabilities(self.evidence(question, passages)) if found else []
        readings = [
            Reading(article, span, span, float(probability))
            for (article, span, _), probability in zip(found, probabilities, strict=True)
        ]
        return sorted(readings, key=lambda reading: -reading.probability)

    def evidence(self, question: str, passages: Sequence[Passage]) -> dict[str, Array]:
        """Return the columns of evidence for the sentences of the passages, in the order of their first passage."""
        found = _sentences(passages)
        texts = [span.of(article.text)[:_READ] for article, span, _ in found]
        titles = [passage.article.title[:_READ] for passage in passages]
        candidates = Candidates(
            sentences=[self._memory.sentence(text) for text in texts],
            vectors=self._memory.vectors(texts),
            previous=_previous(found),
            passage=np.array([number for _, _, number in found], dtype=np.intp),
            titles=[self._memory.sentence(title) for title in titles],
        )
        vector = self._memory.vectors([question[:_READ]])[0]
        return evidence(Question.of(question, self._model.idf), vector, candidates)


T = TypeVar("T")
_Found = tuple[Article, Span, int]


def _sentences(passages: Sequence[Passage]) -> list[_Found]:
    """Return each sentence once, with the number of the first passage that has it."""
    found: dict[tuple[str, Span], _Found] = {}
    for number, passage in enumerate(passages):
        for span in passage.sentences:
            found.setdefault((passage.article.id, span), (passage.article, span, number))
    return list(found.values())


def _previous(found: Sequence[_Found]) -> Places:
    """Return for each sentence the place of the one just before it in its article, or its own."""
    previous = np.arange(len(found))
    order = sorted(range(len(found)), key=lambda i: (found[i][0].id, found[i][1]))
    for before, here in zip(order, order[1:], strict=False):
        (article, span, _), (other, start, _) = found[before], found[here]
        if article.id == other.id and not article.text[span.end : start.start].strip():
            previous[here] = before
    return previous


class _Memory:
    """Remembers what was last read of texts: vectors and words."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()
        self._sentences: OrderedDict[str, Sentence] = OrderedDict()
        self._lock = Lock()

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector for each text, encoding together those that are new."""
        with self._lock:
            known = {text: self._vectors[text] for text in texts if text in self._vectors}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known.update(zip(new, self._encoder.encode(new), strict=True))
        self._remember(self._vectors, known)
        return np.stack([known[text] for text in texts])

    def sentence(self, text: str) -> Sentence:
        """Return what is read off a sentence."""
        with self._lock:
            known = self._sentences.get(text)
        sentence = known or Sentence.of(text)
        self._remember(self._sentences, {text: sentence})
        return sentence

    def _remember(self, memory: "OrderedDict[str, T]", values: dict[str, T]) -> None:
        with self._lock:
            for text, value in values.items():
                memory[text] = value
                memory.move_to_end(text)
            while len(memory) > _REMEMBERED:
                memory.popitem(last=False)
