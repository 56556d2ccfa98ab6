"""What is known of the articles without a search: lists, outlets, dates."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from index.storage.collections import Collections
from index.storage.dialect import Dialect
from index.types import Listed
from index.where import EVERY, Where, last_of

_ALL = 2**63 - 1  # rows: what both forms take for no limit


class Catalogue(Collections):
    """Looks articles up by what is known of them; it writes nothing."""

    dialect: ClassVar[Dialect]
    _outlets: tuple[int, dict[str, int]] = (-1, {})  # at a mark, for they take long

    @abstractmethod
    def mark(self) -> int:
        """Return a number that grows whenever anybody has added, changed or removed an article."""

    def ids(self, within: Where = EVERY) -> list[str]:
        """Return the ids of all articles, or of these, in the order in which they were added."""
        where, values = self._clause(within)
        # The + keeps SQLite from reading the articles in order, with their texts; it reads the index of their ids.
        query = f"SELECT id FROM articles WHERE {where} ORDER BY +{self.dialect.number}"
        return [row[0] for row in self._rows(query, *values)]

    def count(self, within: Where = EVERY) -> int:
        """Return how many articles there are, or are of these."""
        where, values = self._clause(within)
        return int(self._rows(f"SELECT count(*) FROM articles WHERE {where}", *values)[0][0])

    def has_any(self, within: Where) -> bool:
        """Tell whether there is any of these articles."""
        where, values = self._clause(within)
        return bool(self._rows(f"SELECT 1 FROM articles WHERE {where} LIMIT 1", *values))

    def added_last(self, within: Where, count: int) -> list[str]:
        """Return the ids of the `count` of these articles that were added last, the last first."""
        where, values = self._clause(within)
        by = "+" * bool(within) + self.dialect.number  # of few among many, all others would be read from the last on
        query = f"SELECT id FROM articles WHERE {where} ORDER BY {by} DESC LIMIT ?"
        return [row[0] for row in self._rows(query, *values, count)]

    def listed(self, words: str, order: str, descending: bool, count: int, offset: int = 0) -> tuple[list[Listed], int]:
        """Return `count` articles whose title, outlet, author or date holds all the words, and how many there are.

        `offset` are left out before; a `count` below 0 is all. ValueError for an order that there is not.
        """
        orders = {"title": self.dialect.title, "source": self.dialect.source}
        orders |= {name: name for name in ("published", "added", "sentences")}
        if order not in orders:
            raise ValueError(f"Articles are ordered by {', '.join(orders)}, not by {order}.")
        asked = words.casefold().split()
        where = " AND ".join(["true", *[f"{self.dialect.find}({self.dialect.known}, ?) > 0"] * len(asked)])
        down = "DESC" if descending else "ASC"
        by = f"{orders[order]} {down} NULLS LAST, {self.dialect.number} {down}"
        rows = self._listed(
            f"WHERE {where} ORDER BY {by} LIMIT ? OFFSET ?", *asked, count if count >= 0 else _ALL, offset
        )
        return rows, self._rows(f"SELECT count(*) FROM articles WHERE {where}", *asked)[0][0]

    def rows(self, ids: Sequence[str]) -> list[Listed]:
        """Return the articles of these ids in their order, without those that are gone."""
        found = {row.id: row for row in self._listed("WHERE id = ANY(?)", list(ids))}
        return [found[id] for id in ids if id in found]

    def latest(self, within: Where, count: int, after: int = 0) -> list[Listed]:
        """Return `count` of these articles after the first `after`, the latest published first, undated ones last."""
        where, values = self._clause(within)
        by = f"published DESC NULLS LAST, {self.dialect.number} DESC"
        return self._listed(f"WHERE {where} ORDER BY {by} LIMIT ? OFFSET ?", *values, count, after)

    def outlets(self) -> dict[str, int]:
        """Return the outlets, and the sites of the articles' addresses, with how many articles are of each."""
        if self._outlets[0] != (mark := self.mark()):
            names = "SELECT source AS name FROM articles UNION ALL SELECT site FROM articles"
            counts = self._rows(f"SELECT name, count(*) FROM ({names}) AS named WHERE name != '' GROUP BY name")
            self._outlets = mark, dict(counts)
        return self._outlets[1]

    def sources(self, within: Where = EVERY) -> dict[str, int]:
        """Return the outlets as the articles name them, in alphabetical order, with how many articles are of each."""
        where, values = self._clause(within)
        query = f"SELECT source, count(*) FROM articles WHERE source != '' AND {where} GROUP BY source"
        return dict(sorted(self._rows(query, *values), key=lambda row: (row[0].casefold(), row[0])))

    def authors(self) -> list[str]:
        """Return the authors as the articles name them, each once."""
        return [row[0] for row in self._rows("SELECT DISTINCT author FROM articles WHERE author != ''")]

    def by(self, author: str) -> set[str]:
        """Return the ids of the articles that name an author, alone or with others."""
        named = f"{self.dialect.find}({self.dialect.author}, ?) > 0"
        return self._ids(f"SELECT id FROM articles WHERE {named}", author.casefold())

    def undated(self, within: Where = EVERY) -> int:
        """Return how many of these articles have no date."""
        where, values = self._clause(within)
        query = f"SELECT count(*) FROM articles WHERE coalesce(published, '') = '' AND {where}"
        return int(self._rows(query, *values)[0][0])

    def newest(self, within: Where = EVERY) -> str | None:
        """Return the latest date of these articles, as far as any is known."""
        where, values = self._clause(within)
        found: str | None = self._rows(f"SELECT max(published) FROM articles WHERE {where}", *values)[0][0]
        return found

    def _clause(self, within: Where) -> tuple[str, list[object]]:
        """Return what is true of the rows of these articles, and its values; `CollectionFault` for an unknown one."""
        told: list[tuple[str, list[object]]] = []
        if within.ids is not None:
            told.append(("id = ANY(?)", [sorted(within.ids)]))
        for names in map(sorted, within.outlets):
            told.append(("(source = ANY(?) OR site = ANY(?))", [names, names]))
        for names in map(sorted, within.collections):
            held = "SELECT article_id FROM gathered WHERE collection_id = ANY(?)"
            told.append((f"id IN ({held})", [list(map(self._collection, names))]))
        if within.since or within.until:
            told.append(("published != ''", []))
        if within.since:
            told.append(("published || '~' >= ?", [within.since]))
        if within.until:
            told.append((f"{self.dialect.day} <= ?", [last_of(within.until)]))
        return " AND ".join(["true", *(sql for sql, _ in told)]), [value for _, values in told for value in values]

    def _among(self, within: Where) -> tuple[str, list[object]]:
        """Return what is true of the rows of these articles' chunks, and its values."""
        if not within:
            return "true", []
        where, values = self._clause(within)
        return f"article_id IN (SELECT id FROM articles WHERE {where})", values

    def _listed(self, which: str, *values: object) -> list[Listed]:
        counted = (
            f"SELECT coalesce(sum({self.dialect.length}(sentences)), 0) FROM chunks WHERE article_id = articles.id"
        )
        columns = f"id, title, source, published, added, url, ({counted}) AS sentences"
        return [Listed._make(row) for row in self._rows(f"SELECT {columns} FROM articles {which}", *values)]

    def _ids(self, query: str, *values: object) -> set[str]:
        return {row[0] for row in self._rows(query, *values)}
