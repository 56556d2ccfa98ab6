"""Measure whether unrelated articles change an answer: `python -m rag.evaluation.benchmarks.strangers --data BENCH`.

Asks the questions about the bundled article that ship with Byline, plain ones about 105 articles of RealTimeQA
(`plain.jsonl`, which holds their ids and no text; nine draws, each written before Byline was asked), plain ones about
seven articles of our own, each of another kind (`genres.jsonl`), and of these and the bundled one questions to be
answered by yes or no, of a library of the article alone, then with 3, 30 and 300 others in it. An answer is the same
when its words are, and so is a question that is refused both times.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from index.articles import bundled
from index.embedding import MiniLMEncoder
from index.encoding import Encoder
from index.library import Library
from index.types import Article
from rag.assistant import Assistant
from rag.evaluation.benchmarks import shipped
from rag.evaluation.cases import bundled as bundled_cases
from rag.evaluation.datasets.sets import hold, news_articles
from rag.evaluation.metrics import f1
from rag.evaluation.scores import RIGHT
from rag.reading.readers import CascadeReader
from rag.readings import Reader
from rag.results import Result

ARTICLES = "realtimeqa_articles_2022_2023.jsonl.gz"
COUNTS = (3, 30, 300)
_FEW = 3  # strangers up to which each article gets a library of its own


@dataclass(frozen=True)
class Plain:
    """A question about an article, and its right answers; none where the article does not say.

    `draw` names the questions that it was written with.
    """

    draw: str
    about: Article
    question: str
    answers: tuple[str, ...]

    def is_right(self, result: Result) -> bool:
        """Tell whether what came of the question is right: refused, or answered with an F1 of at least 0.6.

        Of questions to be answered by yes or no, `answers` are words of the sentences that do.
        """
        if not self.answers or not result.answered:
            return not self.answers and not result.answered
        if result.kind == "yes-no":
            return any(words in citation.quote for citation in result.citations for words in self.answers)
        return f1(result.text, self.answers) >= RIGHT or any(
            f1(citation.answer, self.answers) >= RIGHT for citation in result.citations
        )


def plain(articles: dict[str, Article]) -> list[Plain]:
    """Return the questions; `articles` are those of RealTimeQA by their ids."""
    (ours,) = bundled()
    return [
        *(Plain("bundled", ours, case.question, case.answers) for case in bundled_cases()),
        *(_plain((articles | {"bundled": ours})[entry["article"]], entry) for entry in shipped("plain.jsonl")),
        *(
            _plain(Article(entry["title"], entry["text"], entry["source"], published=entry["published"]), asked)
            for entry in shipped("genres.jsonl")
            for asked in entry["questions"]
        ),
    ]


def _plain(about: Article, entry: Mapping[str, Any]) -> Plain:
    return Plain(entry.get("draw", "genres"), about, entry["question"], tuple(entry["answers"]))


@contextmanager
def asking(reader: Reader, encoder: Encoder, articles: Sequence[Article]) -> Iterator[Assistant]:
    """Yield an assistant whose library has these articles."""
    with TemporaryDirectory() as folder, closing(Library.open(folder, encoder)) as library:
        hold(library, articles)
        yield Assistant(library, reader)


def ask(
    asked: Sequence[Plain], strangers: Sequence[Article], count: int, reader: Reader, encoder: Encoder
) -> list[Result]:
    """Ask each question of its article, with `count` others in the library."""
    homes = list({one.about.id: one.about for one in asked}.values())
    found: dict[int, Result] = {}
    groups = [[home] for home in homes] if count <= _FEW else [homes]
    for group in groups:
        with asking(reader, encoder, [*group, *strangers[: count - len(group) + 1]]) as assistant:
            for at, one in enumerate(asked):
                if one.about in group:
                    found[at] = assistant.ask(one.question)
                    print(f"{count} others: {len(found)} of {len(asked)}", end="\r", file=sys.stderr, flush=True)
    return [found[at] for at in range(len(asked))]


def row(count: int, asked: Sequence[Plain], alone: Sequence[Result], results: Sequence[Result]) -> str:
    """Return a row of the table: what is right, and what has changed since the article was alone."""
    pairs = list(zip(alone, results, strict=True))
    changed = sum(a.answered != b.answered or (a.answered and a.text != b.text) for a, b in pairs)
    moved = median(abs(a.confidence - b.confidence) for a, b in pairs)
    right = sum(one.is_right(result) for one, result in zip(asked, results, strict=True))
    return f"| {count} | {len(asked)} | {right} | {changed} | {moved:.3f} |"


def main() -> None:
    """Print the table, and with `--show` what came of each question."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--show", action="store_true", help="print the answers, of the articles alone")
    parser.add_argument("--others", type=int, nargs="*", default=COUNTS, help="how many other articles there are")
    parser.add_argument("--draws", nargs="*", default=(), help="ask only these, such as bundled, first and seventh")
    options = parser.parse_args()
    every = news_articles(options.data / ARTICLES)
    questions = plain(every)
    used = {one.about.id for one in questions}
    asked = [one for one in questions if not options.draws or one.draw in options.draws]
    strangers = [article for article in every.values() if article.id not in used][: max(options.others, default=0)]
    ask_with = partial(ask, asked, strangers, reader=CascadeReader(), encoder=MiniLMEncoder())
    alone = ask_with(0)
    if options.show:
        for one, result in zip(asked, alone, strict=True):
            told = result.text if result.answered else "-"
            sign = "+" if one.is_right(result) else "-"
            print(f"{sign} {one.question} -> {told} ({result.confidence:.2f}); {'; '.join(one.answers) or '-'}")
    for draw in dict.fromkeys(one.draw for one in asked):
        right = [one.is_right(result) for one, result in zip(asked, alone, strict=True) if one.draw == draw]
        print(f"{draw}: {sum(right)} of {len(right)} right, the article alone")
    print("| others | questions | right | answers changed | median change of confidence |\n|---:|---:|---:|---:|---:|")
    for count in (0, *options.others):
        print(row(count, asked, alone, ask_with(count) if count else alone), flush=True)


if __name__ == "__main__":
    main()
