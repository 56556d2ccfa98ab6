"""Measure which sentences a language model is given and may cite:
`python -m rag.evaluation.benchmarks.relevance --data BENCH`.

NewsQA marks the sentences that answer a question. Each question is asked in a library of its own article, where the
marked sentences are right and all others beside the question, and of another article, where none is right; SQuAD 2.0's
unanswerable questions are asked of their paragraph. The first table tells how often a marked sentence is among those
that there is room for, the second how many sentences of each kind a bound on the reader's probability lets through.
The third takes questions that the reader refuses, and claims that quote a sentence which the bound lets through: what
of them answers by itself, as the reader sees it, where a model copies the sentence, and where it states the answer.
The numbers were chosen on the first 120 articles of NewsQA (`--tuned`); the tables are of the others.
"""

import argparse
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from index.embedding import MiniLMEncoder
from index.encoding import Encoder
from index.library import Library
from index.types import Article
from rag.answering.attempt import attempt
from rag.evaluation.datasets.sets import TUNED, hold, sample
from rag.evaluation.datasets.squad import Question, questions
from rag.evaluation.datasets.statements import statement
from rag.llm.prompt import within
from rag.llm.relevance import LEAST, sureness
from rag.question.form import Form
from rag.question.kinds import kind_of
from rag.reading.readers import CascadeReader
from rag.readings import Reader, Reading

ROOM = (100, 150, 200, 250, 350, 500)
SURE = (0.5, 0.6, 0.7, 0.8, 0.9)
BOUNDS = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3)


@dataclass(frozen=True)
class Read:
    """What the reader made of a question; `right` are the places among the readings of the marked sentences.

    `own` tells whether it was asked of the article that it is about.
    """

    question: Question
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
    reader = CascadeReader()
    with TemporaryDirectory() as folder, closing(Library.open(folder, MiniLMEncoder())) as library:
        for question, article in sorted(asked, key=lambda pair: pair[1].id):
            hold(library, [article])
            found = attempt(Form(question.text), library, reader, kind_of(question.text))
            marks = question.answers if article is question.article else ()
            right = [
                place
                for place, reading in enumerate(found.readings)
                if any(reading.sentence.start <= mark.start < reading.sentence.end for mark in marks)
            ]
            sure = found.confidence >= reader.threshold
            yield Read(question, tuple(found.readings), tuple(right), sure, article is question.article)


def room(found: list[Read]) -> str:
    """Return the first table."""
    rows = ["| words | sentences | a marked one among them, % |", "|---:|---:|---:|"]
    for words in ROOM:
        given = [len(within(one.readings, words)) for one in found]
        held = [any(place < count for place in one.right) for one, count in zip(found, given, strict=True)]
        rows.append(f"| {words} | {np.mean(given):.1f} | {100 * np.mean(held):.1f} |")
    return "\n".join(rows)


def passed(name: str, found: list[Read], right: bool) -> str:
    """Return a line of the second table: the share of the sentences given to a model that each bound lets through."""
    probabilities = np.array(
        [
            reading.probability
            for one in found
            for place, reading in enumerate(within(one.readings))
            if (place in one.right) is right
        ]
    )
    passing = [100 * np.mean(probabilities >= bound) if len(probabilities) else None for bound in BOUNDS]
    shares = ("–" if share is None else f"{share:.1f}" for share in passing)
    return f"| {name} | {len(probabilities)} | {' | '.join(shares)} |"


def claims(found: list[Read], right: bool, stated: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the questions that the reader refuses, and claims that quote a sentence of the bound for them.

    A claim is the sentence itself, or with `stated` what the question and its marked words state.
    """
    for one in (one for one in found if not one.answered):
        for place, reading in enumerate(within(one.readings)):
            if reading.probability >= LEAST and (place in one.right) is right:
                text = reading.article.text
                sentence = reading.sentence.of(text)
                made = [statement(one.question.text, mark.of(text), sentence) for mark in one.question.answers]
                yield from ((one.question.text, claim) for claim in ((made if stated else [sentence])[:1]) if claim)


def answering(name: str, made: list[tuple[str, str]], reader: Reader, encoder: Encoder) -> str:
    """Return a line of the third table: the share of claims that answer by themselves with each probability."""
    sure = np.array([sureness(question, claim, reader, encoder) for question, claim in made])
    shares = (f"{100 * np.mean(sure >= bound):.0f}" if len(sure) else "–" for bound in SURE)
    return f"| {name} | {len(sure)} | {' | '.join(shares)} |"


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
    for answered in (True, False):
        some = [one for one in own if one.answered is answered]
        told = "answered" if answered else "refused"
        print(passed(f"marked, {told} by the reader", some, True))
        print(passed(f"others, {told} by the reader", some, False))
        print(passed(f"another article, {told}", [one for one in other if one.answered is answered], False))
        print(passed(f"SQuAD 2.0, unanswerable, {told}", [one for one in without if one.answered is answered], False))
    print(f"\n| claims of what is refused | how many | {' | '.join(f'≥ {bound}' for bound in SURE)} |")
    print("|---|---:|" + "---:|" * len(SURE))
    reader, encoder = CascadeReader(), MiniLMEncoder()
    for name, some, right, stated in (
        ("the marked answer, stated", own, True, True),
        ("marked sentences, copied", own, True, False),
        ("others, copied", own, False, False),
        ("of another article, copied", other, False, False),
        ("SQuAD 2.0, unanswerable, copied", without, False, False),
    ):
        print(answering(name, list(claims(some, right, stated)), reader, encoder))


if __name__ == "__main__":
    main()
