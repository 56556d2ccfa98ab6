"""Measure peers on the same questions in the same run: `python -m rag.evaluation.peers --data BENCH --questions 200`.

Each question of NewsQA is put to the article that it is about, by each system in turn, so that a slow minute of the
machine is slow for all of them: Byline; llama-index's plain vector pipeline (the best passage is the answer);
Haystack's extractive reader behind its BM25 retriever, with Byline's weights. All give their best answer to every
question. Needs `pip install "byline[eval]"`.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory, mkdtemp
from time import perf_counter
from typing import Any, Protocol

import torch
from haystack import Document as HaystackDocument
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.readers.transformers import TransformersExtractiveReader
from llama_index.core import Document, VectorStoreIndex
from llama_index.core.embeddings import BaseEmbedding
from tokenizers import Tokenizer
from transformers import BertForQuestionAnswering, PreTrainedTokenizerFast

from index.embedding import MiniLMEncoder, bundled_model
from index.library import Library
from index.types import Article
from rag.assistant import Assistant
from rag.evaluation.benchmark import newsqa
from rag.evaluation.metrics import exact_match, f1
from rag.evaluation.run import holds
from rag.evaluation.sets import hold
from rag.reader import MODEL, SpanReader
from rag.span_model import SpanModel


class Peer(Protocol):
    """A system that answers questions about one article."""

    def hold(self, article: Article) -> None:
        """Take an article in place of the one before."""

    def answer(self, question: str) -> str:
        """Return the best answer, whatever its probability."""


class Byline:
    """Byline as it is; what it would refuse, it answers with the nearest words."""

    def __init__(self, encoder: MiniLMEncoder) -> None:
        self._assistant = Assistant(Library.open(mkdtemp(), encoder), SpanReader())

    def hold(self, article: Article) -> None:
        """Take an article in place of the one before."""
        hold(self._assistant.library, [article])

    def answer(self, question: str) -> str:
        """Return the best answer, whatever its probability."""
        result = self._assistant.ask(question)
        best = (*result.citations, *result.closest)[:1]
        return result.text if result.answered else best[0].answer if best else ""


class Embedding(BaseEmbedding):
    """Byline's encoder for llama-index."""

    encoder: Any

    def _get_query_embedding(self, query: str) -> list[float]:
        return list(map(float, self.encoder.encode([query])[0]))

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_query_embedding(text)

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [list(map(float, row)) for row in self.encoder.encode(texts)]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


class LlamaIndex:
    """llama-index with its own splitter and vector store: the best passage is the answer."""

    def __init__(self, encoder: MiniLMEncoder) -> None:
        self._embedding = Embedding(encoder=encoder)

    def hold(self, article: Article) -> None:
        """Take an article in place of the one before."""
        documents = [Document(text=article.text)]
        index = VectorStoreIndex.from_documents(documents, embed_model=self._embedding)
        self._retriever = index.as_retriever(similarity_top_k=1)

    def answer(self, question: str) -> str:
        """Return the best passage."""
        return str(self._retriever.retrieve(question)[0].node.get_content())


class Haystack:
    """Haystack's extractive reader with the model of a folder, behind its BM25 retriever."""

    def __init__(self, model: Path) -> None:
        self._reader = TransformersExtractiveReader(str(model), no_answer=False, top_k=1)
        self._reader.warm_up()
        self._splitter = DocumentSplitter(split_by="word", split_length=130, split_overlap=20)
        self._splitter.warm_up()

    def hold(self, article: Article) -> None:
        """Take an article in place of the one before."""
        store = InMemoryDocumentStore()
        store.write_documents(self._splitter.run([HaystackDocument(content=article.text)])["documents"])
        self._retriever = InMemoryBM25Retriever(store, top_k=10)

    def answer(self, question: str) -> str:
        """Return the best answer."""
        found = self._retriever.run(question)["documents"]
        answers = self._reader.run(question, found)["answers"] if found else []
        return str(answers[0].data or "") if answers else ""


def exported(folder: Path) -> Path:
    """Write Byline's weights as Hugging Face's libraries read them."""
    ours = SpanModel.load(MODEL / "reader.safetensors")
    made = BertForQuestionAnswering(ours.encoder.config)
    made.bert.load_state_dict(ours.encoder.state_dict(), strict=False)
    made.qa_outputs.load_state_dict(ours.ends.state_dict())
    made.save_pretrained(folder)
    tokenizer = Tokenizer.from_file(str(bundled_model() / "tokenizer.json"))
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]", unk_token="[UNK]"
    ).save_pretrained(folder)
    return folder


def timed(call: Callable[[str], str], question: str) -> tuple[str, float]:
    """Return what a call gives and how many milliseconds it takes."""
    began = perf_counter()
    given = call(question)
    return given, 1000 * (perf_counter() - began)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--questions", type=int, default=200)
    options = parser.parse_args()
    asked = sorted(newsqa(options.data, options.questions, together=False).asked, key=lambda one: one.articles[0].id)
    with TemporaryDirectory() as folder:
        encoder = MiniLMEncoder()
        peers: dict[str, Peer] = {
            "Byline": Byline(encoder),
            "llama-index, best passage": LlamaIndex(encoder),
            "Haystack reader, Byline's weights": Haystack(exported(Path(folder))),
        }
        taken: dict[str, list[tuple[str, float]]] = {name: [] for name in peers}
        held = None
        for number, one in enumerate(asked, start=1):
            for name, peer in peers.items():
                if one.articles != held:
                    peer.hold(one.articles[0])
                taken[name].append(timed(peer.answer, one.case.question))
            held = one.articles
            print(f"{number} of {len(asked)}", end="\r", file=sys.stderr)
    print(f"{len(asked)} questions, {torch.get_num_threads()} threads\n")
    print(
        "| | EM | F1 | the answer holds a right one | words | median ms | ratio |\n|---|---:|---:|---:|---:|---:|---:|"
    )
    for name, given in taken.items():
        print(_row(name, given, [one.case.answers for one in asked], taken["Byline"]))


def _row(
    name: str, given: list[tuple[str, float]], answers: list[tuple[str, ...]], first: list[tuple[str, float]]
) -> str:
    pairs = [(text, right) for (text, _), right in zip(given, answers, strict=True)]
    em, overlap, held = (100 * sum(metric(*pair) for pair in pairs) / len(pairs) for metric in (exact_match, f1, holds))
    words = median(len(text.split()) for text, _ in given)
    ratio = median(ms / base for (_, ms), (_, base) in zip(given, first, strict=True))
    times = median(ms for _, ms in given)
    return f"| {name} | {em:.1f} | {overlap:.1f} | {held:.1f} | {words:.0f} | {times:.0f} | {ratio:.2f} |"


if __name__ == "__main__":
    main()
