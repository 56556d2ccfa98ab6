"""The vectors in memory and in their file, which follow what the store holds."""

from pathlib import Path

from index.database import VECTORS_FILE
from index.faults import IndexFault
from index.store import Store
from index.vectors import EXACT_UP_TO, VectorIndex

_UNSAVED = 0.05  # of the vectors may be missing in the file; they are read from the store when the library is opened
_AT_ONCE = 20_000  # vectors read at once: bounds the memory


class Mirror:
    """The vectors of a store, ready to be searched; nothing is ever embedded again for them.

    Its user keeps threads apart.
    """

    def __init__(self, store: Store, dimension: int, exact_up_to: int = EXACT_UP_TO) -> None:
        self._store = store
        self._dimension = dimension
        self._seen: int | None = None
        self.vectors = VectorIndex(dimension, exact_up_to)

    def load(self) -> None:
        """Read the file, or write it anew where it is missing, damaged or out of date, and there is room for it."""
        digest = self._store.meta("vectors")
        if not self.vectors.load(self._file, digest or "") and not self._store.read_only:
            try:
                self.save(always=True)
            except IndexFault:
                self.follow()

    def outdate(self) -> None:
        """Follow the store's own next write, which SQLite's data version does not tell."""
        self._seen = None

    def follow(self) -> None:
        """Bring the vectors in memory to what the store holds."""
        if (version := self._store.version()) == self._seen:
            return
        if self._store.meta("dimension") != str(self._dimension):
            return  # made by another model: it is listed, and not searched until it is rebuilt
        held, kept = self.vectors.ids, self._store.chunk_ids()
        self.vectors.remove(sorted(held - kept))
        new = sorted(kept - held)
        for start in range(0, len(new), _AT_ONCE):
            some = new[start : start + _AT_ONCE]
            self.vectors.add(some, self._store.vectors(some, self._dimension))
        self._seen = version

    def save(self, always: bool = False) -> None:
        """Write the file, unless what it lacks is little and reads quickly from the store."""
        with self._store.transaction():
            self.follow()
            if always or self.vectors.unsaved > _UNSAVED * len(self.vectors):
                try:
                    self._store.set_meta("vectors", self.vectors.save(self._file))
                except OSError as error:
                    what = f"{self._file} cannot be written: {error.strerror}"
                    raise IndexFault(f"{what}. See that the disk has room; nothing is lost.") from error

    def drop(self) -> None:
        """Delete the file; the next start writes a new one."""
        self._file.unlink(missing_ok=True)

    @property
    def _file(self) -> Path:
        return self._store.folder / VECTORS_FILE
