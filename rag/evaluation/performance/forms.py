"""Measure a library in several places side by side, in one run:
`python -m rag.evaluation.performance.forms --index INDEX --questions FILE --passages 1000,10000 PLACE...`.

Articles of INDEX are copied until there are so many passages, and added to each PLACE, a folder or `postgresql://...`
with nothing in it; NUMBER in it stands for the number of passages. Their vectors are known, so nothing is embedded and
the time is that of storage. Each question is searched in each place in turn, as `Library.search` does it, with its
vector known. Recall is the share of the ten passages nearest by exact comparison that are found among the ten
nearest, and `same` the share of the ten passages that the first place returns which each other place returns too.
Memory is what a process of its own holds that has opened the place and searched it ten times, without models and
without PostgreSQL's server; disk is the folders, and the database as PostgreSQL counts it.
"""

import argparse
import platform
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import NamedTuple

import numpy as np

from index.embedding import MiniLMEncoder
from index.encoding import Vectors
from index.library import Library
from index.place import Cluster, placed
from index.storage.forms import truth_in
from index.storage.sqlite import SqliteTruth
from index.types import Article, Span
from rag.evaluation.datasets.sets import lines, sample
from rag.evaluation.performance.copies import Recalling, copies


class Known(Recalling):
    """Gives vectors that are known of passages, and of questions that were embedded before."""

    def __init__(self, store: SqliteTruth, questions: Sequence[str]) -> None:
        super().__init__(store)
        self._questions = dict(zip(questions, MiniLMEncoder().encode(questions), strict=True))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 for each text."""
        asked = [self._questions[text] for text in texts if text in self._questions]
        return np.array(asked, np.float32) if asked else super().encode(texts)


class Row(NamedTuple):
    """What one place took for so many passages; seconds and milliseconds."""

    passages: int
    place: str
    add_s: float
    p50_ms: float
    p95_ms: float
    memory_mb: float
    disk_mb: float
    recall_10: float
    same_10: float


def enough(store: SqliteTruth, passages: int) -> Iterator[Article]:
    """Yield copies of articles until they have so many passages."""
    sizes = {id: len(store.spans(id)) for id in store.ids()}
    for article in copies(store, passages):
        if passages <= 0:
            return
        yield article
        passages -= sizes[(article.place or "").split("/")[1]]


def filled(place: str, encoder: Known, articles: Sequence[Article]) -> tuple[Library, float]:
    """Add articles to a place; return its library and the seconds."""
    library = Library.open(place, encoder)
    started = perf_counter()
    library.add(articles)
    return library, perf_counter() - started


def measured(libraries: Sequence[Library], questions: Sequence[str]) -> list[tuple[list[float], float, float]]:
    """Return for each library the milliseconds of each question, the recall, and how much is as in the first."""
    times: list[list[float]] = [[] for _ in libraries]
    recall, same = np.zeros(len(libraries)), np.zeros(len(libraries))
    exact = [_vectors(library) for library in libraries]
    for question in questions:
        first: set[tuple[str, Span]] = set()
        for at, library in enumerate(libraries):
            started = perf_counter()
            hits = library.search(question)
            times[at].append(1000 * (perf_counter() - started))
            found = {(hit.chunk.article_id, hit.chunk.span) for hit in hits}
            first = first or found
            same[at] += len(found & first) / max(len(first), 1)
            recall[at] += _recall(library, exact[at], question)
    pairs = zip(times, recall / len(questions), same / len(questions), strict=True)
    return [(taken, float(one), float(other)) for taken, one, other in pairs]


class Unread:
    """Gives vectors that mean nothing, so that no model is loaded."""

    name, dimension = MiniLMEncoder.name, MiniLMEncoder.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 for each text."""
        rows = np.random.default_rng(0).standard_normal((len(texts), self.dimension), np.float32)
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


def memory(place: str) -> float:
    """Return how many megabytes this process holds when it has opened a place and searched it ten times."""
    library = Library.open(place, Unread())
    for word in "police said the government two people after a year report court".split()[:10]:
        library.search(word)
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def disk(place: str) -> float:
    """Return how many megabytes a place takes: its folder, and its database."""
    found = placed(place)
    size = 0
    if isinstance(found, Cluster):
        truth = truth_in(place)
        size = truth._rows("SELECT pg_database_size(current_database())")[0][0]
        truth.close()
    folder = Path(found.search) if isinstance(found, Cluster) else found
    return (size + sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())) / 1e6


def _vectors(library: Library) -> tuple[list[int], Vectors]:
    ids = sorted(library._truth.chunk_ids())
    return ids, library._truth.vectors(ids, library.encoder.dimension)


def _recall(library: Library, exact: tuple[list[int], Vectors], question: str) -> float:
    ids, vectors = exact
    query = library.encoder.encode([question])[0]
    right = {ids[row] for row in np.argsort(-(vectors @ query))[:10]}
    return len(right & set(library._searcher.nearest(query, 10))) / max(len(right), 1)


def rows(store: SqliteTruth, places: Sequence[str], number: int, questions: Sequence[str]) -> Iterator[Row]:
    """Fill every place with so many passages, and then measure them together."""
    articles = list(enough(store, number))
    libraries, seconds = zip(*(filled(place, Known(store, questions), articles) for place in places), strict=True)
    found = measured(libraries, questions)
    for place, library, took, (times, recall, same) in zip(places, libraries, seconds, found, strict=True):
        cuts, passages = quantiles(times, n=20), len(library._truth.chunk_ids())
        library.close()
        with ProcessPoolExecutor(1, get_context("spawn")) as apart:
            held = apart.submit(memory, place).result()
        yield Row(passages, library.place, took, cuts[9], cuts[18], held, disk(place), recall, same)


def main() -> None:
    """Print a row for each place and number of passages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="+", metavar="PLACE", help="where to keep them; NUMBER is put in")
    parser.add_argument("--index", type=Path, required=True, help="the library whose articles are copied")
    parser.add_argument("--questions", type=Path, required=True, help="a file of questions")
    parser.add_argument("--asked", type=int, default=100, help="how many, drawn with seed 0")
    parser.add_argument("--passages", default="1000,10000", help="how many passages, with commas between")
    options = parser.parse_args()
    store = SqliteTruth(options.index)
    questions = [entry["question"] for entry in sample(lines(options.questions), options.asked)]
    print(f"{len(questions)} questions, {platform.machine()}\n")
    print(
        "| passages | place | add s | p50 ms | p95 ms | memory MB | disk MB | recall@10 | same |\n|---:|---|"
        + "---:|" * 7
    )
    for number in map(int, options.passages.split(",")):
        places = [place.replace("NUMBER", str(number)) for place in options.places]
        for row in rows(store, places, number, questions):
            print(
                "| {:,} | {} | {:.1f} | {:.1f} | {:.1f} | {:.0f} | {:.0f} | {:.3f} | {:.3f} |".format(*row), flush=True
            )


if __name__ == "__main__":
    main()
