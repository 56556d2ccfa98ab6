"""Measure what each setting is worth: `python -m rag.evaluation.ablations newsqa --data BENCH --out FOLDER`.

Each question is put to Byline as it is and to each variant in turn, end to end, over all articles of the set together:
newsqa, or realtimeqa, of which the articles that a news search returned for the questions drawn are taken. What one
variant has read the next does not read again, unless their times are to be compared. The folder keeps the indexes and
the answers; a run that was stopped goes on.
"""

import argparse
import platform
import sys
from dataclasses import replace
from pathlib import Path

from index.embedding import MiniLMEncoder
from index.encoding import Encoder
from index.library import Library
from index.types import Article
from rag.assistant import Assistant
from rag.evaluation.ablations.memory import RememberingReader
from rag.evaluation.ablations.sets import SETS
from rag.evaluation.ablations.table import table
from rag.evaluation.ablations.variants import VARIANTS, Variant
from rag.evaluation.benchmarks.summaries import Remembered
from rag.evaluation.cases import Case
from rag.evaluation.datasets.sets import hold
from rag.evaluation.run import Record, record, run
from rag.reading.readers import CascadeReader


class Bench:
    """Byline and its variants, each with the same articles in an index under the folder."""

    def __init__(self, folder: Path, articles: tuple[Article, ...], timed: bool = False) -> None:
        self.reader = CascadeReader() if timed else RememberingReader()
        self._folder, self._articles = folder, articles
        self._encoder: Encoder = MiniLMEncoder() if timed else Remembered(MiniLMEncoder())
        self._libraries: dict[str, Library] = {}

    def ask(self, variant: Variant, case: Case) -> Record:
        """Put a question to a variant."""
        with variant.in_place():
            reader = variant.reader(self._encoder) if variant.reader else self.reader
            return record(Assistant(self.library(variant.indexed), reader), case)

    def library(self, indexed: str) -> Library:
        """Return the library of this name; made while a variant is in place, it is indexed as that says."""
        if indexed not in self._libraries:
            print(f"\n{indexed}:", file=sys.stderr)
            library = Library.open(self._folder / indexed.replace(" ", "-"), self._encoder)
            hold(library, self._articles, _told)
            self._libraries[indexed] = library
        return self._libraries[indexed]


def ablate(bench: Bench, cases: list[Case], names: list[str], mark: str, kept: Path) -> dict[str, list[Record]]:
    """Put each question to each variant in turn: a slow minute of the machine is slow for all of them."""
    turns = [(VARIANTS[name], replace(case)) for case in cases for name in names]
    variant_of = {id(case): variant for variant, case in turns}
    for variant, case in turns[: len(names)]:
        bench.ask(variant, case)  # the first answer takes longer
    found = run(lambda case: bench.ask(variant_of[id(case)], case), [case for _, case in turns], mark, kept, _told)
    return {VARIANTS[name].title: found[place :: len(names)] for place, name in enumerate(names)}


def _told(done: int, total: int) -> None:
    print(f"{done} of {total}", end="\r", file=sys.stderr)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", choices=SETS)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--questions", type=int, default=200, help="how many, drawn with seed 0; 0 for all")
    parser.add_argument(
        "--variants", nargs="+", choices=VARIANTS, default=list(VARIANTS), help="the first is compared to"
    )
    parser.add_argument("--timed", action="store_true", help="read all anew for each variant, and compare times")
    parser.add_argument("--out", type=Path, required=True, help="folder of the indexes and the answers")
    options = parser.parse_args()
    task = SETS[options.set](options.data, options.questions)
    bench = Bench(options.out, task.articles, options.timed)
    mark = f"{options.set} {options.questions} {options.variants}"
    kept = options.out / ("timed.jsonl" if options.timed else "answers.jsonl")
    cases = [one.case for one in task.asked]
    found = ablate(bench, cases, options.variants, mark, kept)
    print(f"{options.set}, {len(cases)} questions, {len(task.articles)} articles, {platform.machine()}\n")
    print(table(found, options.timed))


if __name__ == "__main__":
    main()
