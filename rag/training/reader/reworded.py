"""Questions in other words than the passage's: who asks has not read it.

Who writes for a question set has the passage in view and takes its words. So some words of a question are replaced by
others of WordNet's that mean nearly the same, those which change the sense of the whole least.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from index.embedding import MiniLMEncoder
from index.encoding import Encoder
from index.words import FUNCTION_WORDS
from rag.evaluation.datasets.squad import Question
from rag.training.reader.shorter import shorter
from rag.training.reader.thesaurus import Thesaurus

_WORD = re.compile(r"(?<![\w’'-])[a-z]{3,}(?![\w’'-])")
_LEAST = 0.85  # cosine with the question
_CHOICES = 6  # of a question
_TOGETHER = 512
_DULL = FUNCTION_WORDS | frozenset(
    "be belong come get give go have hold keep kind make mean place take time type use".split()
)
_OTHERWISE = 0.3  # of the questions are asked again as a reader of the article asks them
_SHORTER, _REWORDED = 0.7, 0.4  # of these, as far as that is possible


def otherwise(asked: Sequence[Question], words: Thesaurus | None, chance: random.Random) -> dict[Question, Question]:
    """Return what some questions become when a reader of the article asks: shorter and, by `words`, in other words."""
    some = [question for question in asked if chance.random() < _OTHERWISE]
    texts = [(chance.random() < _SHORTER and shorter(question.text, chance)) or question.text for question in some]
    if words:
        again = [at for at in range(len(some)) if chance.random() < _REWORDED]
        for at, text in zip(again, reworded([texts[at] for at in again], words, MiniLMEncoder(), chance), strict=True):
            texts[at] = text or texts[at]
    return {q: replace(q, text=text) for q, text in zip(some, texts, strict=True) if text != q.text}


def reworded(
    questions: Sequence[str], words: Thesaurus, encoder: Encoder, chance: random.Random, least: float = _LEAST
) -> list[str | None]:
    """Return each question with one or two words replaced; None where that has a cosine below `least` with it."""
    made: list[str | None] = []
    for start in range(0, len(questions), _TOGETHER):
        made += _closest(questions[start : start + _TOGETHER], words, encoder, chance, least)
    return made


def _closest(
    questions: Sequence[str], words: Thesaurus, encoder: Encoder, chance: random.Random, least: float
) -> list[str | None]:
    choices = [list(islice(_choices(question, words, chance), _CHOICES)) for question in questions]
    vectors = encoder.encode([*questions, *(choice for some in choices for choice in some)])
    asked, others = vectors[: len(questions)], vectors[len(questions) :]
    made: list[str | None] = []
    for vector, some in zip(asked, choices, strict=True):
        near = others[: len(some)] @ vector
        others = others[len(some) :]
        made.append(some[int(np.argmax(near))] if len(some) and near.max() >= least else None)
    return made


def _choices(question: str, words: Thesaurus, chance: random.Random) -> Iterator[str]:
    """Yield the question with other words: one replaced, or two."""
    places = [found for found in _WORD.finditer(question) if found.group() not in _DULL]
    alike = {found: words.alike(found.group()) for found in places}
    open_ = [found for found in places if alike[found]]
    for _ in range(_CHOICES if open_ else 0):
        text = question
        for found in sorted(chance.sample(open_, min(len(open_), chance.choice([1, 2]))), key=lambda one: -one.start()):
            text = text[: found.start()] + chance.choice(alike[found]) + text[found.end() :]
        yield text
