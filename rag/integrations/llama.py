"""Byline as parts of a llama-index program: a node parser, a retriever and a query engine."""

from collections.abc import Callable, Sequence
from typing import Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.response.schema import Response
from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, Document, NodeRelationship, NodeWithScore, QueryBundle, TextNode

from index.chunking import SIZE, chunks
from index.sources import Source
from index.types import Article, Span
from rag.readings import Passage
from rag.results import Citation, Result

AnySource = Source | BaseNode
_METADATA = ("title", "source", "published", "author", "url")


class ChunkParser(NodeParser):
    """Cuts llama-index documents into Byline's chunks: whole sentences, with exact offsets.

    A document's metadata may name `title`, `source`, `published`, `author` and `url`.
    """

    chunk_size: int = SIZE
    chunk_overlap: int = 0

    def _parse_nodes(self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any) -> list[BaseNode]:
        parsed: list[BaseNode] = []
        for document in nodes:
            article = article_of(document)
            for chunk in chunks(article, self.chunk_size, self.chunk_overlap):
                node = _node(article, chunk.span, chunk.sentences)
                node.metadata = {**document.metadata, **node.metadata}
                node.relationships = {NodeRelationship.SOURCE: document.as_related_node_info()}
                parsed.append(node)
        return parsed

    def _postprocess_parsed_nodes(self, nodes: list[BaseNode], parent_doc_map: dict[str, Document]) -> list[BaseNode]:
        """Keep the offsets: the base class searches for the text, and finds repeated text in the wrong place."""
        return nodes


class ScopedRetriever(BaseRetriever):
    """Retrieves the passages that `find` returns for a question, as nodes: those in which `ask` looks for an answer."""

    def __init__(self, find: Callable[[str], Sequence[Passage]]) -> None:
        super().__init__()
        self._find = find

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [_scored(passage) for passage in self._find(query_bundle.query_str)]


class CitingQueryEngine(BaseQueryEngine):
    """Answers with cited sentences: they are the response's source nodes, its metadata is the answer's JSON object."""

    def __init__(self, ask: Callable[[str], Result]) -> None:
        super().__init__(callback_manager=None)
        self._ask = ask

    def _query(self, query_bundle: QueryBundle) -> Response:
        result = self._ask(query_bundle.query_str)
        nodes = [_cited(citation, result.confidence) for citation in result.citations]
        return Response(response=result.text, source_nodes=nodes, metadata=result.as_dict())

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        return self._query(query_bundle)

    def _get_prompt_modules(self) -> dict[str, Any]:
        return {}


def article_of(document: BaseNode) -> Article:
    """Return the article that a llama-index document holds; a reader's `file_path` is the place it is known by."""
    known: dict[str, Any] = {key: document.metadata.get(key) for key in _METADATA}
    title = known.pop("title") or document.metadata.get("file_name") or ""
    return Article(title, document.get_content(), **known, place=document.metadata.get("file_path"))


def _scored(passage: Passage) -> NodeWithScore:
    return NodeWithScore(node=_node(passage.article, passage.span, passage.sentences), score=passage.score)


def _node(article: Article, span: Span, sentences: Sequence[Span]) -> TextNode:
    places = {
        "article_id": article.id,
        "start": span.start,
        "end": span.end,
        "sentences": [list(s) for s in sentences],
    }
    return TextNode(
        id_=f"{article.id}:{span.start}-{span.end}",
        text=span.of(article.text),
        start_char_idx=span.start,
        end_char_idx=span.end,
        metadata={key: getattr(article, key) for key in _METADATA if getattr(article, key)} | places,
        excluded_embed_metadata_keys=list(places),
        excluded_llm_metadata_keys=list(places),
    )


def _cited(citation: Citation, confidence: float) -> NodeWithScore:
    metadata = {
        key: getattr(citation, key) for key in ("article_id", "title", "source", "published", "url", "start", "end")
    }
    node = TextNode(
        id_=f"{citation.article_id}:{citation.start}-{citation.end}",
        text=citation.quote,
        start_char_idx=citation.start,
        end_char_idx=citation.end,
        metadata=metadata,
    )
    return NodeWithScore(node=node, score=confidence)
