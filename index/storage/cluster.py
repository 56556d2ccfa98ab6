"""Search in a cluster: words by PostgreSQL in the truth itself, vectors and BM25 by LanceDB in a shared folder."""

from collections.abc import Mapping, Sequence

import numpy as np

from index.encoding import Vectors
from index.faults import IndexFault
from index.storage.bm25 import bm25, weights
from index.storage.kept import Changes
from index.storage.lance import EXACT_UP_TO, LanceTable
from index.storage.origin import condition
from index.storage.postgres_truth import PostgresTruth
from index.storage.postgres_words import PostgresWords
from index.where import EVERY, Where, only

_CANDIDATES = 200  # passages that are scored again
_AT_ONCE = 2000  # chunks read from the truth at once: bounds the memory
_SMALL = 50  # batches after which what they left in small files is put together


class ClusterSearcher(PostgresWords):
    """The words and vectors of a truth in PostgreSQL. Whichever server searches first applies what was changed.

    The others wait for it. It may then know of chunks that are newer than the snapshot in which it is asked.
    """

    cure = "Run: byline maintain --anew"

    def __init__(self, truth: PostgresTruth, dimension: int, exact_up_to: int = EXACT_UP_TO) -> None:
        super().__init__(truth)
        self._dimension = dimension
        self._batches = 0
        self.table = LanceTable(truth.cluster.search, f"chunks-{truth.meta('library')}", dimension, exact_up_to)

    def load(self) -> None:
        """Do nothing: it is on the disk, and read from there."""

    def mark(self) -> int | None:
        """Return the mark up to which changes were applied, by whichever server; None before the first."""
        return self.table.mark()

    def follow(self) -> None:
        """Apply what the truth has changed, if nobody has yet; nothing where the truth cannot be written."""
        if self._truth.meta("dimension") != str(self._dimension) or self._truth.read_only or self._has_seen():
            return
        if self._truth.searching() and not self._has_seen():
            self.apply(self._truth.changes(self.table.mark()))

    def apply(self, changes: Changes) -> None:
        """Follow changes that are committed, in the snapshot that told them; the same ones twice change nothing."""
        self.table.make()
        held = self.table.ids() if changes.whole else set()
        self.table.delete(sorted(held.difference(changes.added)) if changes.whole else changes.removed)
        new = [id for id in changes.added if id not in held]
        for start in range(0, len(new), _AT_ONCE):
            some = new[start : start + _AT_ONCE]
            texts = self._truth.texts(some)
            stems, origins = self._analyzer.stems(texts), self._truth.origins(some)
            told = [(origins[id], stems[id]) for id in some]
            self.table.add(some, told, self._truth.vectors(some, self._dimension))
        self.table.set_mark(changes.mark)
        self._batches += 1
        if self._batches % _SMALL == 0:
            self.table.optimize()

    def nearest(self, vector: Vectors, count: int, within: Where = EVERY) -> dict[int, float]:
        """Return the `count` chunks of these articles nearest to a unit vector with their exact cosines, best first."""
        return self.table.nearest(vector, count, self._condition(within))

    def cosines(self, ids: Sequence[int], vector: Vectors) -> dict[int, float]:
        """Return the cosine of `vector` with each of these chunks, without those that the truth does not know."""
        return {id: float(np.frombuffer(row, "<f4") @ vector) for id, row in self._truth.stored(ids).items()}

    def bm25(self, words: Sequence[str], count: int, within: Where = EVERY) -> dict[int, float]:
        """Return the `count` chunks of these articles that best match any of these words with their BM25, best first.

        How rare a word is, all chunks tell. LanceDB chooses 200 candidates.
        """
        if not (phrases := [stems for word in words if (stems := self._analyzer.stems_of(word))]):
            return {}
        asked = list(dict.fromkeys(stem for phrase in phrases for stem in phrase))
        found = self.table.matching(asked, max(count, _CANDIDATES), self._condition(within))
        rarity = self.rarity(phrases)
        weight, mean = weights(rarity.holding, rarity.passages), rarity.length / max(rarity.passages, 1)
        scores = {id: score for id, stems in found.items() if (score := bm25(stems, phrases, weight, mean))}
        return dict(sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:count])

    def save(self) -> None:
        """Apply what was changed, and put together what many batches left in small files."""
        with self._truth.snapshot():
            self.purge()

    def drop(self) -> None:
        """Do nothing: other servers search in it."""

    def purge(self) -> None:
        """Delete the files of what is gone, as far as no other rows are in them; `maintain` writes these anew."""
        self.follow()
        if not self._truth.read_only and self._truth.searching():
            self.table.optimize()

    def maintain(self, anew: bool = False) -> None:
        """Write every file anew, and shorten the log; with `anew` read all from the truth again, whatever is held."""
        with self._truth.transaction():
            if not self._truth.searching():
                raise IndexFault(f"Another Byline is writing the search of {self._truth.place}. Try again later.")
            if anew:
                self.table.clear()
            self.apply(self._truth.changes(None))
            self.table.rewrite()
            self._truth.shorten(self._truth.mark())

    def _condition(self, within: Where) -> str:
        """Return what is true of the rows of these articles; who is in a collection, the truth tells by ids."""
        return condition(only(self._truth.ids(within)) if within.collections else within)

    def _has_seen(self) -> bool:
        mark = self.table.mark()
        return mark is not None and mark >= self._truth.mark()

    def vector_ids(self) -> set[int]:
        """Return the ids of the chunks whose vectors are held."""
        return self.table.ids()

    def held(self, ids: Sequence[int]) -> set[int]:
        """Return those of these chunks whose vectors are held."""
        return set(self.table.vectors(ids))

    def vectors(self, ids: Sequence[int]) -> Vectors:
        """Return the vectors that are held of these chunks, a row each."""
        found = self.table.vectors(ids)
        return np.array([found[id] for id in ids], np.float32).reshape(-1, self._dimension)

    def word_ids(self) -> set[int]:
        """Return the ids of the chunks whose words are held."""
        return self.table.ids()

    def faults(self) -> list[str]:
        """Return what is wrong if words are not counted as they are, or chunks are told to be of other articles."""
        held, wrong = sorted(self.table.ids()), 0
        for start in range(0, len(held), _AT_ONCE):
            told = self._truth.origins(some := held[start : start + _AT_ONCE])
            wrong += sum(told.get(id, origin) != origin for id, origin in self.table.origins(some).items())
        found = f"{wrong} passages are searched under another outlet or date than their articles have. {self.cure}"
        return super().faults() + [found] * bool(wrong)

    def unlike(self, texts: Mapping[int, tuple[str, str]]) -> set[int]:
        """Return those of these chunks whose words are held otherwise, in PostgreSQL or in LanceDB, or nowhere."""
        told = self._analyzer.stems(texts)
        held = self.table.stems(list(told))
        return {id for id in told if held.get(id) != told[id]} | self._unlike(told)
