"""Measure Byline end to end on public sets:
`python -m rag.evaluation.benchmarks.answers TASK --data BENCH --out FOLDER`.

TASK is newsqa-article (each question in a library of its article alone), newsqa-all (all articles together),
realtimeqa-found (each question over the articles that a news search returned for it) or realtimeqa-all (over all
articles). Writes what `byline eval` writes. The questions are those of the public sets; nothing of them is kept here.
"""

import argparse
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from tempfile import mkdtemp

from index.embedding import MiniLMEncoder
from index.library import Library
from index.types import Article
from rag.assistant import Assistant
from rag.evaluation.cases import Case
from rag.evaluation.datasets.sets import TUNED, hold, news_articles, published, sample
from rag.evaluation.datasets.squad import questions
from rag.evaluation.metrics import exact_match, f1
from rag.evaluation.report import table, write
from rag.evaluation.run import Record, record, run
from rag.evaluation.scores import Score, scores
from rag.reading.readers import CascadeReader


@dataclass(frozen=True)
class Asked:
    """A question with the articles that it is asked of, none for its task's; `others` are what others answered."""

    case: Case
    articles: tuple[Article, ...] = ()
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Task:
    """The questions, and the articles of all those that have none of their own."""

    asked: list[Asked]
    articles: tuple[Article, ...] = ()


def newsqa(data: Path, count: int, together: bool) -> Task:
    """Ask NewsQA's questions (Trischler et al. 2017); none of the articles that the calibration was fitted on."""
    every = list(questions(data / "newsqa_dev_half_a.json.gz", apart=True))
    tuned = list(dict.fromkeys(question.article.id for question in every))[:TUNED]
    found = sample([question for question in every if question.article.id not in tuned], count)
    asked = [
        Asked(
            Case(q.text, tuple(span.of(q.article.text) for span in q.answers), q.article.id),
            articles=() if together else (q.article,),
        )
        for q in found
    ]
    articles = {question.article.id: question.article for question in every}
    return Task(asked, tuple(articles.values()) if together else ())


def realtimeqa(data: Path, count: int, together: bool) -> Task:
    """Ask RealTimeQA's questions of 2023 (Kasai et al. 2023) that other systems' answers are published for."""
    chosen = published(data / "realtimeqa_questions_2022_2023.jsonl.gz", count)
    news = {} if together else news_articles(data / "realtimeqa_articles_2022_2023.jsonl.gz", chosen)
    return Task(
        [
            Asked(
                Case(entry["question"], (entry["answer"],)),
                tuple(news[id] for id in entry["article_ids"]) if not together else (),
                (("GPT-3 + search", entry["gpt3_gcs"]), ("BART-RAG + search", entry["bart_rag_gcs"])),
            )
            for entry in chosen
        ]
    )


TASKS: dict[str, Callable[[Path, int], Task]] = {
    "newsqa-article": partial(newsqa, together=False),
    "newsqa-all": partial(newsqa, together=True),
    "realtimeqa-found": partial(realtimeqa, together=False),
    "realtimeqa-all": partial(realtimeqa, together=True),
}


class Bench:
    """An assistant whose library holds, for each question, just the articles that it is asked of."""

    def __init__(self, task: Task, index: Path | None) -> None:
        self._articles = {id(one.case): one.articles for one in task.asked}
        self._shared = task.articles
        self._index = index
        self._held: tuple[Article, ...] | None = None

    @cached_property
    def assistant(self) -> Assistant:
        """Return the assistant, with the articles of all questions, or none yet."""
        folder = self._index or Path(mkdtemp(prefix="byline-benchmark-"))
        library = Library.open(folder, MiniLMEncoder())
        if not self._index:
            hold(library, self._shared, _told)
        return Assistant(library, CascadeReader())

    def ask(self, case: Case) -> Record:
        """Ask one question of its articles."""
        own = self._articles[id(case)]
        if own and own != self._held:
            hold(self.assistant.library, own, _told)
            self._held = own
        return record(self.assistant, case)


def _told(done: int, total: int) -> None:
    print(f"{done} of {total} articles", end="\r", file=sys.stderr)


def beside(task: Task) -> Iterator[Score]:
    """Score what other systems answered to the same questions."""
    for name in dict(task.asked[0].others):
        given = [(dict(one.others)[name], one.case.answers) for one in task.asked]
        for metric, worth in (("exact match", exact_match), ("F1", f1)):
            yield Score(
                "published answers", f"{name}: {metric}", len(given), sum(worth(*g) for g in given) / len(given)
            )


def main() -> None:
    """Print the table and write the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--questions", type=int, default=0, help="how many, drawn with seed 0; 0, the default, for all")
    parser.add_argument("--index", type=Path, help="an index that holds the articles already, for realtimeqa-all")
    parser.add_argument("--out", type=Path, required=True, help="folder of the report")
    options = parser.parse_args()
    if options.task == "realtimeqa-all" and not options.index:
        parser.error("realtimeqa-all wants --index, a folder into which byline add put all its articles.")
    task = TASKS[options.task](options.data, options.questions)
    task = replace(task, asked=sorted(task.asked, key=lambda one: [article.id for article in one.articles]))
    bench = Bench(task, options.index)
    cases = [one.case for one in task.asked]
    records = run(
        bench.ask,
        cases,
        f"{options.task} {options.questions}",
        options.out / "answers.jsonl",
        lambda done, total: print(f"{done} of {total} questions", end="\r", file=sys.stderr),
    )
    found = [*scores(records), *(beside(task) if task.asked[0].others else ())]
    write(options.out, options.task, found, records, bench.assistant.reader.threshold)
    print(f"{options.task}, {len(records)} questions, {platform.machine()}\n\n{table(found)}")


if __name__ == "__main__":
    main()
