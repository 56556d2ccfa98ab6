"""A search in the library -> passages, as the readers get them."""

from collections.abc import Collection

from index.library import Library
from index.types import Article
from rag.readings import Passage


def passages(query: str, library: Library, count: int, within: Collection[str] | None = None) -> list[Passage]:
    """Return the `count` passages that a search finds, the best first; with `within`, of the articles of these ids."""
    articles: dict[str, Article] = {}
    found = []
    for hit in library.search(query, count, within):
        chunk = hit.chunk
        if chunk.article_id not in articles:
            articles[chunk.article_id] = library.article(chunk.article_id)
        found.append(Passage(articles[chunk.article_id], chunk.span, chunk.sentences, hit.score, hit.cosine))
    return found
