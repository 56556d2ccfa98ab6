"""Articles on disk: read, cut into passages, embedded, searched."""

from index.library import Library
from index.types import Article, IndexFault

__all__ = ["Article", "IndexFault", "Library"]
