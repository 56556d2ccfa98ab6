"""Short ways to write articles into a truth, embedded by their words."""

from collections.abc import Iterator
from contextlib import contextmanager

from index.prepare import prepare
from index.storage.searcher import Searcher
from index.storage.truth import Truth
from index.types import Article
from tests.support.doubles import WordEncoder

ENCODER = WordEncoder()


def story(number: int, words: str = "storm") -> Article:
    """Return an article of one chunk."""
    return Article(f"No {number}", f"The {words} number {number} is told.", place=f"{number}.txt")


def put(truth: Truth, *articles: Article) -> None:
    """Write articles in one transaction."""
    with truth.transaction():
        truth.set_meta("dimension", str(ENCODER.dimension))
        for article, chunks, vectors in prepare(articles, ENCODER):
            truth.insert(article)
            truth.insert_chunks(article, chunks, vectors)


def drop(truth: Truth, *ids: str) -> None:
    """Delete articles in one transaction."""
    with truth.transaction():
        for id in ids:
            truth.delete(id)


@contextmanager
def following(truth: Truth, searcher: Searcher) -> Iterator[Searcher]:
    """Give the searcher in a snapshot of the truth that it has followed."""
    with truth.snapshot():
        searcher.follow()
        yield searcher
