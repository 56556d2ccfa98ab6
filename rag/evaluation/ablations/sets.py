"""The questions that are asked, and the articles that they are all asked of."""

import random
from itertools import islice
from pathlib import Path

from index.types import Article
from rag.evaluation.benchmark import Asked, Task, newsqa
from rag.evaluation.cases import Case
from rag.evaluation.run import holds
from rag.evaluation.sets import news_articles, published


def cnn(data: Path, count: int) -> Task:
    """Ask NewsQA's questions of all its articles; no question about those that the calibration was fitted on."""
    return newsqa(data, count, together=True)


def searched(data: Path, count: int) -> Task:
    """Ask RealTimeQA's questions of 2023 of all articles together that a news search returned for any of them.

    Only questions whose answer's words stand in an article returned for it: no other can be answered with a quotation.
    """
    every = published(data / "realtimeqa_questions_2022_2023.jsonl.gz", 0)
    drawn = random.Random(0).sample(every, len(every))
    news = news_articles(data / "realtimeqa_articles_2022_2023.jsonl.gz", drawn)
    quotable = (e for e in drawn if any(holds(news[id].text, [e["answer"]]) for id in e["article_ids"]))
    chosen = list(islice(quotable, count or None))
    pool: dict[str, Article] = {id: news[id] for entry in chosen for id in entry["article_ids"]}
    return Task([Asked(Case(entry["question"], (entry["answer"],))) for entry in chosen], tuple(pool.values()))


SETS = {"newsqa": cnn, "realtimeqa": searched}
