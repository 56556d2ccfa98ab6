"""Question sets in SQuAD 2.0 form -> questions with the passages that a search would bring them."""

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.chunking import chunks, embedded_text
from index.types import Article, Chunk, Encoder, Span, Vectors
from rag.types import Passage

_PASSAGES = 10
_COUNTS = (1, 2, 5, 10, 10, 10)  # a small library brings few passages


@dataclass(frozen=True)
class Example:
    """A question, the passages that were found for it, and what its annotators marked as the answer.

    `answers` is empty when the passages do not answer. A sentence that has a string of `doubtful` but is not
    marked may answer all the same. `impossible` tells a question written to have no answer, to look as if it
    had. Examples of the same `group` are kept on the same side of a split.
    """

    question: str
    passages: tuple[Passage, ...]
    article: Article
    answers: tuple[Span, ...]
    doubtful: frozenset[str]
    group: str
    impossible: bool = False


@dataclass(frozen=True)
class Source:
    """A question set: its file's name without ending, how many questions to take, and how it is searched.

    With `apart` each paragraph is an article of its own; with `together` one search runs over up to that many
    articles, without it over the question's own article.
    """

    name: str
    questions: int
    apart: bool = False
    together: int = 0


class Pool:
    """Articles cut into chunks, to be searched by the cosine of vectors."""

    def __init__(self, articles: list[Article], encoder: Encoder) -> None:
        self._places: list[tuple[Article, Chunk]] = [(a, chunk) for a in articles for chunk in chunks(a)]
        self._vectors: Vectors = encoder.encode([embedded_text(*place) for place in self._places])

    def passages(
        self, vector: Vectors, article: Article, answers: tuple[Span, ...], withheld: bool, count: int
    ) -> tuple[Passage, ...]:
        """Return the `count` nearest passages, in order.

        With `withheld`, none that holds an answer. Otherwise, when they are few, one that does is among them: a
        small library that has the answer.
        """
        scores = self._vectors @ vector
        order = [int(i) for i in np.argsort(-scores, kind="stable")]
        holding = [i for i in order if self._holds(i, article, answers)]
        if withheld:
            order = [i for i in order if i not in holding]
        elif holding and count < _PASSAGES and not set(holding) & set(order[:count]):
            order = [*order[: count - 1], holding[0]]
        return tuple(self._passage(i, float(np.clip(scores[i], 0, 1))) for i in order[:count])

    def _holds(self, i: int, article: Article, answers: tuple[Span, ...]) -> bool:
        owner, chunk = self._places[i]
        return owner.id == article.id and any(chunk.span.start <= a.start < chunk.span.end for a in answers)

    def _passage(self, i: int, score: float) -> Passage:
        owner, chunk = self._places[i]
        return Passage(owner, chunk.span, chunk.sentences, score)

    def chunks_of(self, article: Article) -> tuple[Passage, ...]:
        """Return the first passages of an article, whatever the question."""
        own = [i for i, (owner, _) in enumerate(self._places) if owner.id == article.id]
        return tuple(self._passage(i, 0.0) for i in own[:_PASSAGES])


def examples(folder: Path, source: Source, encoder: Encoder, seed: int) -> Iterator[Example]:
    """Yield a sample of the questions of a set.

    Of one answerable question in four the passages with the answer are withheld; one question in sixteen is
    asked of passages from another article. One in four is written in lower case without its question mark.
    """
    chance = random.Random(f"{seed} {source.name}")
    asked = list(_questions(folder / f"{source.name}.json.gz", source.apart))
    articles = list({article.id: article for article, _, _ in asked}.values())
    if source.together:
        articles = chance.sample(articles, min(source.together, len(articles)))
        pool = Pool(articles, encoder)
        pools = {article.id: pool for article in articles}
    else:
        pools = {article.id: Pool([article], encoder) for article in articles}
    asked = [one for one in asked if one[0].id in pools]
    sample = chance.sample(asked, min(source.questions, len(asked)))
    vectors = encoder.encode([entry["question"] for _, _, entry in sample])
    for vector, (article, offset, entry) in zip(vectors, sample, strict=True):
        if chance.random() < 1 / 16:
            stray = chance.choice(articles)
            yield Example(entry["question"], pools[stray.id].chunks_of(stray), article, (), frozenset(), article.id)
        else:
            yield _example(entry, article, offset, pools[article.id], vector, chance)


def _example(
    entry: dict[str, Any], article: Article, offset: int, pool: Pool, vector: Vectors, chance: random.Random
) -> Example:
    impossible = entry.get("is_impossible", False)
    marked = [] if impossible else entry["answers"]
    answers = tuple(Span(offset + a["answer_start"], offset + a["answer_start"] + len(a["text"])) for a in marked)
    withheld = bool(answers) and chance.random() < 0.25
    question = entry["question"]
    if chance.random() < 0.25:
        question = question.lower().rstrip("?")
    return Example(
        question=question,
        passages=pool.passages(vector, article, answers, withheld, chance.choice(_COUNTS)),
        article=article,
        answers=() if withheld else answers,
        doubtful=frozenset(a["text"].casefold() for a in marked),
        group=article.id,
        impossible=impossible,
    )


def _questions(file: Path, apart: bool) -> Iterator[tuple[Article, int, dict[str, Any]]]:
    """Yield (article, offset of the paragraph, entry) for each question."""
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        data = json.load(stream)["data"]
    for entry in data:
        paragraphs = [[p] for p in entry["paragraphs"]] if apart else [entry["paragraphs"]]
        for group in paragraphs:
            texts = [p["context"] for p in group]
            if not "".join(texts).strip():
                continue
            title = "" if apart or entry["title"].startswith("slice") else entry["title"].replace("_", " ")
            article = Article(title, "\n\n".join(texts))
            offset = 0
            for paragraph in group:
                for question in paragraph["qas"]:
                    yield article, offset, question
                offset += len(paragraph["context"]) + 2
