"""Measure how cosine and BM25 are best weighed: `python -m rag.training.ranking --data DIR`.

With `--news` in place of `--data`, on NewsQA over all its articles, apart for questions about the first 120, on which a
weight may be chosen, and about the others.
"""

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
from rag.evaluation.datasets.sets import TUNED
from rag.evaluation.datasets.squad import questions

_SETS = ("squadshifts_new_wiki", "squad2_dev_half_a")
_DEPTHS = (1, 3, 10)
_RRF = 60  # the constant of reciprocal rank fusion, as its authors propose (Cormack et al. 2009)

Question = tuple[str, str, set[int]]  # its words, the article's id, where in it the answer begins
Asked = tuple[list[Article], dict[str, list[Question]]]  # the questions in parts that are told apart
Score = Callable[[Sequence[Hit]], list[float]]


def main() -> None:
    """Print success@k of several weights over all articles of the sets together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--data", type=Path, help="the folder of the training sets")
    where.add_argument("--news", type=Path, help="NewsQA, newsqa_dev_half_a.json.gz")
    parser.add_argument("--questions", type=int, default=1500)
    options = parser.parse_args()
    articles, asked = _read(options.data) if options.data else _news(options.news)
    with TemporaryDirectory() as folder:
        library = Library.open(folder, MiniLMEncoder())
        library.add(articles, lambda done, total: print(f"{done}/{total} articles", end="\r"))
        for name, part in asked.items():
            random.Random(0).shuffle(part)
            found = [(question, library.search(question[0], 200)) for question in part[: options.questions]]
            _print(f"{name}: {len(articles)} articles, {len(found)} questions", found)
        library.close()


def _print(head: str, found: Sequence[tuple[Question, list[Hit]]]) -> None:
    print(f"\n{head}; success@k of the passage that holds the answer\n")
    print("| cosine's weight | " + " | ".join(f"@{depth}" for depth in _DEPTHS) + " |")
    print("|---|" + "---|" * len(_DEPTHS))
    for name, score in _scores().items():
        shares = [_success(found, score, depth) for depth in _DEPTHS]
        print(f"| {name} | " + " | ".join(f"{share:.3f}" for share in shares) + " |")


def _news(file: Path) -> Asked:
    every = list(questions(file, apart=True))
    articles = list(dict.fromkeys(question.article for question in every))
    first = {article.id for article in articles[:TUNED]}
    parts: dict[str, list[Question]] = {f"the first {TUNED} articles": [], "the others": []}
    for one in every:
        part = parts[f"the first {TUNED} articles" if one.article.id in first else "the others"]
        part.append((one.text, one.article.id, {answer.start for answer in one.answers}))
    return articles, parts


def _read(folder: Path) -> Asked:
    articles: list[Article] = []
    asked: list[Question] = []
    for name in _SETS:
        with gzip.open(folder / f"{name}.json.gz", "rt", encoding="utf-8") as file:
            for entry in json.load(file)["data"]:
                article = Article(entry["title"], "\n\n".join(p["context"] for p in entry["paragraphs"]))
                articles.append(article)
                asked += _questions(article, entry["paragraphs"])
    return articles, {"all": asked}


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
