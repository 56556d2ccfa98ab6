"""What PostgreSQL tells of the articles without a search: lists, outlets, dates."""

from collections.abc import Collection, Sequence

from index.storage.collections import Collections
from index.storage.postgres import Postgres
from index.storage.truth import LOGGED_FROM
from index.types import Listed

_LISTED = (
    "id, title, source, published, added, url, "
    "(SELECT coalesce(sum(jsonb_array_length(sentences)), 0)::bigint FROM chunks WHERE article_id = articles.id) "
    "AS sentences"
)
_ORDERS = {
    "title": "folded_title",
    "source": "folded_source",
    "published": "published",
    "added": "added",
    "sentences": "sentences",
}


class PostgresCatalogue(Postgres, Collections):
    """Looks articles up by what is known of them; it writes nothing."""

    _outlets: tuple[int, dict[str, int]] = (-1, {})  # at a mark, for they take long

    def mark(self) -> int:
        """Return a number that grows whenever anybody has added, changed or removed an article."""
        logged = "SELECT value::bigint FROM meta WHERE key = ?"  # where the log was emptied
        query = f"SELECT coalesce(greatest((SELECT max(mark) FROM changes), ({logged})), 0)"
        return int(self._rows(query, LOGGED_FROM)[0][0])

    def ids(self) -> list[str]:
        """Return the ids of all articles in the order in which they were added."""
        return [row[0] for row in self._rows("SELECT id FROM articles ORDER BY number")]

    def listed(self, words: str, order: str, descending: bool, count: int, offset: int = 0) -> tuple[list[Listed], int]:
        """Return `count` articles whose title, outlet, author or date holds all the words, and how many there are.

        `offset` are left out before; a `count` below 0 is all.
        """
        if order not in _ORDERS:
            raise ValueError(f"Articles are ordered by {', '.join(_ORDERS)}, not by {order}.")
        asked = words.casefold().split()
        where = " AND ".join(["true", *["strpos(known, ?) > 0"] * len(asked)])
        down = "DESC" if descending else "ASC"
        by = f"{_ORDERS[order]} {down} NULLS LAST, number {down}"
        query = f"SELECT {_LISTED} FROM articles WHERE {where} ORDER BY {by} LIMIT ? OFFSET ?"
        rows = self._rows(query, *asked, count if count >= 0 else None, offset)
        found = self._rows(f"SELECT count(*) FROM articles WHERE {where}", *asked)[0][0]
        return [Listed._make(row) for row in rows], found

    def rows(self, ids: Sequence[str]) -> list[Listed]:
        """Return the articles of these ids in their order, without those that are gone."""
        rows = self._rows(f"SELECT {_LISTED} FROM articles WHERE id = ANY(?)", list(ids))
        found = {row[0]: Listed._make(row) for row in rows}
        return [found[id] for id in ids if id in found]

    def latest(self, ids: Collection[str], count: int, after: int) -> list[Listed]:
        """Return `count` of these articles after the first `after`, the latest published first, undated ones last."""
        rows = self._rows(
            f"SELECT {_LISTED} FROM articles WHERE id = ANY(?) "
            "ORDER BY published DESC NULLS LAST, number DESC LIMIT ? OFFSET ?",
            *(list(ids), count, after),
        )
        return [Listed._make(row) for row in rows]

    def outlets(self) -> dict[str, int]:
        """Return the outlets, and the sites of the articles' addresses, with how many articles are of each."""
        if self._outlets[0] != (mark := self.mark()):
            names = "SELECT source AS name FROM articles UNION ALL SELECT site FROM articles"
            counts = self._rows(f"SELECT name, count(*) FROM ({names}) AS named WHERE name != '' GROUP BY name")
            self._outlets = mark, dict(counts)
        return self._outlets[1]

    def sources(self) -> dict[str, int]:
        """Return the outlets as the articles name them, in alphabetical order, with how many articles are of each."""
        query = "SELECT source, count(*) FROM articles WHERE source != '' GROUP BY source, folded_source"
        return dict(self._rows(f"{query} ORDER BY folded_source, source"))

    def of_outlets(self, names: Collection[str]) -> set[str]:
        """Return the ids of the articles of these outlets or sites."""
        return self._ids("SELECT id FROM articles WHERE source = ANY(?) OR site = ANY(?)", *[list(names)] * 2)

    def authors(self) -> list[str]:
        """Return the authors as the articles name them, each once."""
        return [row[0] for row in self._rows("SELECT DISTINCT author FROM articles WHERE author != ''")]

    def by(self, author: str) -> set[str]:
        """Return the ids of the articles that name an author, alone or with others."""
        return self._ids("SELECT id FROM articles WHERE strpos(folded_author, ?) > 0", author.casefold())

    def published(self, since: str, until: str) -> set[str]:
        """Return the ids of the articles that may have appeared in a range of ISO dates, both of them included.

        Of "2022-08" no more is known than the month, so it may be any day of that.
        """
        query = "SELECT id FROM articles WHERE left(published, 10) <= ? AND published || '~' >= ?"  # "~" is last
        return self._ids(query, until, since)

    def undated(self) -> set[str]:
        """Return the ids of the articles that have no date."""
        return self._ids("SELECT id FROM articles WHERE coalesce(published, '') = ''")

    def newest(self, within: Collection[str] | None = None) -> str | None:
        """Return the latest date of the articles, or of these, as far as any is known."""
        among = "" if within is None else "WHERE id = ANY(?)"
        some = () if within is None else (list(within),)
        found: str | None = self._rows(f"SELECT max(published) FROM articles {among}", *some)[0][0]
        return found

    def _ids(self, query: str, *values: object) -> set[str]:
        return {row[0] for row in self._rows(query, *values)}
