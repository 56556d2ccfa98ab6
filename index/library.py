"""The library: articles in and out, passages found."""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Sized
from contextlib import contextmanager, suppress
from pathlib import Path

from index.articles import bundled
from index.catalogue import Catalogue
from index.chunking import SIZE
from index.embedding import MiniLMEncoder
from index.encoding import Encoder
from index.faults import IndexFault
from index.language import warning
from index.mirror import Mirror
from index.place import default_folder
from index.prepare import Entry, batches, prepare
from index.store import TRACES, Store
from index.types import Article, Hit, Listed, Outcome, Rejected
from index.verify import problems
from index.words import content_words, words

Progress = Callable[[int, int], None]
_COSINE_WEIGHT, _CANDIDATES = 0.5, 100


class Library:
    """Articles in one folder: SQLite keeps the truth, FAISS is derived from it.

    Safe to share between threads; what another process adds or removes is seen by the next search.
    """

    def __init__(self, store: Store, encoder: Encoder) -> None:
        self._store = store
        self.encoder = encoder
        self._mirror = Mirror(store, encoder.dimension)
        self._lock = threading.RLock()  # always taken before the store's own

    @classmethod
    def open(cls, folder: str | Path | None = None, encoder: Encoder | None = None) -> "Library":
        """Open the library in `folder`; made anew, it holds the bundled article.

        Raises `IndexFault` where the folder cannot be used.
        """
        library = cls._in(folder, encoder)
        if library._store.meta("model") is None and not library.ids():
            library._begin()
        with suppress(IndexFault):  # where there is no room for it: it is tried again, and asking needs none
            library._forget()
        library._mirror.load()
        return library

    @classmethod
    def probe(cls, folder: str | Path | None = None, encoder: Encoder | None = None) -> None:
        """Raise `IndexFault` if the index in `folder` cannot be used; quick, since no model is loaded."""
        library = cls._in(folder, encoder)
        if library._store.meta("model") is not None:
            library.check()
        library.close()

    @classmethod
    def _in(cls, folder: str | Path | None, encoder: Encoder | None) -> "Library":
        return cls(Store(Path(folder) if folder else default_folder()), encoder or MiniLMEncoder())

    @property
    def folder(self) -> Path:
        """Return where the library lies."""
        return self._store.folder

    @property
    def catalogue(self) -> Catalogue:
        """Return what is known of the articles without a search."""
        return self._store

    def close(self) -> None:
        """Close the files."""
        self._store.close()

    def articles(self) -> list[Article]:
        """Return all articles in the order in which they were added."""
        return self._store.articles()

    def ids(self) -> list[str]:
        """Return the ids of all articles in the order in which they were added."""
        return self._store.ids()

    def article(self, article_id: str) -> Article:
        """Return one article as it is stored now; KeyError if there is none of this id."""
        return self._store.article(article_id)

    def listed(
        self, words: str = "", order: str = "added", descending: bool = True, count: int = 200, offset: int = 0
    ) -> tuple[list[Listed], int]:
        """Return `count` articles whose title, outlet, author or date holds all the words, and how many there are.

        `offset` are left out before. `order` is title, source, published, added or sentences; ValueError for another.
        """
        return self._store.listed(words, order, descending, count, offset)

    def add(self, articles: Iterable[Article | Rejected], on_progress: Progress | None = None) -> list[Outcome]:
        """Add articles; return what became of each, in order. What was rejected before is passed on.

        An article of a URL or place that is there already replaces the one there, in one transaction. A batch of up to
        64 is one transaction; `on_progress(done, total)` is called after every one. The total of what has no length
        is what was done so far. Articles may be made while they are taken: at most a batch is held in memory.
        """
        self.check()
        outcomes: list[Outcome] = []
        for batch in batches(articles):
            outcomes += self._add(batch)
            if on_progress:
                on_progress(len(outcomes), len(articles) if isinstance(articles, Sized) else len(outcomes))
        self._forget()
        with self._lock:
            self._mirror.save()
        return outcomes

    def _add(self, batch: Sequence[Article | Rejected]) -> list[Outcome]:
        new = {article.id: article for article in batch if isinstance(article, Article)}
        prepared = prepare([article for id, article in new.items() if not self._store.has(id)], self.encoder)
        ready = {entry[0].id: entry for entry in prepared}
        with self._writing():
            return [
                self._put(article, ready.get(article.id))
                if isinstance(article, Article)
                else Outcome("rejected", article.where, reason=article.reason)
                for article in batch
            ]

    def _put(self, article: Article, prepared: Entry | None) -> Outcome:
        """Write one article in place of the one of the same key; embedded here only if another process removed it."""
        where = article.place or article.url or article.title
        if self._store.has(article.id):
            return Outcome("already there", where, article.title, article.id)
        for article_id in (earlier := self._store.earlier(article)):
            self._store.delete(article_id)
        self._write([prepared or prepare([article], self.encoder)[0]])
        return Outcome("updated" if earlier else "added", where, article.title, article.id, warning(article.text))

    def remove(self, article_id: str) -> None:
        """Remove an article and all that was made of it; KeyError if there is none of this id."""
        with self._writing():
            self._store.article(article_id)
            self._mirror.drop()  # it has what is removed, and leaves room for that on a full disk
            self._store.delete(article_id)
        try:
            self._forget()
        except IndexFault as fault:
            told = f"The article {article_id} is removed, but its words are not overwritten on the disk yet"
            raise IndexFault(f"{told}. Free some space on the disk; opening the index does it then.") from fault

    def _forget(self) -> None:
        """Leave no trace on the disk of what was deleted, even if a stop came before; once for all: it is slow."""
        if self._store.read_only or self._store.meta(TRACES) != "left":
            return
        with self._lock:
            self._mirror.drop()
        self._store.flush()
        with self._writing():
            self._store.overwrite()
        with self._lock:
            self._mirror.follow()
        self._store.flush()

    def search(self, question: str, count: int = 10, within: Collection[str] | None = None) -> list[Hit]:
        """Return the `count` passages that fit a question best, the best first; of these articles alone, if given.

        Candidates are the 100 nearest by cosine and the 100 best by BM25. The score is half the cosine
        (if above 0) and half the BM25, as a share of the candidates' highest. Equals go by age.
        """
        self.check()
        vector = self.encoder.encode([question])[0]
        match = " OR ".join(f'"{word}"' for word in content_words(question) or words(question))
        with self._lock, self._store.snapshot():
            self._mirror.follow()
            vectors = self._mirror.vectors
            some = None if within is None else self._store.chunks_of(within)
            cosines = vectors.search(vector, _CANDIDATES, some)
            bm25 = self._store.bm25(match, _CANDIDATES, some) if match else {}
            cosines |= vectors.cosines([id for id in bm25 if id not in cosines], vector)
            highest = max(bm25.values(), default=0.0) or 1.0
            scores = {id: _score(cosine, bm25.get(id, 0.0) / highest) for id, cosine in cosines.items()}
            best = sorted(scores, key=lambda row: (-scores[row], row))[:count]
            found = self._store.chunks(best)
        return [Hit(found[id], scores[id], cosines[id], bm25.get(id, 0.0)) for id in best]

    def check(self) -> None:
        """Raise `IndexFault` if the index was made by another model or with other chunks."""
        for key, value in self._recipe().items():
            if (found := self._store.meta(key)) != value:
                raise IndexFault(
                    f"The index in {self.folder} was made with the {key} {found}; this Byline works with {value}. "
                    f"Run: byline rebuild --index {self.folder}"
                )

    def verify(self) -> list[str]:
        """Return what is wrong with the index, a sentence each with its cure; nothing where all its parts agree."""
        with self._lock:
            return list(problems(self._store, self._mirror, self.encoder.dimension))

    def each(self) -> Iterator[Article]:
        """Yield all articles in the order in which they were added, holding one at a time."""
        return (article for _, article in self._store.each())

    def rebuild(self, on_progress: Progress | None = None) -> None:
        """Cut and embed every article again with the present model: all of them, or none."""
        articles = self.articles()
        prepared: list[Entry] = []
        for batch in batches(articles):
            prepared += prepare([article for article in batch if isinstance(article, Article)], self.encoder)
            if on_progress:
                on_progress(len(prepared), len(articles))
        with self._writing():
            self._store.delete_chunks()
            self._write([entry for entry in prepared if self._store.has(entry[0].id)])
            self._record()
        with self._lock:
            self._mirror.save()

    def _begin(self) -> None:
        prepared = prepare(bundled(), self.encoder)
        with self._writing():
            if self._store.meta("model") is None:
                self._write(prepared)
                self._record()

    def _record(self) -> None:
        for key, value in self._recipe().items():
            self._store.set_meta(key, value)

    def _recipe(self) -> dict[str, str]:
        return {"model": self.encoder.name, "dimension": str(self.encoder.dimension), "chunk size": str(SIZE)}

    def _write(self, prepared: list[Entry]) -> None:
        for article, pieces, vectors in prepared:
            if not self._store.has(article.id):
                self._store.insert(article)
            for chunk, vector in zip(pieces, vectors, strict=True):
                self._store.insert_chunk(chunk, article.title, chunk.body(article.text), vector)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Write in one transaction; the vectors follow, which SQLite's data version would not tell of own writes."""
        with self._lock, self._store.transaction():
            self._mirror.outdate()
            yield


def _score(cosine: float, lexical: float) -> float:
    return _COSINE_WEIGHT * max(cosine, 0.0) + (1 - _COSINE_WEIGHT) * lexical
