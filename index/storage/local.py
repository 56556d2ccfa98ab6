"""Search on one machine: words by FTS5 in the truth's own file, vectors by FAISS in memory and in a file beside it."""

from collections.abc import Sequence
from pathlib import Path

from index.encoding import Vectors
from index.faults import IndexFault
from index.storage.database import VECTORS_FILE
from index.storage.fts5 import Fts5Words
from index.storage.kept import Changes
from index.storage.sqlite import SqliteTruth
from index.storage.vectors import EXACT_UP_TO, VectorIndex
from index.where import EVERY, Where

_UNSAVED = 0.05  # of the vectors may be missing in the file; they are read from the truth when the library is opened
_AT_ONCE = 20_000  # vectors read at once: bounds the memory


class LocalSearcher(Fts5Words):
    """The words and the vectors of a truth in SQLite; nothing is ever embedded again for them.

    Its user keeps threads apart.
    """

    cure = f"Delete {VECTORS_FILE}; opening the index rebuilds it."

    def __init__(self, truth: SqliteTruth, dimension: int, exact_up_to: int = EXACT_UP_TO) -> None:
        super().__init__(truth)
        self._dimension = dimension
        self._mark: int | None = None
        self._exact_up_to = exact_up_to
        self.index = VectorIndex(dimension, exact_up_to)

    def load(self) -> None:
        """Read the file, or write it anew where it is missing, damaged or out of date, and there is room for it."""
        digest = self._truth.meta("vectors")
        if not self.index.load(self._file, digest or "") and not self._truth.read_only:
            try:
                self.save(always=True)
            except IndexFault:
                with self._truth.snapshot():
                    self.follow()

    def mark(self) -> int | None:
        """Return the mark up to which it has applied changes; None before the first."""
        return self._mark

    def follow(self) -> None:
        """Bring the vectors in memory to what the truth holds."""
        if self._truth.meta("dimension") != str(self._dimension):
            return  # made by another model: it is listed, and not searched until it is rebuilt
        self.apply(self._truth.changes(self._mark))

    def apply(self, changes: Changes) -> None:
        """Follow changes that are committed, in the snapshot that told them; the same ones twice change nothing."""
        gone = self.index.ids.difference(changes.added) if changes.whole else self.index.held(changes.removed)
        self.index.remove(sorted(gone))
        held = self.index.held(changes.added)
        new = [id for id in changes.added if id not in held]
        for start in range(0, len(new), _AT_ONCE):
            some = new[start : start + _AT_ONCE]
            self.index.add(some, self._truth.vectors(some, self._dimension))
        self._mark = changes.mark

    def nearest(self, vector: Vectors, count: int, within: Where = EVERY) -> dict[int, float]:
        """Return the `count` chunks of these articles nearest to a unit vector with their exact cosines, best first."""
        return self.index.search(vector, count, self._truth.chunks_within(within) if within else None)

    def cosines(self, ids: Sequence[int], vector: Vectors) -> dict[int, float]:
        """Return the cosine of `vector` with each of these chunks."""
        return self.index.cosines(ids, vector)

    def save(self, always: bool = False) -> None:
        """Write the file, unless what it lacks is little and reads quickly from the truth."""
        with self._truth.transaction():  # so that it never holds what another process removes meanwhile
            self.follow()
            if always or self.index.unsaved > _UNSAVED * len(self.index):
                try:
                    self._truth.set_meta("vectors", self.index.save(self._file))
                except OSError as error:
                    what = f"{self._file} cannot be written: {error.strerror}"
                    raise IndexFault(f"{what}. See that the disk has room; nothing is lost.") from error

    def drop(self) -> None:
        """Delete the file; the next start writes a new one."""
        self._file.unlink(missing_ok=True)

    def maintain(self, anew: bool = False) -> None:
        """Write the file anew."""
        if anew:
            self.index = VectorIndex(self._dimension, self._exact_up_to)
            self._mark = None
        self.save(always=True)

    def vector_ids(self) -> set[int]:
        """Return the ids of the chunks whose vectors are held."""
        return self.index.ids

    def held(self, ids: Sequence[int]) -> set[int]:
        """Return those of these chunks whose vectors are held."""
        return self.index.held(ids)

    def vectors(self, ids: Sequence[int]) -> Vectors:
        """Return the vectors that are held of these chunks, a row each."""
        return self.index.vectors(ids)

    @property
    def _file(self) -> Path:
        return self._truth.folder / VECTORS_FILE
