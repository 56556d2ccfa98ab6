"""The truth in one SQLite file: articles, chunks and vectors, and beside these the words, which are derived."""

from collections.abc import Sequence
from pathlib import Path

from index.storage.database import Database, site
from index.storage.dialect import SQLITE
from index.storage.fts5 import Fts5Words
from index.storage.kept import ARTICLE, CHUNK, chunk_of
from index.storage.truth import Row, Truth
from index.types import Article


class SqliteTruth(Database, Truth):
    """The articles of an index and all that was made of them.

    The words are written with the chunks, in one transaction, so a search by words never has to catch up.
    """

    dialect = SQLITE
    _columns = f"{ARTICLE}, site"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.words = Fts5Words(self)

    def mark(self) -> int:
        """Return a number that grows whenever anybody has added, changed or removed an article."""
        return int(self._rows("SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = 'changes'")[0][0])

    def delete_chunks_of(self, article_id: str) -> None:
        """Remove the chunks, words and vectors of an article, which stays."""
        self.words.delete_of(article_id)
        super().delete_chunks_of(article_id)

    def delete_chunks(self) -> None:
        """Remove all chunks, words and vectors; the articles stay."""
        self.words.clear()
        super().delete_chunks()

    def _values(self, article: Article) -> tuple[str | None, ...]:
        return *super()._values(article), site(article.url)

    def _keep(self, article: Article, rows: Sequence[Row]) -> None:
        for row in rows:
            with self._faults():
                kept = self._database.execute(f"INSERT INTO chunks ({CHUNK}, vector) VALUES (?, ?, ?, ?, ?, ?)", row)
            self.words.insert(kept.lastrowid or 0, article.title, chunk_of(row).body(article.text))
