"""Vector search, against NumPy."""

from pathlib import Path

import numpy as np
import pytest

from index.types import Vectors
from index.vectors import VectorIndex


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


def test_nothing_is_found_where_nothing_is() -> None:
    assert VectorIndex(16).search(rows(1)[0], 3) == {}


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    index, again = VectorIndex(16), VectorIndex(16)
    index.add([7, 9], rows(2))
    digest = index.save(tmp_path / "vectors.faiss")
    assert again.load(tmp_path / "vectors.faiss", digest)
    assert again.search(rows(2)[1], 2) == index.search(rows(2)[1], 2)
    assert [path.name for path in tmp_path.iterdir()] == ["vectors.faiss"]


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
