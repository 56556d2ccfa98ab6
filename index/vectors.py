"""Vector search by row id, by FAISS."""

import os
from collections.abc import Sequence
from hashlib import sha256
from heapq import nlargest
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from index.types import Vectors

_AT_ONCE = 20_000  # vectors copied at once: bounds the memory


class VectorIndex:
    """Unit vectors under ids of the caller's, searched exactly by inner product, which is the cosine."""

    def __init__(self, dimension: int) -> None:
        self._index: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
        self.unsaved = 0
        """How many vectors were added or removed since the file was read or written."""

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def ids(self) -> set[int]:
        """Return the ids that are held."""
        return set(faiss.vector_to_array(self._index.id_map).tolist())

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Hold each row of `vectors` under the id of the same place; an id must be new."""
        self._index.add_with_ids(np.ascontiguousarray(vectors, np.float32), np.asarray(ids, np.int64))
        self.unsaved += len(ids)

    def remove(self, ids: Sequence[int]) -> None:
        """Let go of the vectors under `ids`."""
        if ids:
            self._index.remove_ids(np.asarray(ids, np.int64))
            self.unsaved += len(ids)

    def search(self, vector: Vectors, count: int, within: Sequence[int] | None = None) -> dict[int, float]:
        """Return the `count` ids most similar to `vector` with their cosines, the highest first.

        With `within`, of these ids alone; then every one of them is compared.
        """
        if within is not None:
            return self._best_of(within, vector, count)
        if not self._index.ntotal:
            return {}
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
            with unfinished.open("wb") as file:
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
        """Take the content of `path` if it is what `save` wrote with this SHA-256; tell whether it was."""
        try:
            content = path.read_bytes()
        except OSError:
            return False
        if sha256(content).hexdigest() != digest:
            return False
        self._index = faiss.deserialize_index(np.frombuffer(content, np.uint8))
        self.unsaved = 0
        return True
