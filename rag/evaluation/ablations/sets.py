"""The questions that are asked, and the articles that they are all asked of."""

import random
from itertools import islice
from pathlib import Path

from rag.evaluation.benchmarks.answers import Asked, Task, newsqa
from rag.evaluation.cases import Case
from rag.evaluation.datasets.sets import news_articles, published
from rag.evaluation.run import holds

_LONGEST = 4000  # characters of an article: half of RealTimeQA's are longer, and take most of the time


def cnn(data: Path, count: int) -> Task:
    """Ask NewsQA's questions of all its articles; no question about those that the calibration was fitted on."""
    return newsqa(data, count, together=True)


def searched(data: Path, count: int) -> Task:
    """Ask RealTimeQA's questions of 2023 of all articles together that a news search returned for any of them.

    Only articles of at most 4,000 characters, and questions whose answer's words stand in one returned for it: no other
    can be answered with a quotation.
    """
    every = published(data / "realtimeqa_questions_2022_2023.jsonl.gz", 0)
    news = news_articles(data / "realtimeqa_articles_2022_2023.jsonl.gz", every)
    short = {id: article for id, article in news.items() if len(article.text) <= _LONGEST}
    found = [(entry, [id for id in entry["article_ids"] if id in short]) for entry in every]
    drawn = random.Random(0).sample(found, len(found))
    quotable = ((e, ids) for e, ids in drawn if any(holds(short[id].text, [e["answer"]]) for id in ids))
    chosen = list(islice(quotable, count or None))
    pool = {id: short[id] for _, ids in chosen for id in ids}
    return Task([Asked(Case(entry["question"], (entry["answer"],))) for entry, _ in chosen], tuple(pool.values()))


SETS = {"newsqa": cnn, "realtimeqa": searched}
