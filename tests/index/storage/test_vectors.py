"""Vector search, against NumPy."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoding import Vectors
from index.storage.vectors import VectorIndex


def rows(count: int, seed: int = 0) -> Vectors:
    return np.random.default_rng(seed).standard_normal((count, 16)).astype(np.float32)


def test_search_equals_brute_force_on_vectors_of_any_length() -> None:
    index, vectors, query = VectorIndex(16), rows(50), rows(1, seed=1)[0]
    index.add(range(100, 150), vectors)
    products = vectors @ query
    best = np.argsort(-products)[:7]
    found = index.search(query, 7)
    assert list(found) == [100 + int(place) for place in best]
    assert list(found.values()) == pytest.approx(products[best].tolist(), rel=1e-5)


def test_removed_vectors_are_not_found_and_the_others_keep_their_ids() -> None:
    index, vectors = VectorIndex(16), rows(5)
    index.add([3, 5, 8, 13, 21], vectors)
    index.remove([5, 21])
    index.add([22], rows(1, seed=2))
    assert index.ids == {3, 8, 13, 22}
    assert next(iter(index.search(vectors[2], 1))) == 8
    assert index.cosines([13, 3], vectors[3]) == pytest.approx(
        {13: vectors[3] @ vectors[3], 3: vectors[0] @ vectors[3]}
    )


def clustered(count: int, seed: int = 0) -> Vectors:
    """Return unit vectors around forty places, as articles lie around their subjects."""
    rng = np.random.default_rng(seed)
    places = np.random.default_rng(99).standard_normal((40, 16))
    near = places[rng.integers(0, 40, count)] + 0.7 * rng.standard_normal((count, 16))
    unit: Vectors = (near / np.linalg.norm(near, axis=1, keepdims=True)).astype(np.float32)
    return unit


def best(held: dict[int, Vectors], query: Vectors, count: int) -> list[int]:
    """Return the ids of the vectors most similar to the query, by NumPy."""
    return sorted(held, key=lambda row: -float(held[row] @ query))[:count]


def test_beyond_the_border_most_of_the_best_are_found_with_exact_cosines() -> None:
    index, vectors = VectorIndex(16, exact_up_to=3000), clustered(4000)
    held = dict(enumerate(vectors))
    index.add(range(3000), vectors[:3000])
    index.add(range(3000, 4000), vectors[3000:])
    assert not index.is_exact
    shares = []
    for query in clustered(50, seed=1):
        found = index.search(query, 10)
        shares.append(len(set(found) & set(best(held, query, 10))) / 10)
        assert list(found.values()) == sorted(found.values(), reverse=True)
        assert list(found.values()) == pytest.approx([float(held[id] @ query) for id in found], abs=1e-6)
    assert np.mean(shares) > 0.9


def test_the_way_changes_when_there_are_many_and_back_when_there_are_few() -> None:
    index, vectors, query = VectorIndex(16, exact_up_to=1000), clustered(1100), clustered(1, seed=1)[0]
    index.add(range(1000), vectors[:1000])
    assert index.is_exact
    index.add(range(1000, 1100), vectors[1000:])
    assert not index.is_exact
    index.remove(range(500))
    assert not index.is_exact
    index.remove(range(500, 601))
    assert index.is_exact
    left = dict(zip(range(601, 1100), vectors[601:], strict=True))
    assert list(index.search(query, 20)) == best(left, query, 20)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 60)), max_size=12), st.integers(0, 9))
def test_whatever_comes_and_goes_both_ways_hold_the_same(steps: list[tuple[bool, int]], seed: int) -> None:
    exact, approximate, fresh = VectorIndex(16), VectorIndex(16, exact_up_to=50), iter(range(1000, 9000))
    for added, count in steps:
        ids = [next(fresh) for _ in range(count)] if added else sorted(exact.ids)[::2][:count]
        for index in (exact, approximate):
            index.add(ids, clustered(len(ids), seed=len(ids) + seed)) if added else index.remove(ids)
    ids, query = sorted(exact.ids), clustered(1, seed=seed)[0]
    assert approximate.ids == exact.ids
    assert len(approximate) == len(ids)
    assert (approximate.vectors(ids) == exact.vectors(ids)).all()
    assert approximate.cosines(ids, query) == exact.cosines(ids, query)
    right, found = exact.search(query, len(ids)), approximate.search(query, len(ids))
    assert found == pytest.approx({id: right[id] for id in found}, abs=1e-6)
    assert bool(found) is bool(ids)


def test_nothing_is_found_where_nothing_is() -> None:
    assert VectorIndex(16).search(rows(1)[0], 3) == {}


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    index, again = VectorIndex(16), VectorIndex(16)
    index.add([7, 9], rows(2))
    digest = index.save(tmp_path / "vectors.faiss")
    assert again.load(tmp_path / "vectors.faiss", digest)
    assert again.search(rows(2)[1], 2) == index.search(rows(2)[1], 2)
    assert [path.name for path in tmp_path.iterdir()] == ["vectors.faiss"]


def test_lists_are_saved_and_loaded_and_made_the_same_again(tmp_path: Path) -> None:
    first, second, again = (VectorIndex(16, exact_up_to=1000) for _ in range(3))
    vectors, queries, path = clustered(1200), clustered(20, seed=1), tmp_path / "vectors.faiss"
    for index in (first, second):
        index.add(range(1200), vectors)
    assert again.load(path, first.save(path))
    assert not again.is_exact
    again.remove([0])
    again.add([1200], vectors[:1])
    assert again.ids == {*range(1, 1201)}
    for query in queries:
        assert first.search(query, 10) == second.search(query, 10)
        moved = {id or 1200: cosine for id, cosine in first.search(query, 10).items()}
        assert again.search(query, 10) == moved


def test_a_file_that_its_size_no_longer_suits_is_not_loaded(tmp_path: Path) -> None:
    index, path = VectorIndex(16), tmp_path / "vectors.faiss"
    index.add(range(1200), clustered(1200))
    assert not VectorIndex(16, exact_up_to=1000).load(path, index.save(path))


@pytest.mark.parametrize("harm", ["missing", "cut short", "garbled", "empty"])
def test_a_harmed_file_is_not_loaded(tmp_path: Path, harm: str) -> None:
    index, path = VectorIndex(16), tmp_path / "vectors.faiss"
    index.add([7, 9], rows(2))
    digest = index.save(path)
    content = path.read_bytes()
    harmed = {"cut short": content[:-5], "garbled": content[:60] + b"\xff" + content[61:], "empty": b""}
    path.unlink() if harm == "missing" else path.write_bytes(harmed[harm])
    again = VectorIndex(16)
    assert not again.load(path, digest)
    assert again.ids == set()
