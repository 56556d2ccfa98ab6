"""Questions answered from articles, every answer quoting its source."""

from index.faults import RagFault
from rag.assistant import Assistant, ask
from rag.results import Answer, Citation, NoAnswer

__all__ = ["Answer", "Assistant", "Citation", "NoAnswer", "RagFault", "ask"]
