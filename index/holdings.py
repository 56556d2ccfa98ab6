"""The articles that a library holds: they come in, are changed and go, each time in one transaction."""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Sized
from contextlib import contextmanager
from pathlib import Path

from index.changes import Unwatched, Watch
from index.chunking import SIZE
from index.collected import Collected
from index.edits import checked
from index.encoding import Encoder
from index.faults import IndexFault
from index.language import warning
from index.prepare import Entry, batches, prepare
from index.storage.catalogue import Catalogue
from index.storage.collections import named
from index.storage.kept import TRACES, Held
from index.storage.searcher import Lexicon, Searcher
from index.storage.truth import Truth
from index.types import Article, Outcome, Rejected

Progress = Callable[[int, int], None]
Removed = tuple[Held, ...]


class Holdings(Collected):
    """Articles in a truth, and a searcher that is derived from it."""

    def __init__(self, truth: Truth, searcher: Searcher, encoder: Encoder) -> None:
        self._truth = truth
        self._searcher = searcher
        self.encoder = encoder
        self.watch: Watch = Unwatched()
        self._lock = threading.RLock()  # always taken before the truth's own

    @property
    def folder(self) -> Path:
        """Return where files that belong to the library lie."""
        return self._truth.folder

    @property
    def place(self) -> str:
        """Return what names the library, as `BYLINE_INDEX` does, without a password."""
        return self._truth.place

    @property
    def read_only(self) -> bool:
        """Tell whether nothing can be written there."""
        return self._truth.read_only

    @property
    def catalogue(self) -> Catalogue:
        """Return what is known of the articles without a search."""
        return self._truth

    @property
    def lexicon(self) -> Lexicon:
        """Return what is known of the articles' words."""
        return self._searcher

    def close(self) -> None:
        """Close the files."""
        self._truth.close()

    def articles(self) -> list[Article]:
        """Return all articles in the order in which they were added."""
        return self._truth.articles()

    def each(self) -> Iterator[Article]:
        """Yield all articles in the order in which they were added, holding one at a time."""
        return (article for _, article in self._truth.each())

    def ids(self) -> list[str]:
        """Return the ids of all articles in the order in which they were added."""
        return self._truth.ids()

    def article(self, article_id: str) -> Article:
        """Return one article as it is stored now; KeyError if there is none of this id."""
        return self._truth.article(article_id)

    def check(self) -> None:
        """Raise `IndexFault` if the index was made by another model or with other chunks."""
        for key, value in self._recipe().items():
            if (found := self._truth.meta(key)) != value:
                raise IndexFault(
                    f"The index in {self.place} was made with the {key} {found}; this Byline works with {value}. "
                    f"Run: byline rebuild --index {self.place}"
                )

    def add(
        self,
        articles: Iterable[Article | Rejected],
        on_progress: Progress | None = None,
        collections: Collection[str] = (),
    ) -> list[Outcome]:
        """Add articles; return what became of each, in order. What was rejected before is passed on.

        An article of a URL or place that is there already replaces the one there, in one transaction, and takes over
        what a reader edited. A batch of up to 64 is one transaction; `on_progress(done, total)` is called after every
        one, and what it raises ends the adding. The total of what has no length is what was done so far. Articles may
        be made while they are taken: at most a batch is held in memory. All come into `collections`, those that are
        there already too.
        """
        self.watch.permit()
        self.check()
        collections = [named(one) for one in collections]
        outcomes: list[Outcome] = []
        try:
            for batch in batches(articles):
                outcomes += self._add(batch, collections)
                self._tell(outcomes[-len(batch) :], collections)
                if on_progress:
                    on_progress(len(outcomes), len(articles) if isinstance(articles, Sized) else len(outcomes))
        finally:
            self._forget()
            with self._lock:
                self._searcher.save()
        return outcomes

    def _add(self, batch: Sequence[Article | Rejected], collections: Collection[str]) -> list[Outcome]:
        new = {article.id: self._as_edited(article) for article in batch if isinstance(article, Article)}
        prepared = prepare([article for id, article in new.items() if not self._truth.has(id)], self.encoder)
        ready = {entry[0].id: entry for entry in prepared}
        with self._writing():
            outcomes = [
                self._put(article, ready.get(article.id))
                if isinstance(article, Article)
                else Outcome("rejected", article.where, reason=article.reason)
                for article in batch
            ]
            for name in collections:
                self._truth.collect(name, [one.article_id for one in outcomes if one.article_id])
        return outcomes

    def _tell(self, outcomes: Sequence[Outcome], collections: Collection[str]) -> None:
        for what in ("added", "updated"):
            self.watch.changed(what, [one.article_id for one in outcomes if one.status == what and one.article_id])
        if collections:
            self.watch.changed("put into a collection", [one.article_id for one in outcomes if one.article_id])

    def _put(self, article: Article, prepared: Entry | None) -> Outcome:
        """Write one article in place of the one of the same key; embedded here only if others wrote meanwhile."""
        where = article.place or article.url or article.title
        if self._truth.has(article.id):
            return Outcome("already there", where, self._truth.article(article.id).title, article.id)
        article = self._as_edited(article)
        earlier = self._truth.earlier(article)
        held = {name for article_id in earlier for name in self._truth.collections_of(article_id)}
        for article_id in earlier:
            self._truth.delete(article_id)
        ready = prepared if prepared and prepared[0] == article else prepare([article], self.encoder)[0]
        self._write([ready])
        for name in held:
            self._truth.collect(name, [article.id])
        to_know = " ".join(filter(None, (article.scans.told, warning(article.text)))) or None
        return Outcome("updated" if earlier else "added", where, article.title, article.id, to_know)

    def _as_edited(self, article: Article) -> Article:
        """Return an article with what a reader edited of those in whose stead it comes."""
        for earlier in self._truth.earlier(article):
            article = article.edited(self._truth.article(earlier).edits)
        return article

    def edit(self, article_id: str, **known: str | None) -> Article:
        """Change what is known of an article: its title, source, published, author or url; return it as it is then.

        What is typed wins over what the article's file says, also when that is added again. None is what the file
        says, and an empty text that nothing is known. KeyError if there is none of this id; `EditFault` for what
        cannot be a title, a date or an address.
        """
        self.watch.permit()
        self.check()
        was = self._truth.article(article_id)
        edited = checked(was, known)
        if edited == was:
            return was
        ready = prepare([edited], self.encoder)
        with self._writing():
            if self._truth.article(article_id) != was:
                raise IndexFault(f"The article “{was.title}” was changed by another at the same time. Try again.")
            self._truth.update(edited)
            self._truth.delete_chunks_of(article_id)
            self._write(ready)
        self.watch.changed("edited", [article_id])
        self._forget()
        return edited

    def remove(self, *article_ids: str) -> Removed:
        """Remove articles and every trace of them on the disk, all or none; KeyError if there is none of an id.

        What is returned is in memory alone; `put_back` takes it.
        """
        self.watch.permit()
        with self._writing():
            held = tuple(map(self._truth.held, dict.fromkeys(article_ids)))
            self._searcher.drop()  # it has what is removed, and leaves room for that on a full disk
            for article_id in article_ids:
                self._truth.delete(article_id)
        self.watch.changed("removed", [one.id for one in held])
        try:
            self._forget()
        except IndexFault as fault:
            told = f"Removed: {', '.join(article_ids)}. Their words are not overwritten on the disk yet"
            raise IndexFault(f"{told}. Free some space on the disk; opening the index does it then.") from fault
        return held

    def put_back(self, removed: Removed) -> list[str]:
        """Put articles back as they were, in one transaction: their ids, edits, passages and when they were added.

        Return the ids of those that are back. One that was added anew meanwhile stays as it is.
        """
        self.watch.permit()
        self.check()
        with self._writing():
            back = [held.id for held in removed if self._truth.put_back(held)]
        self._follow()
        self.watch.changed("put back", back)
        return back

    def _forget(self) -> None:
        """Leave no trace on the disk of what was deleted, even if a stop came before; once for all: it is slow."""
        if self._truth.read_only or self._truth.meta(TRACES) != "left":
            return
        with self._lock:
            self._searcher.drop()
        self._truth.flush()
        with self._writing():
            self._searcher.purge()
            self._truth.set_meta(TRACES, "none")
        self._follow()
        self._truth.flush()

    def _follow(self) -> None:
        with self._lock, self._truth.snapshot():
            self._searcher.follow()

    def _recipe(self) -> dict[str, str]:
        return {"model": self.encoder.name, "dimension": str(self.encoder.dimension), "chunk size": str(SIZE)}

    def _write(self, prepared: list[Entry]) -> None:
        for article, pieces, vectors in prepared:
            if not self._truth.has(article.id):
                self._truth.insert(article)
            self._truth.insert_chunks(article, pieces, vectors)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._lock, self._truth.transaction():
            yield
