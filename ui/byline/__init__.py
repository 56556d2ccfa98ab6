"""Byline from Python: `import byline`, then `byline.ask("Who did Retno meet?")`."""

from typing import TYPE_CHECKING

from index.lazy import lazy

if TYPE_CHECKING:
    from index.faults import Fault
    from index.types import Article
    from rag.assistant import Assistant, ask, check
    from rag.results import Answer, NoAnswer

__all__ = ["Answer", "Article", "Assistant", "Fault", "NoAnswer", "ask", "check"]
__getattr__ = lazy(
    __name__,
    {
        "Answer": "rag.results",
        "Article": "index.types",
        "Assistant": "rag.assistant",
        "Fault": "index.faults",
        "NoAnswer": "rag.results",
        "ask": "rag.assistant",
        "check": "rag.assistant",
    },
)
