"""Vectors and stems of chunks in a table of LanceDB, in a folder or a bucket that many servers share."""

import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

os.environ.setdefault("LANCEDB_LOG", "error")  # it tells of every table that it makes

import lancedb
import numpy as np
import pyarrow as pa
from lancedb.index import FTS, Bitmap, BTree, IvfPq

from index.encoding import Vectors
from index.faults import IndexFault
from index.storage.analyzer import Stems
from index.storage.origin import Origin

EXACT_UP_TO = 100_000
"""How many vectors are compared one by one, read from the disk; `optimize` keeps more in lists of neighbours."""

_INDEXED = {"id": BTree, "article": BTree, "source": Bitmap, "site": Bitmap, "first": BTree, "last": BTree}
_WORDS: dict[str, Any] = {"base_tokenizer": "whitespace", "max_token_length": None, "with_position": False}
_WORDS |= dict.fromkeys(("lower_case", "stem", "remove_stop_words", "ascii_folding"), False)
_MARK = b"mark"
_AT_ONCE = 10_000  # ids named in one condition
_REFINED = 10  # times as many vectors of the lists are compared exactly
_PROBED = 40  # lists of neighbours are searched
_FAULTS = (OSError, RuntimeError, ValueError)  # of LanceDB, which has no tree of its own
_CURE = "See that this server may use it; what is lost there, byline maintain --anew makes again."
_Found = TypeVar("_Found")


class LanceTable:
    """A table under a name, made when the first chunks come, and the mark up to which it follows its truth.

    What another server writes is seen at once. One server writes at a time; its users see to that.
    """

    def __init__(self, place: str, name: str, dimension: int, exact_up_to: int = EXACT_UP_TO) -> None:
        self._place, self._name, self._dimension, self._exact_up_to = place, name, dimension, exact_up_to
        self._open: Any = None
        with self._faults("used"):
            if "://" not in place:
                Path(place).mkdir(mode=0o700, parents=True, exist_ok=True)
            self._database: Any = lancedb.connect(place, read_consistency_interval=timedelta(0))

    def mark(self) -> int | None:
        """Return the mark; None where there is no such table, or an earlier Byline made it."""

        def told(table: Any) -> int | None:
            found = (table.schema.field("id").metadata or {}).get(_MARK)
            return int(found) if found else None

        return self._read(told, None)

    def set_mark(self, mark: int) -> None:
        """Note up to which mark of the truth all is written."""
        with self._faults():
            self._table.update_field_metadata({"path": "id", "metadata": {_MARK.decode(): str(mark)}})

    def ids(self) -> set[int]:
        """Return the ids of all chunks."""
        none = pa.table({"id": pa.array([], pa.int64())})
        return set(
            self._read(lambda table: table.search().select(["id"]).limit(None).to_arrow(), none)["id"].to_pylist()
        )

    def add(self, ids: Sequence[int], told: Sequence[tuple[Origin, Stems]], vectors: Vectors) -> None:
        """Keep those chunks that are not there yet, with the origin and the stems of each."""
        flat = pa.array(np.ascontiguousarray(vectors, np.float32).ravel())
        rows = pa.table(
            [
                pa.array(ids, pa.int64()),
                *(pa.array(column, pa.string()) for column in zip(*(origin for origin, _ in told), strict=True)),
                pa.array(["\n".join(map(" ".join, stems)) for _, stems in told], pa.string()),
                pa.FixedSizeListArray.from_arrays(flat, self._dimension),
            ],
            schema=_schema(self._dimension),
        )
        with self._faults():
            self._table.merge_insert("id").when_not_matched_insert_all().execute(rows)

    def delete(self, ids: Sequence[int]) -> None:
        """Remove chunks; their files go when the table is optimized."""
        with self._faults():
            for some in _pieces(ids):
                self._table.delete(_among(some))

    def nearest(self, vector: Vectors, count: int, where: str = "") -> dict[int, float]:
        """Return the `count` chunks nearest to a unit vector with their exact cosines, the highest first.

        `where` is a condition on their rows; all rows of which it is true are compared.
        """

        def asked(table: Any) -> dict[int, float]:
            query = table.search(vector, vector_column_name="vector").distance_type("dot").limit(count)
            query = query.nprobes(_PROBED).refine_factor(_REFINED)
            if where:
                query = query.where(where).bypass_vector_index()
            found = query.select(["id", "_distance"]).to_arrow()
            return {
                id: 1 - distance
                for id, distance in zip(found["id"].to_pylist(), found["_distance"].to_pylist(), strict=True)
            }

        return self._read(asked, {})

    def matching(self, stems: Sequence[str], count: int, where: str = "") -> dict[int, Stems]:
        """Return the `count` chunks with any of these stems that LanceDB scores highest, with all their stems."""

        def asked(table: Any) -> dict[int, Stems]:
            query = table.search(" ".join(stems), query_type="fts", fts_columns="words").limit(count)
            if where:
                query = query.where(where)
            found = query.select(["id", "words", "_score"]).to_arrow()
            return _stems(found)

        return self._read(asked, {}) if stems else {}

    def stems(self, ids: Sequence[int]) -> dict[int, Stems]:
        """Return the stems of those of these chunks that are there."""
        return {id: one for rows in self._those(ids, "words") for id, one in _stems(rows).items()}

    def origins(self, ids: Sequence[int]) -> dict[int, Origin]:
        """Return the origins of those of these chunks that are there."""
        found: dict[int, Origin] = {}
        for rows in self._those(ids, *Origin._fields):
            told = map(Origin._make, zip(*(rows[name].to_pylist() for name in Origin._fields), strict=True))
            found |= zip(rows["id"].to_pylist(), told, strict=True)
        return found

    def vectors(self, ids: Sequence[int]) -> dict[int, Vectors]:
        """Return the vectors of those of these chunks that are there."""
        found: dict[int, Vectors] = {}
        for rows in self._those(ids, "vector"):
            flat = rows["vector"].combine_chunks().flatten().to_numpy().reshape(-1, self._dimension)
            found |= dict(zip(rows["id"].to_pylist(), flat, strict=True))
        return found

    def optimize(self) -> None:
        """Put small files together, bring the indexes up to date, and delete what nothing refers to any longer."""
        if not self._opened():
            return
        indexed = {column for index in self._table.list_indices() for column in index.columns}
        if "vector" not in indexed and self._table.count_rows() > self._exact_up_to:
            self._table.create_index("vector", config=IvfPq(distance_type="dot"))
        with self._faults(), warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # who reads an older state then reads again
            self._table.optimize(cleanup_older_than=timedelta(0))

    def clear(self) -> None:
        """Delete the table, whatever is in it."""
        self._open = None
        with self._faults():
            self._database.drop_table(self._name, ignore_missing=True)

    def rewrite(self) -> None:
        """Write every row anew, so that no file holds what was deleted."""
        if self._opened():
            with self._faults():
                self._table.update(values_sql={"words": "words"})
            self.optimize()

    def make(self) -> None:
        """Make the table where there is none; one of vectors of another length, or of other columns, gives way."""
        with self._faults():
            if self._opened():
                return
            self._database.drop_table(self._name, ignore_missing=True)
            table = self._database.create_table(self._name, schema=_schema(self._dimension))
            for column, kind in _INDEXED.items():
                table.create_index(column, config=kind())
            table.create_index("words", config=FTS(**_WORDS))
            self._open = table

    @property
    def _table(self) -> Any:
        self.make()
        return self._open

    def _opened(self) -> bool:
        """Tell whether there is a table of these columns, and of vectors of this length."""
        if self._open is None:
            try:
                table = self._database.open_table(self._name)
            except (FileNotFoundError, ValueError):
                return False
            if _columns(table.schema) == _columns(_schema(self._dimension)):
                self._open = table
        return self._open is not None

    def _read(self, ask: Callable[[Any], _Found], none: _Found) -> _Found:
        """Return what the table answers; asked twice where another server deleted the files of an older state."""
        with suppress(*_FAULTS):
            return ask(self._open) if self._opened() else none
        self._open = None
        with self._faults("read"):
            return ask(self._open) if self._opened() else none

    @contextmanager
    def _faults(self, done: str = "written") -> Iterator[None]:
        try:
            yield
        except _FAULTS as error:
            told = " ".join(str(error).split())[:300]
            raise IndexFault(f"The search in {self._place} cannot be {done}: {told}. {_CURE}") from error

    def _those(self, ids: Sequence[int], *columns: str) -> Iterator[Any]:
        for some in _pieces(ids):

            def asked(table: Any, some: Sequence[int] = some) -> Any:
                return table.search().where(_among(some)).select(["id", *columns]).limit(len(some)).to_arrow()

            if (rows := self._read(asked, None)) is not None and len(rows):
                yield rows


def _schema(dimension: int) -> Any:
    """Return the columns; an earlier Byline, which knows no article, cannot add rows to them."""
    told = [pa.field(name, pa.string(), nullable=name != "article") for name in Origin._fields]
    last = [("words", pa.string()), ("vector", pa.list_(pa.float32(), dimension))]
    return pa.schema([("id", pa.int64()), *told, *last])


def _columns(schema: Any) -> dict[str, Any]:
    return {column.name: column.type for column in schema}


def _stems(rows: Any) -> dict[int, Stems]:
    found: dict[int, Stems] = {}
    for id, words in zip(rows["id"].to_pylist(), rows["words"].to_pylist(), strict=True):
        title, body = words.split("\n")
        found[id] = tuple(title.split()), tuple(body.split())
    return found


def _among(ids: Sequence[int]) -> str:
    return f"id IN ({','.join(map(str, ids))})"


def _pieces(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
