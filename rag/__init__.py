"""Questions answered from articles, every answer quoting its source."""

from typing import TYPE_CHECKING

from index.lazy import lazy

if TYPE_CHECKING:
    from index.faults import RagFault
    from rag.assistant import Assistant
    from rag.default import ask, check
    from rag.results import Answer, Citation, NoAnswer

__all__ = ["Answer", "Assistant", "Citation", "NoAnswer", "RagFault", "ask", "check"]
__getattr__ = lazy(
    __name__,
    {
        "Answer": "rag.results",
        "Assistant": "rag.assistant",
        "Citation": "rag.results",
        "NoAnswer": "rag.results",
        "RagFault": "index.faults",
        "ask": "rag.default",
        "check": "rag.default",
    },
)
