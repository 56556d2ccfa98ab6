"""FTS5 in memory: it reads words as the default form does, so that every form finds and marks the same ones."""

import sqlite3
import threading
from collections.abc import Mapping, Sequence

from index.storage.fts5 import any_of
from index.storage.schema import TOKENIZER

Stems = tuple[tuple[str, ...], tuple[str, ...]]
"""Those of a title and of a body, in their order."""
_LONGEST = 500  # characters of a stem; PostgreSQL keeps 2,046 bytes
_AT_ONCE = 1000  # texts read at once: bounds the memory


class Analyzer:
    """Tells the stems of texts, and where words stand in them. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._database.execute(f"CREATE VIRTUAL TABLE words USING fts5 (title, body, tokenize = '{TOKENIZER}')")
        self._database.execute("CREATE VIRTUAL TABLE places USING fts5vocab (words, instance)")

    def stems(self, texts: Mapping[int, tuple[str, str]]) -> dict[int, Stems]:
        """Return the stems of titles and bodies, by the same ids."""
        found: dict[int, Stems] = {}
        ids = list(texts)
        for start in range(0, len(ids), _AT_ONCE):
            found |= self._stems({id: texts[id] for id in ids[start : start + _AT_ONCE]})
        return found

    def stems_of(self, phrase: str) -> tuple[str, ...]:
        """Return the stems of a word or a phrase; none where it has no letter and no digit."""
        return self._stems({0: ("", phrase)})[0][1]

    def marked(
        self, texts: Mapping[int, tuple[str, str]], phrases: Sequence[str], marks: tuple[str, str]
    ) -> dict[int, tuple[str, str]]:
        """Return those titles and bodies that have one of these phrases, with marks around it."""
        query = "SELECT rowid, highlight(words, 0, ?, ?), highlight(words, 1, ?, ?) FROM words WHERE words MATCH ?"
        with self._lock:
            self._fill(texts)
            rows = self._database.execute(query, (*marks, *marks, any_of(phrases))).fetchall()
        return {id: (title, body) for id, title, body in rows}

    def _stems(self, texts: Mapping[int, tuple[str, str]]) -> dict[int, Stems]:
        found: dict[int, tuple[list[str], list[str]]] = {id: ([], []) for id in texts}
        with self._lock:
            self._fill(texts)
            rows = self._database.execute("SELECT doc, col, term FROM places ORDER BY doc, col, offset").fetchall()
        for id, column, term in rows:
            found[id][column == "body"].append(term[:_LONGEST])
        return {id: (tuple(title), tuple(body)) for id, (title, body) in found.items()}

    def _fill(self, texts: Mapping[int, tuple[str, str]]) -> None:
        self._database.execute("DELETE FROM words")
        self._database.execute("INSERT INTO words (words) VALUES ('rebuild')")
        rows = [(id, *text) for id, text in texts.items()]
        with self._database:
            self._database.execute("BEGIN")
            self._database.executemany("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", rows)
