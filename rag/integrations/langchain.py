"""Byline as a part of a LangChain program: a retriever."""

from collections.abc import Callable, Sequence

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from rag.answering.attempt import PASSAGES
from rag.readings import Passage

_METADATA = ("title", "source", "published", "author", "url")


class BylineRetriever(BaseRetriever):
    """Retrieves the `k` passages that `find` returns for a question: `Assistant.search`, or one like it."""

    find: Callable[[str, int], Sequence[Passage]]
    k: int = PASSAGES

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, k: int | None = None
    ) -> list[Document]:
        return [_document(passage) for passage in self.find(query, k or self.k)]


def _document(passage: Passage) -> Document:
    article, (start, end) = passage.article, passage.span
    known = {key: getattr(article, key) for key in _METADATA if getattr(article, key)}
    places = {"article_id": article.id, "start": start, "end": end, "score": passage.score}
    return Document(passage.text, id=f"{article.id}:{start}-{end}", metadata={**known, **places})
