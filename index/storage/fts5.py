"""The words of chunks in SQLite's full-text index, in the file that has the chunks: found, marked, told apart."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from index.storage.database import DELETES_WORDS
from index.storage.schema import MERGES, TOKENIZER
from index.storage.searcher import Lexicon
from index.where import EVERY, Where

if TYPE_CHECKING:
    from index.storage.sqlite import SqliteTruth

MOST_MERGES = 250
"""From how many merges on the word index is made anew: each adds a level or two, and SQLite reads none of 2,000."""

_MATCHED = "SELECT rowid FROM words WHERE words MATCH ?"


class Fts5Words(Lexicon):
    """The words of the chunks in a truth; what is written here belongs to the transaction of the chunks themselves."""

    def __init__(self, truth: "SqliteTruth") -> None:
        self._truth = truth
        self._rows = truth._rows

    def insert(self, id: int, title: str, body: str) -> None:
        """Keep the title and the words of a chunk."""
        self._rows("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", id, title, body)

    def delete_of(self, article_id: str) -> None:
        """Remove the words of an article's chunks, which are still there."""
        if DELETES_WORDS:
            self._rows("INSERT INTO words (words, rank) VALUES ('secure-delete', 1)")
        self._rows("DELETE FROM words WHERE rowid IN (SELECT id FROM chunks WHERE article_id = ?)", article_id)

    def clear(self) -> None:
        """Remove all words."""
        self._rows("DELETE FROM words")
        self._rows("INSERT INTO words (words) VALUES ('rebuild')")  # nothing is left, even where it was damaged

    def purge(self) -> None:
        """Leave nothing of chunks that are gone, which SQLite does by itself for all else."""
        if DELETES_WORDS:
            return
        counted = self._rows("SELECT value FROM meta WHERE key = ?", MERGES)
        merges = int(counted[0][0]) if counted else MOST_MERGES  # an earlier Byline did not count them
        again = merges >= MOST_MERGES
        self._rows("INSERT INTO words (words) VALUES (?)", "rebuild" if again else "optimize")
        self._rows("INSERT OR REPLACE INTO meta VALUES (?, ?)", MERGES, str(0 if again else merges + 1))

    def bm25(self, words: Sequence[str], count: int, within: Where = EVERY) -> dict[int, float]:
        """Return the `count` chunks of these articles that best match any of these words with their BM25, best first.

        How rare a word is, all chunks tell.
        """
        if not words:
            return {}
        where, values = self._truth._among(within)
        # The + keeps SQLite from looking up each of these chunks in the word index.
        among = f"AND +rowid IN (SELECT id FROM chunks WHERE {where})" if within else ""
        query = f"SELECT rowid, -bm25(words) AS score FROM words WHERE words MATCH ? {among}"
        return dict(self._rows(f"{query} ORDER BY score DESC, rowid LIMIT ?", any_of(words), *values, count))

    def having(self, phrases: Sequence[str], within: Where = EVERY) -> set[str]:
        """Return the ids of the articles, or of these, that have one of these phrases in a passage or the title."""
        return self._articles(any_of(phrases), within)

    def titled(self, word: str) -> set[str]:
        """Return the ids of the articles whose title has a word, in any form."""
        return self._articles(f"title : {_quoted(word)}")

    def marked(self, phrases: Sequence[str], ids: Sequence[int], marks: tuple[str, str]) -> dict[int, tuple[str, str]]:
        """Return the title and the words of those of these chunks that have a phrase, with marks around it."""
        found = self._rows(
            "SELECT rowid, highlight(words, 0, ?, ?), highlight(words, 1, ?, ?) FROM words "
            "WHERE words MATCH ? AND +rowid IN (SELECT value FROM json_each(?))",
            *(*marks, *marks, any_of(phrases), json.dumps(ids)),
        )
        return {id: (title, body) for id, title, body in found}

    def knows(self, word: str, within: Where = EVERY) -> bool:
        """Tell whether any article, or any of these, has a word, in any form."""
        if not within:
            return bool(self._rows(f"{_MATCHED} LIMIT 1", _quoted(word)))
        where, values = self._truth._among(within)
        query = f"SELECT 1 FROM chunks WHERE id IN ({_MATCHED}) AND {where} LIMIT 1"
        return bool(self._rows(query, _quoted(word), *values))

    def stem(self, word: str) -> str:
        """Return a word as the index keeps it: folded, and without its ending."""
        with self._truth._faults():  # no other thread comes in between
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
        pairs = [f"{_quoted(word)} AND {_quoted(other)}" for other in others]
        counts = Counter(row for pair in pairs for row in self._rows(_MATCHED, pair))
        return max(counts.values(), default=0)

    def word_ids(self) -> set[int]:
        """Return the ids of the chunks whose words are kept."""
        return {row[0] for row in self._rows("SELECT rowid FROM words")}

    def unlike(self, texts: Mapping[int, tuple[str, str]]) -> set[int]:
        """Return those of these chunks, given with title and body, whose words are kept otherwise, or nowhere."""
        query = "SELECT rowid, title, body FROM words WHERE rowid IN (SELECT value FROM json_each(?))"
        held = {id: (title, body) for id, title, body in self._rows(query, json.dumps(list(texts)))}
        return {id for id in texts if held.get(id) != texts[id]}

    def faults(self) -> list[str]:
        """Return what is wrong if the word index does not lead to the words; nothing where that cannot be checked."""
        check = "INSERT INTO words (words) VALUES ('integrity-check')"
        if self._truth.read_only or self._truth.permits(check):
            return []
        return ["The word index does not lead to the words that it was made of. Run: byline rebuild"]

    def _articles(self, match: str, within: Where = EVERY) -> set[str]:
        where, values = self._truth._among(within)
        query = f"SELECT DISTINCT article_id FROM chunks WHERE id IN ({_MATCHED}) AND {where}"
        return {row[0] for row in self._rows(query, match, *values)}


def any_of(phrases: Sequence[str]) -> str:
    """Return the query for any of these phrases, whatever they hold."""
    return " OR ".join(map(_quoted, phrases))


def _quoted(phrase: str) -> str:
    return '"' + phrase.replace('"', '""').replace("\0", " ") + '"'  # a NUL would end the query
