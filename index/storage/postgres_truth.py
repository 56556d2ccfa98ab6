"""The truth in PostgreSQL: articles, chunks and vectors, and with these the stems of their words, which are derived."""

from collections.abc import Sequence

from index.place import Cluster
from index.storage.analyzer import Analyzer
from index.storage.database import site
from index.storage.dialect import POSTGRES
from index.storage.kept import ARTICLE, CHUNK, LOGGED_FROM, chunk_of
from index.storage.origin import Origin
from index.storage.postgres import Postgres
from index.storage.postgres_words import lexemes
from index.storage.truth import Row, Truth
from index.types import Article

_DERIVED = "site, folded_title, folded_source, folded_author, known"


class PostgresTruth(Postgres, Truth):
    """The articles of an index and all that was made of them."""

    dialect = POSTGRES
    _columns = f"{ARTICLE}, {_DERIVED}"

    def __init__(self, cluster: Cluster) -> None:
        super().__init__(cluster)
        self.analyzer = Analyzer()

    def mark(self) -> int:
        """Return a number that grows whenever anybody has added, changed or removed an article."""
        logged = "SELECT value::bigint FROM meta WHERE key = ?"  # where the log was emptied
        query = f"SELECT coalesce(greatest((SELECT max(mark) FROM changes), ({logged})), 0)"
        return int(self._rows(query, LOGGED_FROM)[0][0])

    def shorten(self, mark: int) -> None:
        """Drop the log of changes up to a mark that the search has seen."""
        self.set_meta(LOGGED_FROM, str(mark))
        self._rows("DELETE FROM changes WHERE mark <= ?", mark)

    def faults(self) -> list[str]:
        """Return nothing: PostgreSQL itself sees to it that its rows belong together."""
        return []

    def texts(self, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Return the title and the body of these chunks, without those that are gone."""
        chunks = self.chunks(ids)
        query = "SELECT id, title, text FROM articles WHERE id = ANY(?)"
        articles = {row[0]: row[1:] for row in self._rows(query, list({one.article_id for one in chunks.values()}))}
        of = {id: (chunk, *articles[chunk.article_id]) for id, chunk in chunks.items()}
        return {id: (title, chunk.body(text)) for id, (chunk, title, text) in of.items()}

    def origins(self, ids: Sequence[int]) -> dict[int, Origin]:
        """Return where the articles of these chunks come from, without those that are gone."""
        joined = "chunks JOIN articles ON article_id = articles.id"
        query = f"SELECT chunks.id, article_id, source, site, published FROM {joined} WHERE chunks.id = ANY(?)"
        return {id: Origin.of(*known) for id, *known in self._rows(query, list(ids))}

    def _values(self, article: Article) -> tuple[str | None, ...]:
        """Add what articles are found by, as `_DERIVED` names it: PostgreSQL folds case in other ways than Python."""
        title, source, author = (text and text.casefold() for text in (article.title, article.source, article.author))
        known = " ".join([article.title, article.source or "", article.author or "", article.published or ""])
        return *super()._values(article), site(article.url), title, source, author, known.casefold()

    def _keep(self, article: Article, rows: Sequence[Row]) -> None:
        """Keep chunks, one statement for all: it is what PostgreSQL logs and counts by."""
        if not rows:
            return
        bodies = {at: (article.title, chunk_of(row).body(article.text)) for at, row in enumerate(rows)}
        stems = self.analyzer.stems(bodies)
        derived = [(lexemes(stems[at]), sum(map(len, stems[at]))) for at in range(len(rows))]
        columns = zip(*(row + more for row, more in zip(rows, derived, strict=True)), strict=True)
        kinds = "bigint[], text[], integer[], integer[], jsonb[], bytea[], tsvector[], integer[]"
        given = ", ".join(f"?::{kind}" for kind in kinds.split(", "))
        self._rows(
            f"INSERT INTO chunks ({CHUNK}, vector, words, length) "
            "SELECT coalesce(id, nextval(pg_get_serial_sequence('chunks', 'id'))), article_id, start, last, sentences, "
            f"vector, words, length FROM unnest({given}) WITH ORDINALITY "
            "AS new (id, article_id, start, last, sentences, vector, words, length, at) ORDER BY at",
            *map(list, columns),
        )
