"""Measure where the time of an answer goes: `python -m rag.evaluation.performance.stages INDEX... --questions FILE`.

Each question is asked of each library in turn, by `Assistant.ask`; the parts that it calls are timed as it calls them.
`--adding N` then adds N articles of the last library to an empty one, by twenties, each twenty in turn with embedding
its chunks alone. FILE has a question a line (JSON lines, packed).
"""

import argparse
import platform
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial, wraps
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import rag.assistant
from index.chunking import chunks, embedded_text
from index.embedding import MiniLMEncoder
from index.encoding import Encoder
from index.library import Library
from index.storage.sqlite import SqliteTruth
from index.types import Article
from rag.assistant import Assistant
from rag.evaluation.datasets.sets import lines, sample
from rag.reading.readers import CascadeReader

STAGES = (
    "embed the question",
    "vector search",
    "BM25",
    "fetch chunks",
    "read",
    "cite",
    "say why not",
    "all else",
    "total",
)
_ROUND = 20  # articles


class Clock:
    """Tells how long calls take, each under the name of its stage; a call inside another is not told apart from it."""

    def __init__(self) -> None:
        self._spent: dict[str, float] = defaultdict(float)
        self._inside = False

    def watch(self, owner: Any, name: str, stage: str) -> None:
        """Time a function of an object or a module from now on."""
        call: Callable[..., Any] = getattr(owner, name)

        @wraps(call)
        def timed(*values: Any, **named: Any) -> Any:
            if self._inside:
                return call(*values, **named)
            self._inside, started = True, perf_counter()
            try:
                return call(*values, **named)
            finally:
                self._spent[stage] += 1000 * (perf_counter() - started)
                self._inside = False

        setattr(owner, name, timed)

    def take(self, total: float) -> dict[str, float]:
        """Return the milliseconds of each stage since the last time, and begin anew."""
        spent, self._spent = self._spent, defaultdict(float)
        return {**{stage: spent[stage] for stage in STAGES}, "all else": total - sum(spent.values()), "total": total}


def watched(clock: Clock, library: Library, reader: CascadeReader) -> Assistant:
    """Return an assistant whose parts are timed."""
    for name in ("nearest", "cosines"):
        clock.watch(library._searcher, name, "vector search")
    clock.watch(library._searcher, "bm25", "BM25")
    clock.watch(library._truth, "chunks", "fetch chunks")
    return Assistant(library, reader)


def stages(folders: Sequence[Path], questions: Sequence[str]) -> list[dict[str, float]]:
    """Return, for each library, the median milliseconds of every stage; one question goes before and is not counted."""
    clock, encoder, reader = Clock(), MiniLMEncoder(), CascadeReader()
    clock.watch(encoder, "encode", "embed the question")
    clock.watch(reader, "read", "read")
    clock.watch(rag.assistant, "cite", "cite")
    clock.watch(rag.assistant, "reason", "say why not")
    assistants = [watched(clock, Library.open(folder, encoder), reader) for folder in folders]
    taken: list[list[dict[str, float]]] = [[] for _ in assistants]
    for question in [questions[0], *questions]:
        for assistant, times in zip(assistants, taken, strict=True):
            clock.take(0)
            started = perf_counter()
            assistant.ask(question)
            times.append(clock.take(1000 * (perf_counter() - started)))
    return [{stage: median(one[stage] for one in times[1:]) for stage in STAGES} for times in taken]


def adding(articles: Sequence[Article], encoder: Encoder) -> Iterator[tuple[float, float]]:
    """Yield chunks a second of adding and of embedding alone, for every twenty articles, whichever first in turn."""
    with TemporaryDirectory() as folder:
        library = Library.open(folder, encoder)
        for number, start in enumerate(range(0, len(articles), _ROUND)):
            some = articles[start : start + _ROUND]
            texts = [embedded_text(article, chunk) for article in some for chunk in chunks(article)]
            calls: list[Callable[[], object]] = [partial(library.add, some), partial(encoder.encode, texts)]
            speeds = [0.0, 0.0]
            for which in (0, 1) if number % 2 else (1, 0):
                started = perf_counter()
                calls[which]()
                speeds[which] = len(texts) / (perf_counter() - started)
            yield speeds[0], speeds[1]
        library.close()


def table(folders: Sequence[Path], found: Sequence[dict[str, float]]) -> str:
    """Return the milliseconds as a Markdown table, a column for each library."""
    heads = []
    for folder in folders:
        store = SqliteTruth(folder)
        heads.append(f"{len(store.ids()):,} articles, {len(store.chunk_ids()):,} chunks")
        store.close()
    rows = [[stage, *(f"{times[stage]:.1f}" for times in found)] for stage in STAGES]
    lines = [["median ms", *heads], ["---", *["---:"] * len(heads)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, nargs="+", help="a library")
    parser.add_argument("--questions", type=Path, required=True, help="a file of questions")
    parser.add_argument("--asked", type=int, default=30, help="how many, drawn with seed 0")
    parser.add_argument("--adding", type=int, default=0, help="how many articles to add to measure that")
    options = parser.parse_args()
    questions = [entry["question"] for entry in sample(lines(options.questions), options.asked)]
    print(
        f"{len(questions)} questions, {platform.machine()}\n\n{table(options.index, stages(options.index, questions))}"
    )
    if options.adding:
        store = SqliteTruth(options.index[-1])
        articles = [article for _, article in islice(store.each(), options.adding)]
        encoder = MiniLMEncoder()
        encoder.encode(["ready"])
        speeds = list(adding(articles, encoder))
        ours, alone = (median(speed[which] for speed in speeds) for which in (0, 1))
        ratio = median(one / other for one, other in speeds)
        said = f"adding {ours:.1f}, embedding alone {alone:.1f}; ratio {ratio:.2f}"
        print(f"\nchunks a second, median of {len(speeds)} rounds: {said}")


if __name__ == "__main__":
    main()
