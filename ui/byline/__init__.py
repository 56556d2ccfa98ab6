"""Byline from Python: `import byline`, then `byline.ask("Who did Retno meet?")`."""

from typing import TYPE_CHECKING

from index.lazy import lazy

if TYPE_CHECKING:
    from index.faults import Fault
    from index.selection import Selection
    from index.types import Article
    from rag.assistant import Assistant
    from rag.default import ask, check
    from rag.results import Answer, NoAnswer

__all__ = ["Answer", "Article", "Assistant", "Fault", "NoAnswer", "Selection", "ask", "check"]
__getattr__ = lazy(
    __name__,
    {
        "Answer": "rag.results",
        "Article": "index.types",
        "Assistant": "rag.assistant",
        "Fault": "index.faults",
        "NoAnswer": "rag.results",
        "Selection": "index.selection",
        "ask": "rag.default",
        "check": "rag.default",
    },
)
