"""Byline inside a llama-index program."""

import asyncio
from collections.abc import Sequence
from typing import Any

from llama_index.core import Document
from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.base_selector import BaseSelector
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.llms import MockLLM
from llama_index.core.postprocessor import SimilarityPostprocessor
from llama_index.core.query_engine import RouterQueryEngine
from llama_index.core.schema import MetadataMode, NodeWithScore, QueryBundle
from llama_index.core.selectors import MultiSelection, SingleSelection
from llama_index.core.tools import QueryEngineTool, ToolMetadata

from rag.assistant import Assistant
from rag.integrations.llama import ChunkParser
from tests.support.doubles import FERRY


def test_the_retriever_is_one_and_its_nodes_know_their_place(assistant: Assistant) -> None:
    retriever = assistant.as_retriever(3)
    assert isinstance(retriever, BaseRetriever)
    nodes = retriever.retrieve("Who did Retno meet?")
    assert [node.score for node in nodes] == sorted((node.score or 0 for node in nodes), reverse=True)
    for node in nodes:
        text = assistant.library.article(node.metadata["article_id"]).text
        assert text[node.metadata["start"] : node.metadata["end"]] == node.get_content(MetadataMode.NONE)
        assert (node.metadata["source"], node.metadata["published"]) == ("The Diplomat", "2022-08-02")


def test_its_nodes_pass_through_postprocessors_and_asyncio(assistant: Assistant) -> None:
    nodes: list[NodeWithScore] = asyncio.run(assistant.as_retriever().aretrieve("Who did Retno meet?"))
    cutoff = nodes[1].score or 0.0
    kept = SimilarityPostprocessor(similarity_cutoff=cutoff).postprocess_nodes(nodes)
    assert [node.node_id for node in kept] == [node.node_id for node in nodes[:2]]


def test_the_query_engine_is_one_and_cites(assistant: Assistant) -> None:
    engine = assistant.as_query_engine()
    assert isinstance(engine, BaseQueryEngine)
    response = engine.query("Who did Retno meet?")
    result = assistant.ask("Who did Retno meet?")
    assert str(response) == result.text
    assert [node.get_content(MetadataMode.NONE) for node in response.source_nodes] == [
        c.quote for c in result.citations
    ]
    assert response.metadata is not None
    assert response.metadata["citations"] == result.as_dict()["citations"]
    refused = asyncio.run(engine.aquery("What is the capital of France?"))
    assert (str(refused), refused.source_nodes) == ("The articles do not say.", [])


class First(BaseSelector):
    """Chooses the first tool, where a language model would choose."""

    def _get_prompts(self) -> dict[str, Any]:
        return {}

    def _update_prompts(self, prompts_dict: dict[str, Any]) -> None:
        return None

    def _select(self, choices: Sequence[ToolMetadata], query: QueryBundle) -> MultiSelection:
        return MultiSelection(selections=[SingleSelection(index=0, reason="the only one")])

    async def _aselect(self, choices: Sequence[ToolMetadata], query: QueryBundle) -> MultiSelection:
        return self._select(choices, query)


def test_the_query_engine_drops_into_a_router(assistant: Assistant) -> None:
    tool = QueryEngineTool.from_defaults(assistant.as_query_engine(), name="articles", description="News articles")
    router = RouterQueryEngine(selector=First(), query_engine_tools=[tool], llm=MockLLM())
    assert str(router.query(QueryBundle("Who did Retno meet?"))) == assistant.ask("Who did Retno meet?").text


def test_documents_are_cut_where_they_stand_also_where_text_repeats() -> None:
    text = "It rained again. " * 30 + FERRY.text
    document = Document(text=text, metadata={"title": "Rain", "source": "The Harbour Post", "desk": "weather"})
    nodes = IngestionPipeline(transformations=[ChunkParser(chunk_size=200)]).run(documents=[document])
    at = 0
    for node in nodes:
        content = node.get_content(MetadataMode.NONE)
        start, end = node.metadata["start"], node.metadata["end"]
        assert (start, text[start:end]) == (at, content)
        assert (node.metadata["source"], node.metadata["desk"]) == ("The Harbour Post", "weather")
        assert node.ref_doc_id == document.doc_id
        at = end
    assert at == len(text)
