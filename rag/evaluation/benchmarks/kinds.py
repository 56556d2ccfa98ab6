"""Measure how well the kind of a question is told: `python -m rag.evaluation.benchmarks.kinds --data BENCH`.

`kinds.jsonl` has 520 questions of public sets, drawn at random and labelled by hand before the forms saw any of them:
the set's name, the start of the SHA-256 of the question, and its kind. The forms were improved on the first 360. The
other 160 were drawn when the forms stood, and the table is of them.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import get_args

from rag.evaluation.benchmarks import shipped
from rag.evaluation.datasets.sets import lines
from rag.evaluation.datasets.squad import questions
from rag.replies.triage import kind_in
from rag.results import Kind

LABELS = "kinds.jsonl"
IMPROVED_ON = 360
KINDS: tuple[Kind, ...] = get_args(Kind)

_QUESTIONS: dict[str, Callable[[Path], Iterator[str]]] = {
    "newsqa": lambda data: (one.text for one in questions(data / "newsqa_dev_half_a.json.gz", apart=True)),
    "realtimeqa": lambda data: (one["question"] for one in lines(data / "realtimeqa_questions_2022_2023.jsonl.gz")),
    "squad2": lambda data: (one.text for one in questions(data / "squad2_dev_half_b.json.gz", apart=True)),
    "qed": lambda data: (one["question_text"] for one in lines(data / "qed_dev.jsonl.gz")),
    "clapnq": lambda data: (one["input"] for one in lines(data / "clapnq_dev.jsonl.gz")),
    "cast": lambda data: (one["rewrite"] for one in lines(data / "cast_rewrites_2019_2020.jsonl.gz")),
}


@dataclass(frozen=True)
class Told:
    """A question, the kind that a reader of it saw, and the kind that its form tells."""

    question: str
    right: Kind
    given: Kind


def digest(question: str) -> str:
    """Return what stands for a question in the labels."""
    return sha256(question.encode()).hexdigest()[:16]


def told(data: Path) -> list[Told]:
    """Return the labelled questions, in the order of the labels."""
    labels = shipped(LABELS)
    texts = {(name, digest(text)): text for name, asked in _QUESTIONS.items() for text in asked(data)}
    found = [(texts[label["set"], label["question"]], label["kind"]) for label in labels]
    return [Told(text, right, kind_in(text)) for text, right in found]


def accuracy(some: Iterable[Told]) -> float:
    """Return the share of questions whose kind is told right."""
    hits = [one.given == one.right for one in some]
    return sum(hits) / len(hits)


def rows(some: list[Told]) -> Iterator[str]:
    """Yield a table: precision and recall of each kind, and what it is taken for instead."""
    yield "| kind | questions | precision | recall | taken for |\n|---|---:|---:|---:|---|"
    for kind in KINDS:
        given = Counter(one.given for one in some if one.right == kind)
        claimed = sum(one.given == kind for one in some)
        if not given.total() and not claimed:
            continue
        wrong = ", ".join(f"{other} {count}" for other, count in given.most_common() if other != kind)
        precision, recall = _percent(given[kind], claimed), _percent(given[kind], given.total())
        yield f"| {kind} | {given.total()} | {precision} | {recall} | {wrong} |"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}" if whole else "–"


def main() -> None:
    """Print the table, and with `--wrong` the questions of those improved on that are told wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--wrong", action="store_true", help="print what is told wrong of those improved on")
    options = parser.parse_args()
    every = told(options.data)
    improved, held_out = every[:IMPROVED_ON], every[IMPROVED_ON:]
    if options.wrong:
        for one in improved:
            if one.given != one.right:
                print(f"{one.given} for {one.right}: {one.question}")
    print(f"{100 * accuracy(held_out):.1f} % of {len(held_out)} questions held out; ", end="")
    print(f"{100 * accuracy(improved):.1f} % of the {len(improved)} improved on\n")
    print("\n".join(rows(held_out)))
    asked = {text for texts in _QUESTIONS.values() for text in texts(options.data)}
    mistaken = sum(kind_in(text) in ("talk", "library") for text in asked)
    print(f"\n{mistaken} of all {len(asked):,} questions of the sets, none of them talk, are taken for talk or library")


if __name__ == "__main__":
    main()
