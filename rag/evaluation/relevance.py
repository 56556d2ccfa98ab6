"""Measure which sentences a language model is given and may cite: `python -m rag.evaluation.relevance --data BENCH`.

NewsQA marks the sentences that answer a question. Each question is asked in a library of its own article, where the
marked sentences are right and all others beside the question, and of another article, where none is right; SQuAD 2.0's
unanswerable questions are asked of their paragraph. The first table tells how often a marked sentence is among those
that there is room for, the second how many sentences of each kind a bound on the reader's probability lets through,
where the reader refuses also with the question's words demanded.
The numbers were chosen on the first 120 articles of NewsQA (`--tuned`); the tables are of the others.
"""

import argparse
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from index.embedding import MiniLMEncoder
from index.library import Library
from index.types import Article
from rag.conversation import Form
from rag.evaluation.sets import TUNED, hold, sample
from rag.evaluation.squad import Question, questions
from rag.inquiry import inquire
from rag.kinds import kind_of
from rag.llm.prompt import within
from rag.llm.relevance import Relevance
from rag.reader import SpanReader
from rag.types import Reading

ROOM = (100, 150, 200, 250, 350, 500)
BOUNDS = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3)


@dataclass(frozen=True)
class Read:
    """What the reader made of a question; `right` are the places among the readings of the marked sentences.

    `own` tells whether it was asked of the article that it is about.
    """

    question: str
    readings: tuple[Reading, ...]
    right: tuple[int, ...]
    answered: bool
    own: bool = True


def drawn(data: Path, count: int, tuned: bool) -> list[Question]:
    """Draw questions of NewsQA, of the articles that the numbers were chosen on or of the others."""
    every = list(questions(data / "newsqa_dev_half_a.json.gz", apart=True))
    first = list(dict.fromkeys(question.article.id for question in every))[:TUNED]
    found = sample([one for one in every if (one.article.id in first) is tuned], count)
    return sorted(found, key=lambda one: one.article.id)


def reads(asked: list[tuple[Question, Article]]) -> Iterator[Read]:
    """Ask each question of an article, one article after the other."""
    reader = SpanReader()
    with TemporaryDirectory() as folder, closing(Library.open(folder, MiniLMEncoder())) as library:
        for question, article in sorted(asked, key=lambda pair: pair[1].id):
            hold(library, [article])
            found = inquire(Form(question.text), library, reader, kind_of(question.text))
            marks = question.answers if article is question.article else ()
            right = [
                place
                for place, reading in enumerate(found.readings)
                if any(reading.sentence.start <= mark.start < reading.sentence.end for mark in marks)
            ]
            sure = found.confidence >= reader.threshold
            yield Read(question.text, tuple(found.readings), tuple(right), sure, article is question.article)


def room(found: list[Read]) -> str:
    """Return the first table."""
    rows = ["| words | sentences | a marked one among them, % |", "|---:|---:|---:|"]
    for words in ROOM:
        given = [len(within(one.readings, words)) for one in found]
        held = [any(place < count for place in one.right) for one, count in zip(found, given, strict=True)]
        rows.append(f"| {words} | {np.mean(given):.1f} | {100 * np.mean(held):.1f} |")
    return "\n".join(rows)


def passed(name: str, found: list[Read], right: bool, wordy: bool = False) -> str:
    """Return a line of the second table: the share of the sentences given to a model that each bound lets through.

    With `wordy`, they need the question's words too.
    """
    some = [
        (Relevance.to(one.question, answered=not wordy), reading.sentence.of(reading.article.text), reading.probability)
        for one in found
        for place, reading in enumerate(within(one.readings))
        if (place in one.right) is right
    ]
    passing = [
        [replace(relevance, least=bound).has("", [text], probability) for relevance, text, probability in some]
        for bound in BOUNDS
    ]
    shares = (f"{100 * np.mean(let):.1f}" if let else "–" for let in passing)
    return f"| {name} | {len(some)} | {' | '.join(shares)} |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--questions", type=int, default=150, help="how many of each kind, drawn with seed 0")
    parser.add_argument("--tuned", action="store_true", help="the articles that the numbers were chosen on")
    options = parser.parse_args()
    asked = drawn(options.data, options.questions, options.tuned)
    squad = [one for one in questions(options.data / "squad2_dev_half_b.json.gz", apart=True) if not one.answers]
    articles = [one.article for one in asked]
    shifted = articles[len(articles) // 2 :] + articles[: len(articles) // 2]
    found = list(reads([(one, one.article) for one in asked] + list(zip(asked, shifted, strict=True))))
    own, other = ([one for one in found if one.own is mine] for mine in (True, False))
    print(room([one for one in own if one.right]), flush=True)
    without = list(reads([(one, one.article) for one in sample(squad, options.questions)]))
    print(f"\n| sentences | how many | {' | '.join(f'≥ {bound}' for bound in BOUNDS)} |")
    print("|---|---:|" + "---:|" * len(BOUNDS))
    for told, answered, wordy in (("answered", True, False), ("refused", False, False), ("with words", False, True)):
        mine, others, none = ([one for one in some if one.answered is answered] for some in (own, other, without))
        print(passed(f"marked, {told}", mine, True, wordy))
        print(passed(f"others, {told}", mine, False, wordy))
        print(passed(f"another article, {told}", others, False, wordy))
        print(passed(f"SQuAD 2.0, unanswerable, {told}", none, False, wordy))


if __name__ == "__main__":
    main()
