"""Collections: named sets of articles, an article in none, one or more of them."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

from index.faults import CollectionFault

LONGEST = 100
"""Characters of a name."""


class Collections(ABC):
    """Looks up which articles are in which collections, whose names differ by more than their case."""

    @abstractmethod
    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Carry a statement out, written as PostgreSQL understands it, with `?` for each value."""

    def collections(self) -> dict[str, int]:
        """Return the names of all collections in alphabetical order, with how many articles are in each."""
        count = "SELECT count(*) FROM gathered WHERE collection_id = collections.id"
        return dict(self._rows(f"SELECT name, ({count}) FROM collections ORDER BY key"))

    def collections_of(self, article_id: str) -> tuple[str, ...]:
        """Return the names of the collections that an article is in, in alphabetical order."""
        joined = "collections JOIN gathered ON collection_id = collections.id"
        return tuple(
            r[0] for r in self._rows(f"SELECT name FROM {joined} WHERE article_id = ? ORDER BY key", article_id)
        )

    def collected(self, name: str) -> set[str]:
        """Return the ids of the articles in a collection; `CollectionFault` if there is none of this name."""
        query = "SELECT article_id FROM gathered WHERE collection_id = ?"
        return {row[0] for row in self._rows(query, self._collection(name))}

    def known_as(self, name: str) -> str:
        """Return a collection's name as it is kept; `CollectionFault` if there is none of this name."""
        return str(self._rows("SELECT name FROM collections WHERE id = ?", self._collection(name))[0][0])

    def _collection(self, name: str) -> int:
        key = " ".join(name.split()).casefold()
        if rows := self._rows("SELECT id FROM collections WHERE key = ?", key):
            return int(rows[0][0])
        there = ", ".join(f"“{one}”" for one in self.collections())
        known = f"There {'is' if there.count('“') == 1 else 'are'} {there}." if there else "There is none yet."
        raise CollectionFault(f"There is no collection “{name}”. {known}", missing=True)


class Collecting(Collections):
    """Changes collections; each inside a transaction."""

    def collect(self, name: str, article_ids: Iterable[str]) -> None:
        """Put articles into a collection; it is made if there is none of this name."""
        name = named(name)
        self._rows("INSERT INTO collections (name, key) VALUES (?, ?) ON CONFLICT DO NOTHING", name, name.casefold())
        into = self._collection(name)
        for article_id in article_ids:
            self._gather(into, article_id)

    def uncollect(self, name: str, article_ids: Iterable[str]) -> None:
        """Take articles out of a collection; they stay in the library."""
        within = self._collection(name)
        for article_id in article_ids:
            self._rows("DELETE FROM gathered WHERE collection_id = ? AND article_id = ?", within, article_id)

    def rename_collection(self, name: str, new: str) -> None:
        """Give a collection another name; `CollectionFault` where another has it."""
        renamed, new = self._collection(name), named(new)
        if self._rows("SELECT 1 FROM collections WHERE key = ? AND id != ?", new.casefold(), renamed):
            raise CollectionFault(f"There is a collection “{new}” already. Choose another name.")
        self._rows("UPDATE collections SET name = ?, key = ? WHERE id = ?", new, new.casefold(), renamed)

    def delete_collection(self, name: str) -> None:
        """Delete a collection; its articles stay in the library."""
        self._rows("DELETE FROM collections WHERE id = ?", self._collection(name))

    def _gathered(self, article_id: str) -> tuple[int, ...]:
        """Return the ids of the collections that an article is in, which no other collection ever gets."""
        query = "SELECT collection_id FROM gathered WHERE article_id = ? ORDER BY collection_id"
        return tuple(row[0] for row in self._rows(query, article_id))

    def _gather(self, collection_id: int, article_id: str) -> None:
        """Put an article into a collection, if that is still there."""
        query = "INSERT INTO gathered SELECT id, ? FROM collections WHERE id = ? ON CONFLICT DO NOTHING"
        self._rows(query, article_id, collection_id)


def named(typed: str) -> str:
    """Return a collection's name as it is kept, in one line; `CollectionFault` for what cannot be one."""
    name = " ".join(typed.split())
    if not name:
        raise CollectionFault("The name of the collection is empty. Type one.")
    if len(name) > LONGEST:
        raise CollectionFault(f"The name has {len(name):,} characters; at most {LONGEST} are kept. Shorten it.")
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise CollectionFault("The name holds a character that UTF-8 cannot write. Type it again.") from error
    return name
