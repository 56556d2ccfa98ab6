"""What every truth can do: keep articles, their chunks and vectors, and tell what changed. A protocol."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from index.encoding import Vectors
from index.types import Article, Chunk, Listed, Span

TRACES = "traces"
"""Tells whether traces of what was deleted are still on the disk, as "left" or "none"."""
QUESTIONS = "questions"
"""Questions to begin with: of which articles, and which; they go when any article does."""
LOGGED_FROM = "logged from"
"""After which mark the log of changes is whole."""


@dataclass(frozen=True)
class Changes:
    """The chunks that came and went up to a mark.

    Where `whole`, `added` is every chunk that there is, and whatever else a searcher holds is gone.
    """

    added: Sequence[int]
    removed: Sequence[int]
    mark: int
    whole: bool = False


@dataclass(frozen=True)
class Held:
    """An article with all that was made of it, as the rows of its truth have it."""

    row: tuple[Any, ...]
    chunks: tuple[tuple[Any, ...], ...]
    collections: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """Return the article's id."""
        return str(self.row[1])


class Collections(Protocol):
    """Named sets of articles, an article in none, one or more; `CollectionFault` where there is none of a name."""

    def collections(self) -> dict[str, int]:
        """Return the names of all collections in alphabetical order, with how many articles are in each."""

    def collections_of(self, article_id: str) -> tuple[str, ...]:
        """Return the names of the collections that an article is in, in alphabetical order."""

    def collected(self, name: str) -> set[str]:
        """Return the ids of the articles in a collection, whatever the case of its name."""

    def known_as(self, name: str) -> str:
        """Return a collection's name as it is kept."""


class Catalogue(Collections, Protocol):
    """Looks articles up by what is known of them, without a search."""

    def ids(self) -> list[str]:
        """Return the ids of all articles in the order in which they were added."""

    def listed(self, words: str, order: str, descending: bool, count: int, offset: int = 0) -> tuple[list[Listed], int]:
        """Return `count` articles whose title, outlet, author or date holds all the words, and how many there are.

        `offset` are left out before. ValueError for an order that there is not.
        """

    def rows(self, ids: Sequence[str]) -> list[Listed]:
        """Return the articles of these ids in their order, without those that are gone."""

    def latest(self, ids: Collection[str], count: int, after: int) -> list[Listed]:
        """Return `count` of these articles after the first `after`, the latest published first, undated ones last."""

    def outlets(self) -> dict[str, int]:
        """Return the outlets, and the sites of the articles' addresses, with how many articles are of each."""

    def sources(self) -> dict[str, int]:
        """Return the outlets as the articles name them, with how many articles are of each."""

    def of_outlets(self, names: Collection[str]) -> set[str]:
        """Return the ids of the articles of these outlets or sites."""

    def authors(self) -> list[str]:
        """Return the authors as the articles name them, each once."""

    def by(self, author: str) -> set[str]:
        """Return the ids of the articles that name an author, alone or with others."""

    def published(self, since: str, until: str) -> set[str]:
        """Return the ids of the articles that may have appeared in a range of ISO dates, both of them included."""

    def undated(self) -> set[str]:
        """Return the ids of the articles without a date."""

    def newest(self, within: Collection[str] | None = None) -> str | None:
        """Return the latest date of the articles, or of these, as far as any is known."""


class Truth(Catalogue, Protocol):
    """The articles of a library, their chunks and vectors, and settings; all else is derived from it.

    Safe to share between threads. Whatever is written inside a transaction is there for all, or not at all; it is seen
    at once by whoever writes it, and by others when it is committed. Raises `IndexFault` where it cannot be used.
    """

    @property
    def folder(self) -> Path:
        """Return where files that belong to the library lie."""

    @property
    def place(self) -> str:
        """Return what names it, without a password."""

    @property
    def read_only(self) -> bool:
        """Tell whether it cannot be written."""

    def transaction(self) -> AbstractContextManager[None]:
        """Make all writes inside happen together, or none of them; writers wait for one another."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Let all reads inside see one state, whatever others write."""

    def changes(self, after: int | None) -> Changes:
        """Return what came and went after a mark, or everything for none; not inside a transaction that writes chunks.

        A chunk's id is never given twice; one that was removed comes back only as it was.
        """

    def meta(self, key: str) -> str | None:
        """Return what was set under `key`."""

    def set_meta(self, key: str, value: str) -> None:
        """Keep `value` under `key`."""

    def articles(self) -> list[Article]:
        """Return all articles in the order in which they were added."""

    def each(self) -> Iterator[tuple[str, Article]]:
        """Yield every article with the id under which it is kept, holding one at a time."""

    def article(self, article_id: str) -> Article:
        """Return one article; KeyError if there is none of this id."""

    def has(self, article_id: str) -> bool:
        """Tell whether there is an article of this id."""

    def earlier(self, article: Article) -> list[str]:
        """Return the ids of the articles in whose stead this one comes: of its address or its place."""

    def insert(self, article: Article, added: str | None = None) -> None:
        """Keep an article, of which there is no earlier one; `added` is the instant, else now."""

    def update(self, article: Article) -> None:
        """Keep what a reader edited of an article; what it is known by and its place among the others stay."""

    def insert_chunks(self, article: Article, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Keep the chunks of an article, a row of `vectors` for each, under ids that no other chunk ever gets."""

    def delete(self, article_id: str) -> None:
        """Remove an article, its chunks and vectors."""

    def delete_chunks_of(self, article_id: str) -> None:
        """Remove the chunks and vectors of an article, which stays; `TRACES` are left."""

    def delete_chunks(self) -> None:
        """Remove all chunks and vectors; the articles stay."""

    def held(self, article_id: str) -> Held:
        """Return an article with all that was made of it; KeyError if there is none of this id."""

    def put_back(self, held: Held) -> bool:
        """Keep an article as it was; tell whether it is: not where it, or a newer version, has come meanwhile."""

    def collect(self, name: str, article_ids: Iterable[str]) -> None:
        """Put articles into a collection; it is made if there is none of this name. `CollectionFault` for no name."""

    def uncollect(self, name: str, article_ids: Iterable[str]) -> None:
        """Take articles out of a collection; they stay."""

    def rename_collection(self, name: str, new: str) -> None:
        """Give a collection another name; `CollectionFault` where another has it."""

    def delete_collection(self, name: str) -> None:
        """Delete a collection; its articles stay."""

    def chunk_ids(self) -> set[int]:
        """Return the ids of all chunks."""

    def chunks_of(self, article_ids: Collection[str]) -> list[int]:
        """Return the ids of the chunks of these articles, in order."""

    def chunks(self, ids: Sequence[int]) -> dict[int, Chunk]:
        """Return the chunks of these ids."""

    def spans(self, article_id: str) -> list[Span]:
        """Return the spans of an article's chunks, in order."""

    def vectors(self, ids: Sequence[int], dimension: int) -> Vectors:
        """Return the vectors of these chunks, a row each, in their order."""

    def flush(self) -> None:
        """Leave nothing of what was deleted in its logs, as far as that is in its hands."""

    def vacuum(self) -> list[str]:
        """Give back the room of what was deleted; return what else may still hold its words, a sentence each."""

    def malformed(self, dimension: int) -> int:
        """Return how many chunks have no list of sentences, or no vector of so many numbers."""

    def faults(self) -> list[str]:
        """Return what is wrong with what is kept, as far as it tells by itself."""

    def close(self) -> None:
        """Close it; nothing else can be asked after that."""
