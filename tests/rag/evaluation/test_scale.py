"""What measures speed and scale counts rightly, and asks no other machine."""

from pathlib import Path
from time import sleep

import numpy as np
import pytest

from index.faults import LoadFault
from index.library import Library
from index.storage.database import VECTORS_FILE
from index.storage.local import LocalSearcher
from index.storage.sqlite import SqliteTruth
from index.types import Article
from rag.evaluation.performance import load, scale
from rag.evaluation.performance.copies import Recalling, copies
from rag.evaluation.performance.stages import Clock, adding
from rag.evaluation.plots import growth
from tests.support.doubles import FERRY, ORCHARD, WordEncoder


class Known(Recalling):
    """Recalls the vectors of the tests' own encoder."""

    name = WordEncoder.name
    dimension = WordEncoder.dimension


def test_copies_are_other_articles_with_vectors_near_the_first(word_library: Library, tmp_path: Path) -> None:
    small = SqliteTruth(word_library.folder)
    big = Library.open(tmp_path / "big", Known(small))
    assert {outcome.status for outcome in big.add(copies(small, 3))} == {"added"}
    assert big.verify() == []
    assert len(big.ids()) == 1 + 3 * len(word_library.ids())
    question = "storm harbour"
    vector = WordEncoder().encode([question])[0]
    exact = {hit.chunk.span: hit.cosine for hit in word_library.search(question, 100)}
    store = SqliteTruth(big.folder)
    ids = sorted(store.chunk_ids())
    cosines = store.vectors(ids, 64) @ vector
    for id, chunk in store.chunks(ids).items():
        assert abs(cosines[ids.index(id)] - exact[chunk.span]) < 0.5
    assert len(np.unique(store.vectors(ids, 64), axis=0)) == len(ids)


@pytest.mark.parametrize("count", [5, 20, 47])
def test_vectors_are_repeated_with_noise(count: int) -> None:
    vectors = np.random.default_rng(0).standard_normal((20, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    made = scale.repeated(vectors, count)
    assert made.shape == (count, 384)
    assert np.linalg.norm(made, axis=1) == pytest.approx(np.ones(count), abs=1e-5)
    nearest = (made @ vectors.T).max(axis=1)
    assert (nearest[:20] > 0.999).all()
    assert nearest[20:] == pytest.approx(np.full(max(count - 20, 0), 0.89), abs=0.05)


def test_byline_finds_all_that_an_exact_search_finds_in_a_small_library(tmp_path: Path) -> None:
    vectors = scale.repeated(np.eye(384, dtype=np.float32), 500)
    rows = scale.measured(vectors, vectors[:5])
    assert [row.kind for row in rows] == ["Flat", "VectorIndex"]
    assert [(row.recall_10, row.recall_100) for row in rows] == [(1.0, 1.0)] * 2
    assert "| 500 | VectorIndex |" in scale.table(rows)
    growth({row.kind: [(row.vectors, row.ms)] for row in rows}, tmp_path / "scale.png")
    assert (tmp_path / "scale.png").read_bytes().startswith(b"\x89PNG")


def test_a_library_asked_by_lists_stays_as_it_is(word_library: Library) -> None:
    before = (word_library.folder / VECTORS_FILE).read_bytes()
    assert 0.5 < scale.passages(word_library, ["storm harbour", "mason bees"]) <= 1
    assert isinstance(word_library._searcher, LocalSearcher)
    assert not word_library._searcher.index.is_exact
    assert (word_library.folder / VECTORS_FILE).read_bytes() == before


def test_a_clock_tells_stages_apart_and_counts_nothing_twice() -> None:
    class Worker:
        def outer(self) -> str:
            sleep(0.002)
            return self.inner()

        def inner(self) -> str:
            sleep(0.001)
            return "done"

    clock, worker = Clock(), Worker()
    clock.watch(worker, "outer", "read")
    clock.watch(worker, "inner", "cite")
    assert worker.outer() == "done"
    spent = clock.take(100)
    assert spent["read"] >= 3
    assert spent["cite"] == 0
    assert sum(value for stage, value in spent.items() if stage != "total") == pytest.approx(100)
    worker.inner()
    assert clock.take(100)["cite"] >= 1


def test_adding_is_measured_beside_embedding_alone() -> None:
    speeds = list(
        adding([FERRY, ORCHARD] + [Article(f"No {n}", f"The number is {n}.") for n in range(20)], WordEncoder())
    )
    assert len(speeds) == 2
    assert all(speed > 0 for pair in speeds for speed in pair)


@pytest.mark.parametrize("url", ["http://127.0.0.1:7860", "http://localhost:7860/", "http://[::1]:7860"])
def test_a_page_of_this_machine_may_be_measured(url: str) -> None:
    assert load.checked(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org",
        "http://192.168.0.7:7860",
        "http://127.0.0.1:7860@example.org/",
        "http://127.0.0.1.example.org",
        "http://0.0.0.0:7860",
        "https://localhost",
        "user/space",
        "",
    ],
)
def test_no_other_machine_is_asked(url: str) -> None:
    with pytest.raises(LoadFault, match=r"is not on this machine. Give the page's http://127\.0\.0\.1:PORT"):
        load.checked(url)


def test_questions_without_answer_are_counted_and_not_timed() -> None:
    asked: list[str] = []

    def ask(question: str) -> None:
        asked.append(question)
        if question in "aeiou":
            raise ValueError(question)

    found = load.measured([ask] * 3, "abcdefghij")
    assert sorted(asked) == list("abcdefghij")
    assert (found.users, found.questions, found.errors) == (3, 10, 3)
    assert found.a_second > 0
    assert 0 <= found.median_s <= found.p95_s
    assert np.isnan(load.measured([ask], "a").median_s)
