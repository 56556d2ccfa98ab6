"""Questions answered from articles, every answer quoting its source."""

from rag.assistant import Assistant, ask
from rag.types import Answer, Citation, NoAnswer, RagFault

__all__ = ["Answer", "Assistant", "Citation", "NoAnswer", "RagFault", "ask"]
