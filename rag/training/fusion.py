"""Measure how cosine and BM25 are best weighed: `python -m rag.training.fusion --data DIR`."""

import argparse
import gzip
import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from index.embedding import MiniLMEncoder
from index.library import Library
from index.types import Article, Hit

_SETS = ("squadshifts_new_wiki", "squad2_dev_half_a")
_DEPTHS = (1, 3, 10)
_RRF = 60  # the constant of reciprocal rank fusion, as its authors propose (Cormack et al. 2009)

Question = tuple[str, str, set[int]]  # its words, the article's id, where in it the answer begins
Score = Callable[[Sequence[Hit]], list[float]]


def main() -> None:
    """Print success@k of several weights over all articles of the sets together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the training sets")
    parser.add_argument("--questions", type=int, default=1500)
    options = parser.parse_args()
    articles, questions = _read(options.data)
    random.Random(0).shuffle(questions)
    with TemporaryDirectory() as folder:
        library = Library.open(folder, MiniLMEncoder())
        library.add(articles, lambda done, total: print(f"{done}/{total} articles", end="\r"))
        found = [(question, library.search(question[0], 200)) for question in questions[: options.questions]]
    print(f"{len(articles)} articles, {len(found)} questions; success@k of the passage that holds the answer")
    print("| cosine's weight | " + " | ".join(f"@{depth}" for depth in _DEPTHS) + " |")
    print("|---|" + "---|" * len(_DEPTHS))
    for name, score in _scores().items():
        shares = [_success(found, score, depth) for depth in _DEPTHS]
        print(f"| {name} | " + " | ".join(f"{share:.3f}" for share in shares) + " |")


def _read(folder: Path) -> tuple[list[Article], list[Question]]:
    articles: list[Article] = []
    questions: list[Question] = []
    for name in _SETS:
        with gzip.open(folder / f"{name}.json.gz", "rt", encoding="utf-8") as file:
            for entry in json.load(file)["data"]:
                article = Article(entry["title"], "\n\n".join(p["context"] for p in entry["paragraphs"]))
                articles.append(article)
                questions += _questions(article, entry["paragraphs"])
    return articles, questions


def _questions(article: Article, paragraphs: Sequence[dict[str, Any]]) -> list[Question]:
    at = 0
    questions = []
    for paragraph in paragraphs:
        for asked in paragraph["qas"]:
            if asked["answers"]:
                starts = {at + answer["answer_start"] for answer in asked["answers"]}
                questions.append((asked["question"], article.id, starts))
        at += len(paragraph["context"]) + 2
    return questions


def _scores() -> dict[str, Score]:
    def weighed(weight: float) -> Score:
        def score(hits: Sequence[Hit]) -> list[float]:
            highest = max(hit.bm25 for hit in hits) or 1.0
            return [weight * max(hit.cosine, 0.0) + (1 - weight) * hit.bm25 / highest for hit in hits]

        return score

    def reciprocal(hits: Sequence[Hit]) -> list[float]:
        ranks = [sorted(hits, key=lambda hit: -hit.cosine), sorted(hits, key=lambda hit: -hit.bm25)]
        places = [{hit: place for place, hit in enumerate(order, 1)} for order in ranks]
        return [sum(1 / (_RRF + place[hit]) for place in places) for hit in hits]

    weights = {f"{weight:.1f}": weighed(weight) for weight in (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)}
    return {**weights, "reciprocal ranks": reciprocal}


def _success(found: Sequence[tuple[Question, list[Hit]]], score: Score, depth: int) -> float:
    won = 0
    for (_, article_id, starts), hits in found:
        best = [hit for _, hit in sorted(zip(score(hits), hits, strict=True), key=lambda pair: -pair[0])][:depth]
        won += any(
            hit.chunk.article_id == article_id
            and any(hit.chunk.span.start <= start < hit.chunk.span.end for start in starts)
            for hit in best
        )
    return won / len(found)


if __name__ == "__main__":
    main()
