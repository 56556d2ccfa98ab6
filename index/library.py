"""The library: opened, listed, searched, verified, rebuilt."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from index.articles import bundled, bundled_questions
from index.concordance import find
from index.embedding import MiniLMEncoder
from index.encoding import Encoder
from index.faults import IndexFault
from index.glimpse import Glimpse, keep_questions, questions, seen
from index.holdings import Holdings, Progress
from index.prepare import Entry, batches, prepare
from index.query import cleaned
from index.storage.forms import opened
from index.types import Article, Findings, Hit, Listed
from index.verify import problems
from index.where import EVERY, Where
from index.words import content_words, words

_COSINE_WEIGHT, _CANDIDATES = 0.5, 100


class Library(Holdings):
    """Articles in a folder or a cluster, and what a search finds in them.

    Safe to share between threads; what another process adds or removes is seen by the next search.
    """

    @classmethod
    def open(cls, folder: str | Path | None = None, encoder: Encoder | None = None) -> "Library":
        """Open the library in `folder`, or at an address `postgresql://…`; made anew, it holds the bundled article.

        Raises `IndexFault` where the folder cannot be used.
        """
        library = cls._in(folder, encoder)
        if library._truth.meta("model") is None and not library.ids():
            library._begin()
        with suppress(IndexFault):  # where there is no room for it: it is tried again, and asking needs none
            library._forget()
        library._searcher.load()
        return library

    @classmethod
    def probe(cls, folder: str | Path | None = None, encoder: Encoder | None = None) -> None:
        """Raise `IndexFault` if the index in `folder` cannot be used; quick, since no model is loaded."""
        library = cls._in(folder, encoder)
        if library._truth.meta("model") is not None:
            library.check()
        library.close()

    @classmethod
    def _in(cls, folder: str | Path | None, encoder: Encoder | None) -> "Library":
        encoder = encoder or MiniLMEncoder()
        return cls(*opened(folder, encoder.dimension), encoder)

    def listed(
        self, words: str = "", order: str = "added", descending: bool = True, count: int = 200, offset: int = 0
    ) -> tuple[list[Listed], int]:
        """Return `count` articles whose title, outlet, author or date holds all the words, and how many there are.

        `offset` are left out before. `order` is title, source, published, added or sentences; ValueError for another,
        `SearchFault` for words that are too long.
        """
        return self._truth.listed(cleaned(words), order, descending, count, offset)

    def search(self, question: str, count: int = 10, within: Where = EVERY) -> list[Hit]:
        """Return the `count` passages of these articles that fit a question best, the best first.

        Candidates are the 100 nearest by cosine and the 100 best by BM25. The score is half the cosine
        (if above 0) and half the BM25, as a share of the candidates' highest. Equals go by age.
        """
        self.check()
        vector = self.encoder.encode([question])[0]
        asked = content_words(question) or words(question)
        with self._lock, self._truth.snapshot():
            self._searcher.follow()
            cosines = self._searcher.nearest(vector, _CANDIDATES, within)
            bm25 = self._searcher.bm25(asked, _CANDIDATES, within)
            cosines |= self._searcher.cosines([id for id in bm25 if id not in cosines], vector)
            highest = max(bm25.values(), default=0.0) or 1.0
            scores = {id: _score(cosine, bm25.get(id, 0.0) / highest) for id, cosine in cosines.items()}
            best = sorted(scores, key=lambda row: (-scores[row], row))[:count]
            found = self._truth.chunks(best)
        # What a searcher knows that is newer than the snapshot is left out: nothing is quoted but from the truth.
        return [Hit(found[id], scores[id], cosines[id], bm25.get(id, 0.0)) for id in best if id in found]

    def find(self, typed: str, count: int = 20, after: int = 0, within: Where = EVERY) -> Findings:
        """Return `count` of these articles with every mention of what was typed, after the first `after`, latest first.

        That is words in any form and "phrases", joined by AND (or nothing), OR, NOT and brackets; an article fits as a
        whole, wherever its words stand. Title and sentences are searched. Raises `SearchFault` where it cannot be read.
        """
        with self._lock, self._truth.snapshot():
            return find(self._truth, self._searcher, typed, count, after, within)

    def questions(self, of: Sequence[str]) -> tuple[str, ...] | None:
        """Return the questions that were kept for just these articles, by id; None where there are none."""
        return questions(self._truth, of)

    def glimpse(self) -> Glimpse:
        """Return how many articles there are, those added last, and questions to begin with."""
        return seen(self._truth)

    def keep_questions(self, of: Sequence[str], found: Sequence[str]) -> None:
        """Keep questions that these articles answer, for the next start; they go when any article does."""
        with self._lock, suppress(IndexFault):  # where it cannot be written they are looked for again
            keep_questions(self._truth, of, found)

    def verify(self, sample: int | None = None) -> list[str]:
        """Return what is wrong with the index, a sentence each with its cure; nothing where all its parts agree.

        With `sample`, only so many articles are compared, drawn at random.
        """
        with self._lock:
            return list(problems(self._truth, self._searcher, self.encoder.dimension, sample))

    def maintain(self, anew: bool = False) -> list[str]:
        """Give back room and leave nothing of what was deleted; return what else may still hold its words.

        With `anew` all that is searched in is read from the articles' vectors again; nothing is embedded.
        """
        self.watch.permit()
        self.check()
        with self._lock:
            self._searcher.maintain(anew)
            return self._truth.vacuum()

    def rebuild(self, on_progress: Progress | None = None) -> None:
        """Cut and embed every article again with the present model: all of them, or none."""
        articles = self.articles()
        prepared: list[Entry] = []
        for batch in batches(articles):
            prepared += prepare([article for article in batch if isinstance(article, Article)], self.encoder)
            if on_progress:
                on_progress(len(prepared), len(articles))
        with self._writing():
            self._truth.delete_chunks()
            self._write([entry for entry in prepared if self._truth.has(entry[0].id)])
            self._record()
        with self._lock:
            self._searcher.save()

    def _begin(self) -> None:
        prepared = prepare(bundled(), self.encoder)
        with self._writing():
            if self._truth.meta("model") is not None:
                return
            self._write(prepared)
            self._record()
        self.keep_questions([article.id for article, *_ in prepared], bundled_questions())

    def _record(self) -> None:
        for key, value in self._recipe().items():
            self._truth.set_meta(key, value)


def _score(cosine: float, lexical: float) -> float:
    return _COSINE_WEIGHT * max(cosine, 0.0) + (1 - _COSINE_WEIGHT) * lexical
