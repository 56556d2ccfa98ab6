"""What is known of the articles without a search: lists, outlets, dates, titles, words."""

import json
from collections import Counter
from collections.abc import Collection, Sequence

from index.collections import Collections
from index.schema import TOKENIZER
from index.types import Listed
from index.words import content_words

_LISTED = (
    "id, title, source, published, added, url, "
    "(SELECT ifnull(sum(json_array_length(sentences)), 0) FROM chunks WHERE article_id = articles.id) AS sentences"
)
_ORDERS = {
    "title": "folded(title)",
    "source": "folded(source)",
    "published": "published",
    "added": "added",
    "sentences": "sentences",
}


class Catalogue(Collections):
    """Looks articles up by what is known of them; it writes nothing."""

    _outlets: tuple[tuple[int, int], dict[str, int]] = ((0, -1), {})  # of a state of the file, for they take long

    def ids(self) -> list[str]:
        """Return the ids of all articles in the order in which they were added."""
        # The + keeps SQLite from reading the articles in order, with their texts; it reads the index of their ids.
        return [row[0] for row in self._rows("SELECT id FROM articles ORDER BY +rowid")]

    def listed(self, words: str, order: str, descending: bool, count: int, offset: int = 0) -> tuple[list[Listed], int]:
        """Return `count` articles whose title, outlet, author or date holds all the words, and how many there are.

        `offset` are left out before.
        """
        if order not in _ORDERS:
            raise ValueError(f"Articles are ordered by {', '.join(_ORDERS)}, not by {order}.")
        asked = words.casefold().split()
        known = "title || ' ' || ifnull(source, '') || ' ' || ifnull(author, '') || ' ' || ifnull(published, '')"
        holds = f"instr(folded({known}), ?)"
        where = " AND ".join(["1", *[holds] * len(asked)])
        down = "DESC" if descending else "ASC"
        by = f"{_ORDERS[order]} {down} NULLS LAST, rowid {down}"
        query = f"SELECT {_LISTED} FROM articles WHERE {where} ORDER BY {by} LIMIT ? OFFSET ?"
        rows = self._rows(query, *asked, count, offset)
        found = self._rows(f"SELECT count(*) FROM articles WHERE {where}", *asked)[0][0]
        return [Listed._make(row) for row in rows], found

    def rows(self, ids: Sequence[str]) -> list[Listed]:
        """Return the articles of these ids in their order, without those that are gone."""
        rows = self._rows(
            f"SELECT {_LISTED} FROM articles WHERE id IN (SELECT value FROM json_each(?))", json.dumps(ids)
        )
        found = {row[0]: Listed._make(row) for row in rows}
        return [found[id] for id in ids if id in found]

    def latest(self, ids: Collection[str], count: int, after: int) -> list[Listed]:
        """Return `count` of these articles after the first `after`, the latest published first, undated ones last."""
        rows = self._rows(
            f"SELECT {_LISTED} FROM articles WHERE id IN (SELECT value FROM json_each(?)) "
            "ORDER BY published DESC NULLS LAST, rowid DESC LIMIT ? OFFSET ?",
            *(json.dumps(list(ids)), count, after),
        )
        return [Listed._make(row) for row in rows]

    def having(self, match: str) -> set[str]:
        """Return the ids of the articles that an FTS5 query matches in a passage or the title."""
        rows = "SELECT rowid FROM words WHERE words MATCH ?"
        return self._ids(f"SELECT DISTINCT article_id FROM chunks WHERE id IN ({rows})", match)

    def marked(self, match: str, ids: Collection[str], marks: tuple[str, str]) -> list[tuple[str, str, str, str]]:
        """Return the passages of these articles that an FTS5 query matches, in order, with marks around what it does.

        Of each its article's id, its sentences as JSON, the title and the body.
        """
        some = "SELECT id FROM chunks WHERE article_id IN (SELECT value FROM json_each(?))"
        return self._rows(
            "SELECT article_id, sentences, highlight(words, 0, ?, ?), highlight(words, 1, ?, ?) "
            "FROM words JOIN chunks ON chunks.id = words.rowid "
            f"WHERE words MATCH ? AND +words.rowid IN ({some}) ORDER BY article_id, start",
            *(*marks, *marks, match, json.dumps(list(ids))),
        )

    def outlets(self) -> dict[str, int]:
        """Return the outlets, and the sites of the articles' addresses, with how many articles are of each."""
        state = self.state()
        if self._outlets[0] != state:
            names = "SELECT source AS name FROM articles UNION ALL SELECT site(url) FROM articles"
            counts = self._rows(f"SELECT name, count(*) FROM ({names}) WHERE name != '' GROUP BY name")
            self._outlets = state, dict(counts)
        return self._outlets[1]

    def sources(self) -> dict[str, int]:
        """Return the outlets as the articles name them, in alphabetical order, with how many articles are of each."""
        query = "SELECT source, count(*) FROM articles WHERE source != '' GROUP BY source ORDER BY folded(source)"
        return dict(self._rows(query))

    def of_outlets(self, names: Collection[str]) -> set[str]:
        """Return the ids of the articles of these outlets or sites."""
        given = "(SELECT value FROM json_each(?))"
        query = f"SELECT id FROM articles WHERE source IN {given} OR site(url) IN {given}"
        return self._ids(query, *[json.dumps(list(names))] * 2)

    def authors(self) -> list[str]:
        """Return the authors as the articles name them, each once."""
        return [row[0] for row in self._rows("SELECT DISTINCT author FROM articles WHERE author != ''")]

    def by(self, author: str) -> set[str]:
        """Return the ids of the articles that name an author, alone or with others."""
        return self._ids("SELECT id FROM articles WHERE instr(folded(author), ?)", author.casefold())

    def published(self, since: str, until: str) -> set[str]:
        """Return the ids of the articles that may have appeared in a range of ISO dates, both of them included.

        Of "2022-08" no more is known than the month, so it may be any day of that.
        """
        query = "SELECT id FROM articles WHERE substr(published, 1, 10) <= ? AND published || '~' >= ?"  # "~" is last
        return self._ids(query, until, since)

    def undated(self) -> set[str]:
        """Return the ids of the articles that have no date."""
        return self._ids("SELECT id FROM articles WHERE ifnull(published, '') = ''")

    def newest(self, within: Collection[str] | None = None) -> str | None:
        """Return the latest date of the articles, or of these, as far as any is known."""
        among = "" if within is None else "WHERE id IN (SELECT value FROM json_each(?))"
        some = () if within is None else (json.dumps(list(within)),)
        found: str | None = self._rows(f"SELECT max(published) FROM articles {among}", *some)[0][0]
        return found

    def titled(self, word: str) -> set[str]:
        """Return the ids of the articles whose title has a word, in any form."""
        match = "SELECT rowid FROM words WHERE words MATCH ?"
        return self._ids(f"SELECT DISTINCT article_id FROM chunks WHERE id IN ({match})", f'title : "{word}"')

    def knows(self, word: str) -> bool:
        """Tell whether any article has a word, in any form."""
        return bool(self._rows("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", f'"{word}"'))

    def unknown_words(self, question: str, within: Collection[str] | None = None) -> list[str]:
        """Return the words of a question that carry meaning and that no article, or none of these, has in any form."""
        held = self.knows if within is None else lambda word: not self.having(f'"{word}"').isdisjoint(within)
        return [word for word in content_words(question) if not held(word)]

    def stem(self, word: str) -> str:
        """Return a word as the index keeps it: folded, and without its ending."""
        with self._faults():  # no other thread comes in between
            self._rows(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.one USING fts5 (word, tokenize = '{TOKENIZER}')")
            self._rows("CREATE VIRTUAL TABLE IF NOT EXISTS temp.stems USING fts5vocab (temp, one, row)")
            self._rows("INSERT INTO temp.one VALUES (?)", word)
            stem = str(self._rows("SELECT term FROM temp.stems")[0][0])
            self._rows("DELETE FROM temp.one")
        return stem

    def terms(self, initials: str) -> dict[str, int]:
        """Return the stems in the articles that begin with one of these letters, with how many passages have each."""
        self._rows("CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab(main, words, row)")
        query = "SELECT term, doc FROM temp.terms WHERE term >= ? AND term < ?"
        return {term: count for letter in initials for term, count in self._rows(query, letter, chr(ord(letter) + 1))}

    def with_term(self, term: str, count: int) -> list[str]:
        """Return the texts of `count` passages that have a word of this stem, each with its title."""
        self._rows("CREATE VIRTUAL TABLE IF NOT EXISTS temp.places USING fts5vocab(main, words, instance)")
        places = "SELECT DISTINCT doc FROM temp.places WHERE term = ? LIMIT ?"
        query = f"SELECT title || char(10) || body FROM words WHERE rowid IN ({places})"
        return [row[0] for row in self._rows(query, term, count)]

    def together(self, word: str, others: Sequence[str]) -> int:
        """Return how many of the others a passage has beside a word, at most; all in any form."""
        query = "SELECT rowid FROM words WHERE words MATCH ?"
        counts = Counter(row for other in others for row in self._rows(query, f'"{word}" AND "{other}"'))
        return max(counts.values(), default=0)

    def _ids(self, query: str, *values: object) -> set[str]:
        return {row[0] for row in self._rows(query, *values)}
