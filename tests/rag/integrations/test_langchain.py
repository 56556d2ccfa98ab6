"""Byline inside a LangChain program."""

from typing import Any

import pytest
from langchain_core.documents import Document
from langchain_tests.integration_tests import RetrieversIntegrationTests

from index.faults import QuestionFault
from rag.assistant import Assistant
from rag.integrations.langchain import BylineRetriever

QUESTION = "Who did Retno meet?"


class TestRetriever(RetrieversIntegrationTests):
    """LangChain's own tests of a retriever."""

    @pytest.fixture(autouse=True)
    def _searched(self, assistant: Assistant) -> None:
        self.assistant = assistant

    @property
    def retriever_constructor(self) -> type[BylineRetriever]:
        return BylineRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"find": self.assistant.search, "k": 5}

    @property
    def retriever_query_example(self) -> str:
        return QUESTION


def test_documents_are_the_passages_that_are_read(assistant: Assistant) -> None:
    passages = assistant.search(QUESTION, 3)
    documents = BylineRetriever(find=assistant.search, k=3).invoke(QUESTION)
    assert [document.page_content for document in documents] == [passage.text for passage in passages]
    for document, passage in zip(documents, passages, strict=True):
        known = document.metadata
        assert assistant.library.article(known["article_id"]).text[known["start"] : known["end"]] == passage.text
        assert (known["title"], known["source"]) == (passage.article.title, "The Diplomat")
        assert known["score"] == passage.score
    assert len({document.id for document in documents}) == 3


def test_it_is_a_link_of_a_chain(assistant: Assistant) -> None:
    def sources(documents: list[Document]) -> set[str]:
        return {document.metadata["source"] for document in documents}

    chain = BylineRetriever(find=assistant.search) | sources
    assert chain.batch([QUESTION, "Where were the victims rescued?"]) == [{"The Diplomat"}] * 2


def test_what_cannot_be_asked_is_told(assistant: Assistant) -> None:
    with pytest.raises(QuestionFault):
        BylineRetriever(find=assistant.search).invoke("  ")
