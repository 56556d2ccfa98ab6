"""Vector search by row id, by FAISS."""

import math
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from heapq import nlargest
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoding import Vectors
from index.place import private

EXACT_UP_TO = 300_000
"""How many vectors are searched one by one, which takes about a tenth of the time that reading does."""

_BACK = 0.5  # of that many: where few enough are left; lower, so that one article at the border does not change it
_LISTS = 1024  # of neighbours, in which more vectors are kept, of
_LIST = 40  # vectors at least; as many of each are looked at to find where the lists lie
_PROBED = 1 / 8  # of the lists are searched
_BY_HASH = 2  # faiss.DirectMap.Hashtable: finds the list that holds an id
_AT_ONCE = 20_000  # vectors copied at once: bounds the memory


class VectorIndex:
    """Unit vectors under ids of the caller's, searched by inner product, which is the cosine.

    Up to `exact_up_to` of them all are compared. More are kept in lists of neighbours, and only those of the lists
    nearest to the question are compared. Either way they are held as they came, so every cosine is exact.
    """

    def __init__(self, dimension: int, exact_up_to: int = EXACT_UP_TO) -> None:
        self._dimension = dimension
        self._exact_up_to = exact_up_to
        self._index: Any = self._exact()
        self.unsaved = 0
        """How many vectors were added or removed since the file was read or written."""

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def is_exact(self) -> bool:
        """Tell whether all vectors are compared with a question."""
        return _is_exact(self._index)

    @property
    def ids(self) -> set[int]:
        """Return the ids that are held."""
        return set(self._ids().tolist())

    def held(self, ids: Sequence[int]) -> set[int]:
        """Return those of `ids` that are held."""
        some = np.asarray(ids, np.int64)
        return set(some[np.isin(some, self._ids())].tolist()) if len(ids) else set()

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Hold each row of `vectors` under the id of the same place; an id must be new."""
        self._index.add_with_ids(np.ascontiguousarray(vectors, np.float32), np.asarray(ids, np.int64))
        self.unsaved += len(ids)
        self._suit()

    def remove(self, ids: Sequence[int]) -> None:
        """Remove the vectors under `ids`."""
        if ids:
            self._index.remove_ids(np.asarray(ids, np.int64))
            self.unsaved += len(ids)
            self._suit()

    def search(self, vector: Vectors, count: int, within: Sequence[int] | None = None) -> dict[int, float]:
        """Return the `count` ids most similar to `vector` with their cosines, the highest first.

        With `within`, of these ids alone; then every one of them is compared.
        """
        if within is not None:
            return self._best_of(within, vector, count)
        if not self._index.ntotal:
            return {}
        with _one_thread():
            scores, ids = self._index.search(vector.reshape(1, -1), min(count, self._index.ntotal))
        return {int(id): float(score) for id, score in zip(ids[0], scores[0], strict=True) if id != -1}

    def _best_of(self, ids: Sequence[int], vector: Vectors, count: int) -> dict[int, float]:
        pieces = [self.cosines(ids[start : start + _AT_ONCE], vector) for start in range(0, len(ids), _AT_ONCE)]
        found = [pair for piece in pieces for pair in piece.items()]
        return dict(nlargest(count, found, key=lambda pair: pair[1]))

    def cosines(self, ids: Sequence[int], vector: Vectors) -> dict[int, float]:
        """Return the cosine of `vector` with each of `ids`."""
        if not ids:
            return {}
        return dict(zip(ids, (self.vectors(ids) @ vector).tolist(), strict=True))

    def vectors(self, ids: Sequence[int]) -> Vectors:
        """Return the vectors under `ids`, a row each."""
        rows: Vectors = self._index.reconstruct_batch(np.asarray(ids, np.int64))
        return rows

    def save(self, path: Path) -> str:
        """Write the index to `path`, the whole of it or nothing; return the file's SHA-256."""
        content = faiss.serialize_index(self._index).tobytes()
        unfinished = path.with_suffix(".unfinished")
        try:
            with open(unfinished, "wb", opener=private) as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
        self.unsaved = 0
        return sha256(content).hexdigest()

    def load(self, path: Path, digest: str) -> bool:
        """Take the content of `path` if it is what `save` wrote with this SHA-256; tell whether it was.

        Of a file that is searched in another way than its size now asks for, nothing is taken.
        """
        try:
            content = path.read_bytes()
        except OSError:
            return False
        if sha256(content).hexdigest() != digest:
            return False
        index = faiss.deserialize_index(np.frombuffer(content, np.uint8))
        if not self._suits(index):
            return False
        self._index = index
        self.unsaved = 0
        return True

    def _suits(self, index: Any) -> bool:
        if _is_exact(index):
            return bool(index.ntotal <= self._exact_up_to)
        return bool(index.ntotal >= self._exact_up_to * _BACK)

    def _suit(self) -> None:
        """Hold the vectors in the other way where their number asks for it."""
        if self._suits(self._index):
            return
        ids = np.sort(self._ids())
        other = self._approximate(ids) if self.is_exact else self._exact()
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            other.add_with_ids(self._index.reconstruct_batch(some), some)
        self._index = other

    def _exact(self) -> Any:
        return faiss.IndexIDMap2(faiss.IndexFlatIP(self._dimension))

    def _approximate(self, ids: NDArray[np.int64]) -> Any:
        """Return empty lists, placed among a sample of these vectors; the same for the same vectors."""
        lists = max(1, min(_LISTS, len(ids) // _LIST))
        sample = np.random.default_rng(0).choice(ids, min(len(ids), lists * _LIST), replace=False)
        index = faiss.IndexIVFFlat(
            faiss.IndexFlatIP(self._dimension), self._dimension, lists, faiss.METRIC_INNER_PRODUCT
        )
        index.train(self._index.reconstruct_batch(np.sort(sample)))
        index.set_direct_map_type(_BY_HASH)
        index.nprobe = math.ceil(lists * _PROBED)
        return index

    def _ids(self) -> NDArray[np.int64]:
        if self.is_exact:
            return np.asarray(faiss.vector_to_array(self._index.id_map), np.int64)
        lists = self._index.invlists
        held = [
            faiss.rev_swig_ptr(lists.get_ids(number), lists.list_size(number)).copy()
            for number in range(lists.nlist)
            if lists.list_size(number)
        ]
        return np.concatenate(held) if held else np.zeros(0, np.int64)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Search on one core: a second one gains nothing for one question, and waits where torch or others are busy there.

    The last digits of a cosine depend on the number of threads, too.
    """
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def _is_exact(index: Any) -> bool:
    return isinstance(index, faiss.IndexIDMap2)
