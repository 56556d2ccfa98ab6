"""Articles on disk: read, cut into passages, embedded, searched."""

import os
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

# Threads of OpenMP spin while they wait for work: for milliseconds, unless told before the first of its libraries is
# loaded. Then two programs on two processors slow each other three to four times.
if "OMP_WAIT_POLICY" not in os.environ:
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")
