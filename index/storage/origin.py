"""Where a chunk's article comes from: columns beside the chunk in a table of LanceDB, and conditions on them."""

from collections.abc import Iterable
from typing import NamedTuple

from index.where import Where, last_of


class Origin(NamedTuple):
    """What a condition on articles is about, as the rows of their chunks tell it; collections change too often for it.

    An article that is dated "2022-08" may be of any day between `first` and `last`.
    """

    article: str
    source: str | None
    site: str | None
    first: str | None
    last: str | None

    @classmethod
    def of(cls, article: str, source: str | None, site: str | None, published: str | None) -> "Origin":
        """Return the origin of the chunks of an article."""
        first, last = (published[:10], last_of(published)) if published else (None, None)
        return cls(article, source, site, first, last)


def condition(within: Where) -> str:
    """Return what is true of the rows of these articles, "" where nothing is said; of collections nothing is known."""
    told = [_among("article", within.ids)] if within.ids is not None else []
    told += [f"({_among('source', names)} OR {_among('site', names)})" for names in within.outlets]
    told += [f"last >= {_quoted(within.since)}"] if within.since else []
    told += [f"first <= {_quoted(last_of(within.until))}"] if within.until else []
    return " AND ".join(told)


def _among(column: str, names: Iterable[str]) -> str:
    given = ", ".join(map(_quoted, sorted(names)))
    return f"{column} IN ({given})" if given else "false"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
