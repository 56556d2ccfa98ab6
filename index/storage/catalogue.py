"""What is known of the articles without a search: lists, outlets, dates."""

from abc import abstractmethod
from collections.abc import Collection, Sequence
from typing import ClassVar

from index.storage.collections import Collections
from index.storage.dialect import Dialect
from index.types import Listed

_ALL = 2**63 - 1  # rows: what both forms take for no limit


class Catalogue(Collections):
    """Looks articles up by what is known of them; it writes nothing."""

    dialect: ClassVar[Dialect]
    _outlets: tuple[int, dict[str, int]] = (-1, {})  # at a mark, for they take long

    @abstractmethod
    def mark(self) -> int:
        """Return a number that grows whenever anybody has added, changed or removed an article."""

    def ids(self) -> list[str]:
        """Return the ids of all articles in the order in which they were added."""
        # The + keeps SQLite from reading the articles in order, with their texts; it reads the index of their ids.
        return [row[0] for row in self._rows(f"SELECT id FROM articles ORDER BY +{self.dialect.number}")]

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

    def latest(self, ids: Collection[str], count: int, after: int) -> list[Listed]:
        """Return `count` of these articles after the first `after`, the latest published first, undated ones last."""
        by = f"published DESC NULLS LAST, {self.dialect.number} DESC"
        return self._listed(f"WHERE id = ANY(?) ORDER BY {by} LIMIT ? OFFSET ?", list(ids), count, after)

    def outlets(self) -> dict[str, int]:
        """Return the outlets, and the sites of the articles' addresses, with how many articles are of each."""
        if self._outlets[0] != (mark := self.mark()):
            names = f"SELECT source AS name FROM articles UNION ALL SELECT {self.dialect.site} FROM articles"
            counts = self._rows(f"SELECT name, count(*) FROM ({names}) AS named WHERE name != '' GROUP BY name")
            self._outlets = mark, dict(counts)
        return self._outlets[1]

    def sources(self) -> dict[str, int]:
        """Return the outlets as the articles name them, in alphabetical order, with how many articles are of each."""
        rows = self._rows("SELECT source, count(*) FROM articles WHERE source != '' GROUP BY source")
        return dict(sorted(rows, key=lambda row: (row[0].casefold(), row[0])))

    def of_outlets(self, names: Collection[str]) -> set[str]:
        """Return the ids of the articles of these outlets or sites."""
        either = f"source = ANY(?) OR {self.dialect.site} = ANY(?)"
        return self._ids(f"SELECT id FROM articles WHERE {either}", *[list(names)] * 2)

    def authors(self) -> list[str]:
        """Return the authors as the articles name them, each once."""
        return [row[0] for row in self._rows("SELECT DISTINCT author FROM articles WHERE author != ''")]

    def by(self, author: str) -> set[str]:
        """Return the ids of the articles that name an author, alone or with others."""
        named = f"{self.dialect.find}({self.dialect.author}, ?) > 0"
        return self._ids(f"SELECT id FROM articles WHERE {named}", author.casefold())

    def published(self, since: str, until: str) -> set[str]:
        """Return the ids of the articles that may have appeared in a range of ISO dates, both of them included.

        Of "2022-08" no more is known than the month, so it may be any day of that.
        """
        within = f"{self.dialect.day} <= ? AND published || '~' >= ?"  # "~" is last
        return self._ids(f"SELECT id FROM articles WHERE {within}", until, since)

    def undated(self) -> set[str]:
        """Return the ids of the articles that have no date."""
        return self._ids("SELECT id FROM articles WHERE coalesce(published, '') = ''")

    def newest(self, within: Collection[str] | None = None) -> str | None:
        """Return the latest date of the articles, or of these, as far as any is known."""
        among, some = ("", []) if within is None else ("WHERE id = ANY(?)", [list(within)])
        found: str | None = self._rows(f"SELECT max(published) FROM articles {among}", *some)[0][0]
        return found

    def _listed(self, which: str, *values: object) -> list[Listed]:
        counted = (
            f"SELECT coalesce(sum({self.dialect.length}(sentences)), 0) FROM chunks WHERE article_id = articles.id"
        )
        columns = f"id, title, source, published, added, url, ({counted}) AS sentences"
        return [Listed._make(row) for row in self._rows(f"SELECT {columns} FROM articles {which}", *values)]

    def _ids(self, query: str, *values: object) -> set[str]:
        return {row[0] for row in self._rows(query, *values)}
