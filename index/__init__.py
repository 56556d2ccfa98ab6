"""Articles on disk: read, cut into passages, embedded, searched."""

from typing import TYPE_CHECKING

from index.lazy import lazy

if TYPE_CHECKING:
    from index.faults import IndexFault
    from index.library import Library
    from index.types import Article

__all__ = ["Article", "IndexFault", "Library"]
__getattr__ = lazy(
    __name__,
    {
        "Article": "index.types",
        "IndexFault": "index.faults",
        "Library": "index.library",
    },
)
