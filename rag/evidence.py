"""The evidence for each sentence among the candidates, in columns of numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.types import Article, Span, Vectors
from rag.memory import Memory
from rag.types import Passage
from rag.wording import Array, Question, Sentence, found_words

Numbers = NDArray[np.intp]
COLUMNS = (
    "cosine cosine_with_previous cosine_lead overlap overlap_with_previous overlap_of_rare overlap_lead "
    "names_missing names_missing_in_passage answer_type"
).split()


@dataclass(frozen=True)
class Candidates:
    """The sentences among which a question looks for its answer, each once, and where they stand.

    `passage[i]` numbers the first passage that has sentence i; `titles[p]` is the title above passage p;
    `previous[i]` numbers the sentence just before sentence i in its article, or i itself where none is known.
    """

    places: Sequence[tuple[Article, Span]]
    sentences: Sequence[Sentence]
    vectors: Vectors
    passage: Numbers
    titles: Sequence[Sentence]
    previous: Numbers

    @classmethod
    def of(cls, passages: Sequence[Passage], memory: Memory) -> "Candidates":
        """Gather the sentences of the passages; there must be at least one."""
        first: dict[tuple[str, Span], tuple[Article, int]] = {}
        for number, passage in enumerate(passages):
            for span in passage.sentences:
                first.setdefault((passage.article.id, span), (passage.article, number))
        places = [(article, span) for (_, span), (article, _) in first.items()]
        texts = [span.of(article.text) for article, span in places]
        return cls(
            places=places,
            sentences=memory.sentences(texts),
            vectors=memory.vectors(texts),
            passage=np.array([number for _, number in first.values()], dtype=np.intp),
            titles=memory.sentences([passage.article.title for passage in passages]),
            previous=_previous(places),
        )


def evidence(question: str, idf: dict[str, float], candidates: Candidates, memory: Memory) -> dict[str, Array]:
    """Return the columns by name, each of shape (sentences,).

    Cosines are of the question's vector with that of the sentence, and of the sentence and the one before.
    Overlap is the share of the question's content words, weighed by `idf`, that is found; rare words are those
    that few candidates have. A lead is over the best other sentence, below 0 behind it.
    """
    asked = Question.of(question, idf)
    return {
        **_meaning(memory.vectors([question])[0], candidates),
        **_wording(asked, candidates),
        "answer_type": np.array([sentence.holds_answer_to(asked) for sentence in candidates.sentences]),
    }


def lead(scores: Array) -> Array:
    """Return by how much each score leads the best of the others, or trails it (below 0); alone it leads over 0."""
    if len(scores) < 2:
        return scores
    second, first = np.partition(scores, -2)[-2:]
    return np.asarray(np.where(scores == first, scores - second, scores - first))


def _meaning(question: NDArray[np.float32], candidates: Candidates) -> dict[str, Array]:
    both = candidates.vectors + candidates.vectors[candidates.previous]
    lengths = np.maximum(np.linalg.norm(both, axis=1), 1e-9)
    cosine = np.asarray(candidates.vectors @ question, dtype=np.float64)
    return {
        "cosine": cosine,
        "cosine_with_previous": np.asarray(both @ question / lengths, dtype=np.float64),
        "cosine_lead": lead(cosine),
    }


def _wording(question: Question, candidates: Candidates) -> dict[str, Array]:
    share = question.weights / max(question.weights.sum(), 1e-9)
    both = found_words(question, [*candidates.sentences, *candidates.titles])
    found, around = both[: len(candidates.sentences)], both[len(candidates.sentences) :]
    np.maximum.at(around, candidates.passage, found)
    in_passage = around[candidates.passage]
    rare = share * (1 - found.sum(0) / (len(found) + 1))
    with_previous = np.maximum(found, found[candidates.previous])
    names = share * question.special
    return {
        "overlap": found @ share,
        "overlap_with_previous": with_previous @ share,
        "overlap_of_rare": found @ rare / max(rare.sum(), 1e-9),
        "overlap_lead": lead((found + 0.5 * with_previous) @ share),
        "names_missing": (1 - found) @ names,
        "names_missing_in_passage": (1 - in_passage) @ names,
    }


def _previous(places: Sequence[tuple[Article, Span]]) -> Numbers:
    previous = np.arange(len(places))
    order = sorted(range(len(places)), key=lambda i: (places[i][0].id, places[i][1]))
    for before, here in pairwise(order):
        (article, span), (other, next_span) = places[before], places[here]
        if article.id == other.id and not article.text[span.end : next_span.start].strip():
            previous[here] = before
    return previous
