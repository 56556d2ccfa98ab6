"""Articles on disk: read, cut into passages, embedded, searched."""

from index.faults import IndexFault
from index.library import Library
from index.types import Article

__all__ = ["Article", "IndexFault", "Library"]
