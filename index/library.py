"""The library: articles in, passages found."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_data_path

from index.articles import bundled
from index.chunking import SIZE, chunks, embedded_text
from index.embedding import MiniLMEncoder
from index.store import Store
from index.types import Article, Chunk, Encoder, Hit, IndexFault, Vectors
from index.vectors import VectorIndex
from index.words import content_words, words

Progress = Callable[[int, int], None]
Prepared = list[tuple[Article, list[Chunk], Vectors]]

VECTORS_FILE = "vectors.faiss"
_COSINE_WEIGHT = 0.5
_CANDIDATES = 100
_BATCH = 16


def default_folder() -> Path:
    """Return the index folder of who names none: `BYLINE_INDEX`, else one in the user's data folder."""
    return Path(os.environ.get("BYLINE_INDEX") or user_data_path("byline") / "index")


class Library:
    """Articles in one folder: SQLite keeps the truth, FAISS is derived from it.

    Safe to share between threads; what another process adds or removes is seen by the next search.
    """

    def __init__(self, store: Store, encoder: Encoder) -> None:
        self._store = store
        self._encoder = encoder
        self._vectors = VectorIndex(encoder.dimension)
        self._seen: int | None = None
        self._lock = threading.RLock()  # always taken before the store's own

    @classmethod
    def open(cls, folder: str | Path | None = None, encoder: Encoder | None = None) -> "Library":
        """Open the library in `folder`; made anew, it holds the bundled article.

        Raises `IndexFault` where the folder cannot be used.
        """
        library = cls._in(folder, encoder)
        if library._store.meta("model") is None:
            library._begin()
        digest = library._store.meta("vectors")
        if not library._vectors.load(library.folder / VECTORS_FILE, digest or "") and not library._store.read_only:
            library._save()
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

    def close(self) -> None:
        """Let go of the files."""
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

    def add(self, articles: Sequence[Article], on_progress: Progress | None = None) -> list[str]:
        """Add articles; return the ids of those that were not there already.

        Batches of 16 are one transaction each; `on_progress(done, total)` is called after every one.
        """
        self.check()
        added: list[str] = []
        for start in range(0, len(articles), _BATCH):
            batch = {article.id: article for article in articles[start : start + _BATCH]}
            prepared = self._prepare([article for id, article in batch.items() if not self._store.has(id)])
            with self._writing():
                new = [entry for entry in prepared if not self._store.has(entry[0].id)]
                self._write(new)
            added += [article.id for article, _, _ in new]
            if on_progress:
                on_progress(min(start + _BATCH, len(articles)), len(articles))
        self._save()
        return added

    def remove(self, article_id: str) -> None:
        """Remove an article and all that was made of it; KeyError if there is none of this id."""
        with self._writing():
            self._store.article(article_id)
            self._store.delete(article_id)
        self._save()

    def search(self, question: str, count: int = 10) -> list[Hit]:
        """Return the `count` passages that fit a question best, the best first.

        Candidates are the 100 nearest by cosine and the 100 best by BM25. The score is half the cosine
        (if above 0) and half the BM25, as a share of the candidates' highest. Equals go by age.
        """
        self.check()
        vector = self._encoder.encode([question])[0]
        match = " OR ".join(f'"{word}"' for word in content_words(question) or words(question))
        with self._lock, self._store.snapshot():
            self._follow()
            cosines = self._vectors.search(vector, _CANDIDATES)
            bm25 = self._store.bm25(match, _CANDIDATES) if match else {}
            cosines |= self._vectors.cosines([id for id in bm25 if id not in cosines], vector)
            found = self._store.chunks(list(cosines))
        highest = max(bm25.values(), default=0.0) or 1.0
        hits = {id: _hit(chunk, cosines[id], bm25.get(id, 0.0), highest) for id, chunk in found.items()}
        return [hits[id] for id in sorted(hits, key=lambda row: (-hits[row].score, row))[:count]]

    def unknown_words(self, question: str) -> list[str]:
        """Return the words of a question that carry meaning and that no article has in any form."""
        return [word for word in content_words(question) if not self._store.bm25(f'"{word}"', 1)]

    def check(self) -> None:
        """Raise `IndexFault` if the index was made by another model or with other chunks."""
        for key, value in self._recipe().items():
            if (found := self._store.meta(key)) != value:
                raise IndexFault(
                    f"The index in {self.folder} was made with the {key} {found}; this Byline works with {value}. "
                    f"Run: byline rebuild --index {self.folder}"
                )

    def rebuild(self, on_progress: Progress | None = None) -> None:
        """Cut and embed every article anew with the present model: all of it, or nothing is changed."""
        articles = self.articles()
        prepared: Prepared = []
        for article in articles:
            prepared += self._prepare([article])
            if on_progress:
                on_progress(len(prepared), len(articles))
        with self._writing():
            self._store.delete_chunks()
            self._write([entry for entry in prepared if self._store.has(entry[0].id)])
            self._record()
        self._save()

    def _begin(self) -> None:
        prepared = self._prepare(bundled())
        with self._writing():
            if self._store.meta("model") is None:
                self._write(prepared)
                self._record()

    def _record(self) -> None:
        for key, value in self._recipe().items():
            self._store.set_meta(key, value)

    def _recipe(self) -> dict[str, str]:
        return {
            "model": self._encoder.name,
            "dimension": str(self._encoder.dimension),
            "chunk size": str(SIZE),
        }

    def _prepare(self, articles: Sequence[Article]) -> Prepared:
        """Cut and embed, which takes long, before the transaction, which must not."""
        cut = [(article, chunks(article)) for article in articles]
        vectors = self._encoder.encode([embedded_text(article, chunk) for article, pieces in cut for chunk in pieces])
        prepared: Prepared = []
        for article, pieces in cut:
            prepared.append((article, pieces, vectors[: len(pieces)]))
            vectors = vectors[len(pieces) :]
        return prepared

    def _write(self, prepared: Prepared) -> None:
        for article, pieces, vectors in prepared:
            if not self._store.has(article.id):
                self._store.insert(article)
            for chunk, vector in zip(pieces, vectors, strict=True):
                body = " ".join(sentence.of(article.text) for sentence in chunk.sentences)
                self._store.insert_chunk(chunk, article.title, body, vector)

    def _follow(self) -> None:
        """Bring the vectors in memory to what the store holds; nothing is embedded again."""
        if (version := self._store.version()) == self._seen:
            return
        held, kept = self._vectors.ids, self._store.chunk_ids()
        self._vectors.remove(sorted(held - kept))
        new = sorted(kept - held)
        self._vectors.add(new, self._store.vectors(new, self._encoder.dimension))
        self._seen = version

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Write in one transaction; the vectors follow, which SQLite's data version would not tell of own writes."""
        with self._lock, self._store.transaction():
            self._seen = None
            yield

    def _save(self) -> None:
        with self._lock, self._store.transaction():
            self._follow()
            self._store.set_meta("vectors", self._vectors.save(self.folder / VECTORS_FILE))


def _hit(chunk: Chunk, cosine: float, bm25: float, highest: float) -> Hit:
    score = _COSINE_WEIGHT * max(cosine, 0.0) + (1 - _COSINE_WEIGHT) * bm25 / highest
    return Hit(chunk, score=score, cosine=cosine, bm25=bm25)
