"""Haystack's extractive reader with Byline's weights, behind its BM25 retriever."""

from pathlib import Path

from haystack import Document
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.readers.transformers import TransformersExtractiveReader


class Haystack:
    """Passages of 130 words, of which the ten best are read."""

    def __init__(self, model: Path) -> None:
        self.reader = TransformersExtractiveReader(str(model), no_answer=False, top_k=1)
        self.reader.warm_up()
        self._splitter = DocumentSplitter(split_by="word", split_length=130, split_overlap=20)
        self._splitter.warm_up()

    def hold(self, text: str) -> None:
        """Take an article in place of the one before."""
        store = InMemoryDocumentStore()
        store.write_documents(self._splitter.run([Document(content=text)])["documents"])
        self._retriever = InMemoryBM25Retriever(store, top_k=10)

    def answer(self, question: str) -> str:
        """Return the best answer, whatever its probability."""
        found = self._retriever.run(question)["documents"]
        answers = self.reader.run(question, found)["answers"] if found else []
        return str(answers[0].data or "") if answers else ""


def load(models: Path, mended: bool) -> Haystack:
    """Load it with Byline's weights; its reader calls a model without the types of the tokens, unless mended."""
    loaded = Haystack(models / "reader")
    if mended:
        from rag.evaluation.peers.weights import PassageReader

        loaded.reader.model = PassageReader.from_pretrained(models / "reader")
    return loaded
