"""Measure how vector search grows:
`python -m rag.evaluation.performance.scale --index INDEX --questions FILE --out FOLDER`.

The vectors of a real library are repeated with noise until there are as many as wanted. Each kind of FAISS index is
built of them and asked the same questions, each in turn; `VectorIndex` is what Byline has. Recall is the share of the
exact search's best 10 or 100 that a kind finds. Each count is written to FOLDER when it is done, and not measured
again. FILE has a question a line (JSON lines, packed).
"""

import argparse
import json
import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import faiss
import numpy as np

from index.embedding import MiniLMEncoder
from index.encoding import Vectors
from index.library import Library
from index.storage.local import LocalSearcher
from index.storage.sqlite import SqliteTruth
from index.storage.vectors import VectorIndex
from rag.evaluation.datasets.sets import lines, sample
from rag.evaluation.performance.copies import with_noise
from rag.evaluation.plots import growth

COUNTS = (12, 1_200, 12_000, 144_000, 300_000, 1_000_000)
_CLUSTERS = 1024
_IVF = ("IVF1024,Flat", "IVF1024,SQfp16", "IVF1024,SQ8")
_HNSW = ("HNSW32_SQ8",)
_PROBES = (16, 64, 128)
_DRAWN = ("Flat", "IVF1024,Flat, 128 probed", "IVF1024,SQ8, 128 probed", *_HNSW, "VectorIndex")
_HNSW_MOST = 300_000  # vectors; more take too long to build
_BEST = 100
_AT_ONCE = 20_000  # vectors added at once, as Byline does

Ask = Callable[[Vectors], Sequence[int]]


@dataclass(frozen=True)
class Row:
    """What one kind of search costs at one count, and how much of the exact search it finds; times are medians."""

    vectors: int
    kind: str
    build_s: float
    bytes_each: float
    ms: float
    ms_2_threads: float
    recall_10: float
    recall_100: float


def repeated(vectors: Vectors, count: int) -> Vectors:
    """Return `count` unit vectors: the given ones in random order, then copies of them with noise."""
    rng = np.random.default_rng(0)
    order = rng.permutation(len(vectors))
    made = np.empty((count, vectors.shape[1]), np.float32)
    for start in range(0, count, len(vectors)):
        part = vectors[order][: count - start]
        if start:
            part = with_noise(part, rng)
        made[start : start + len(part)] = part
    return made


def kinds(vectors: Vectors) -> Iterator[tuple[str, float, float, Ask]]:
    """Yield the kinds that are worth building for so many vectors: name, seconds, bytes each, and how to ask it."""
    many = len(vectors) >= 10 * _CLUSTERS
    names = ("Flat", *(_IVF if many else ()), *(_HNSW if many and len(vectors) <= _HNSW_MOST else ()))
    for name in names:
        started = perf_counter()
        index: Any = faiss.index_factory(vectors.shape[1], name, faiss.METRIC_INNER_PRODUCT)
        if name in _HNSW:
            index.hnsw.efSearch = 2 * _BEST
        index.train(vectors)
        index.add(vectors)
        took = perf_counter() - started
        size = faiss.serialize_index(index).nbytes / len(vectors)
        for probe in _PROBES if name.startswith("IVF") else (0,):
            yield f"{name}, {probe} probed" if probe else name, took, size, _asking(index, probe)
    ours = VectorIndex(vectors.shape[1])
    started = perf_counter()
    for start in range(0, len(vectors), _AT_ONCE):
        part = vectors[start : start + _AT_ONCE]
        ours.add(range(start, start + len(part)), part)
    took = perf_counter() - started
    with TemporaryDirectory() as folder:
        ours.save(Path(folder) / "vectors")
        size = (Path(folder) / "vectors").stat().st_size / len(vectors)
    yield "VectorIndex", took, size, lambda query: list(ours.search(query, _BEST))


def _asking(index: Any, probed: int) -> Ask:
    most = min(_BEST, index.ntotal)

    def ask(query: Vectors) -> Sequence[int]:
        if probed:
            index.nprobe = probed
        found: list[int] = index.search(query.reshape(1, -1), most)[1][0].tolist()
        return found

    return ask


def measured(vectors: Vectors, queries: Vectors) -> list[Row]:
    """Measure every kind on the same vectors; the kinds take turns at each question."""
    built = list(kinds(vectors))
    found: list[list[list[int]]] = [[] for _ in built]
    times: dict[int, list[list[float]]] = {}
    for threads in (1, 2):
        faiss.omp_set_num_threads(threads)
        times[threads] = [[] for _ in built]
        for query in queries:
            for at, (_, _, _, ask) in enumerate(built):
                started = perf_counter()
                ids = list(ask(query))
                times[threads][at].append(1000 * (perf_counter() - started))
                found[at].append(ids)
    return [
        Row(len(vectors), kind, took, size, median(times[1][at]), median(times[2][at]),
            _recall(found[at], found[0], 10), _recall(found[at], found[0], _BEST))
        for at, (kind, took, size, _) in enumerate(built)
    ]  # fmt: skip


def _recall(found: Sequence[Sequence[int]], exact: Sequence[Sequence[int]], count: int) -> float:
    pairs = [({*one[:count]}, {*right[:count]}) for one, right in zip(found, exact, strict=True)]
    return sum(len(one & right) / len(right) for one, right in pairs) / len(pairs)


def passages(library: Library, questions: Sequence[str]) -> float:
    """Return the share of the passages found for the questions that are found by lists too; changes no file."""
    exact = [library.search(question) for question in questions]
    truth = SqliteTruth(library.folder)
    few = len(truth.chunk_ids()) - 1
    library._searcher = LocalSearcher(truth, library.encoder.dimension, exact_up_to=few)
    found = [library.search(question) for question in questions]
    same = [{hit.chunk for hit in one} & {hit.chunk for hit in right} for one, right in zip(found, exact, strict=True)]
    return sum(map(len, same)) / sum(map(len, exact))


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    heads = (
        "| vectors | kind | build s | bytes each | ms | ms, 2 threads | recall@10 | recall@100 |\n|---:|---|"
        + "---:|" * 6
    )
    return "\n".join(
        [
            heads,
            *(
                f"| {row.vectors:,} | {row.kind} | {row.build_s:.1f} | {row.bytes_each:,.0f} | {row.ms:.2f} "
                f"| {row.ms_2_threads:.2f} | {row.recall_10:.3f} | {row.recall_100:.3f} |"
                for row in rows
            ),
        ]
    )


def main() -> None:
    """Print the table, and draw it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True, help="a library whose vectors are taken")
    parser.add_argument("--questions", type=Path, required=True, help="a file of questions")
    parser.add_argument("--asked", type=int, default=50, help="how many, drawn with seed 0")
    parser.add_argument("--counts", default=",".join(map(str, COUNTS)), help="how many vectors, with commas between")
    parser.add_argument("--out", type=Path, required=True, help="folder of scale.json, scale.md and scale.png")
    options = parser.parse_args()
    encoder, store = MiniLMEncoder(), SqliteTruth(options.index)
    vectors = store.vectors(sorted(store.chunk_ids()), encoder.dimension)
    questions = [entry["question"] for entry in sample(lines(options.questions), options.asked)]
    queries = encoder.encode(questions)
    options.out.mkdir(parents=True, exist_ok=True)
    kept = options.out / "scale.json"
    rows = [Row(**row) for row in json.loads(kept.read_text("utf-8"))] if kept.exists() else []
    for count in map(int, options.counts.split(",")):
        if count not in {row.vectors for row in rows}:
            rows += measured(repeated(vectors, count), queries)
            kept.write_text(json.dumps([asdict(row) for row in rows], indent=1), "utf-8")
    (options.out / "scale.md").write_text(table(rows), "utf-8")
    drawn = {name: [(row.vectors, row.ms) for row in rows if row.kind == name] for name in _DRAWN}
    growth({name: points for name, points in drawn.items() if points}, options.out / "scale.png")
    print(f"{len(vectors):,} real vectors, {len(queries)} questions, {platform.machine()}\n\n{table(rows)}\n")
    share = passages(Library.open(options.index, encoder), questions)
    print(f"passages of {options.index} that are found by lists too: {share:.3f}")


if __name__ == "__main__":
    main()
