"""A search in the library -> passages, as the readers get them."""

from index.library import Library
from index.types import Article
from index.where import EVERY, Where
from rag.readings import Passage


def passages(query: str, library: Library, count: int, within: Where = EVERY) -> list[Passage]:
    """Return the `count` passages of these articles that a search finds, the best first."""
    articles: dict[str, Article] = {}
    found = []
    for hit in library.search(query, count, within):
        chunk = hit.chunk
        if chunk.article_id not in articles:
            articles[chunk.article_id] = library.article(chunk.article_id)
        found.append(Passage(articles[chunk.article_id], chunk.span, chunk.sentences, hit.score, hit.cosine))
    return found
