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


@dataclass(frozen=True)
class Example:
    """A question, the passages that were found for it, and what its annotators marked as the answer.

    `answers` is empty when the passages do not answer. `paragraph` names what was split off for development.
    `doubtful` holds strings: a sentence that has one but is not marked may answer all the same.
    """

    question: str
    passages: tuple[Passage, ...]
    article: Article
    answers: tuple[Span, ...]
    doubtful: frozenset[str]
    group: str


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

    def passages(self, vector: Vectors, article: Article, without: tuple[Span, ...] = ()) -> tuple[Passage, ...]:
        """Return the nearest passages, but none that touches the spans `without` of the article."""
        scores = self._vectors @ vector
        found = []
        for i in np.argsort(-scores, kind="stable"):
            owner, chunk = self._places[i]
            if owner.id == article.id and any(s.start < chunk.span.end and chunk.span.start < s.end for s in without):
                continue
            found.append(Passage(owner, chunk.span, chunk.sentences, float(np.clip(scores[i], 0, 1))))
            if len(found) == _PASSAGES:
                break
        return tuple(found)


def examples(folder: Path, source: Source, encoder: Encoder, seed: int) -> Iterator[Example]:
    """Yield a sample of the questions of a set; of one answerable question in four the answer is withheld."""
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
        passages=pool.passages(vector, article, answers if withheld else ()),
        article=article,
        answers=() if withheld else answers,
        doubtful=frozenset(a["text"].casefold() for a in marked),
        group=f"{article.id} {offset if not article.title else ''}",
    )


def _questions(file: Path, apart: bool) -> Iterator[tuple[Article, int, dict[str, Any]]]:
    """Yield (article, offset of the paragraph, entry) for each question."""
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        data = json.load(stream)["data"]
    for number, entry in enumerate(data):
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
