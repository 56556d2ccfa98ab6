"""llama-index with its own splitter and vector store, and Byline's encoder: the best passage is the answer."""

from pathlib import Path
from typing import Any

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.embeddings import BaseEmbedding
from sentence_transformers import SentenceTransformer


class Embedding(BaseEmbedding):
    """A model of sentence-transformers for llama-index."""

    encoder: Any

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embeddings([query])[0]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        rows = self.encoder.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        return [list(map(float, row)) for row in rows]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


class LlamaIndex:
    """Its plain vector pipeline, with its defaults."""

    def __init__(self, encoder: Path) -> None:
        self._embedding = Embedding(encoder=SentenceTransformer(str(encoder), device="cpu", local_files_only=True))

    def hold(self, text: str) -> None:
        """Take an article in place of the one before."""
        index = VectorStoreIndex.from_documents([Document(text=text)], embed_model=self._embedding)
        self._retriever = index.as_retriever(similarity_top_k=1)

    def answer(self, question: str) -> str:
        """Return the best passage."""
        return str(self._retriever.retrieve(question)[0].node.get_content())


def load(models: Path, mended: bool) -> LlamaIndex:
    """Load it with Byline's encoder."""
    return LlamaIndex(models / "encoder")
