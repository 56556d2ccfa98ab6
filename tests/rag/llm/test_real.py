"""A real model behind a real server: SmolLM2-135M, which invents much. What is shown holds all the same."""

from collections.abc import Iterator

import pytest

from rag.assistant import Assistant
from rag.draft import Claim, Rejection
from rag.evaluation.cases import bundled
from rag.llm.checking.check import Quoted, check
from rag.llm.model import open_model
from rag.llm.prompt import SILENCE
from rag.llm.writer import Writer
from rag.results import Answer, Result

small_llm = pytest.importorskip(
    "rag.evaluation.peers.small_llm", reason="no xllamacpp: pip install 'byline[dev]'", exc_type=ImportError
)


@pytest.fixture(scope="module")
def fluent(assistant: Assistant) -> Iterator[Assistant]:
    """Give the assistant on the bundled article with SmolLM2 behind an address of its own."""
    try:
        server = small_llm.serve()
    except RuntimeError as missing:
        pytest.skip(str(missing))
    writer = Writer(open_model(server.listening_address, "SmolLM2"), assistant.library.encoder, assistant.reader)
    yield Assistant(assistant.library, assistant.reader, writer)
    del server


QUESTIONS = [case.question for case in bundled()]


@pytest.mark.parametrize("question", [QUESTIONS[2], QUESTIONS[21], "Summarize the article"])
def test_whatever_it_writes_what_is_shown_is_checked_and_every_quote_exact(question: str, fluent: Assistant) -> None:
    *written, result = fluent.stream(question)
    assert isinstance(result, Result)
    draft = result.draft
    assert draft
    assert draft.model == "SmolLM2"
    assert draft.prompt_tokens
    assert draft.prompt_tokens > 100
    assert draft.completion_tokens or len(written) > 5
    assert [part for part in written if isinstance(part, Claim)] == list(draft.claims)
    assert [part for part in written if isinstance(part, Rejection)] == list(draft.struck)
    assert all(one.why for one in draft.struck)
    assert SILENCE not in [claim.text for claim in draft.claims]
    for citation in (*result.citations, *result.closest):
        text = fluent.library.article(citation.article_id).text
        assert text[citation.start : citation.end] == citation.quote
    if not draft.claims:
        plain = fluent.ask(question, fluent=False)
        assert draft.fault
        assert (result.text, result.citations, result.closest) == (plain.text, plain.citations, plain.closest)
        return
    assert isinstance(result, Answer)
    assert result.text == " ".join(claim.text for claim in draft.claims)
    articles = {citation.article_id: fluent.library.article(citation.article_id) for citation in result.citations}
    for claim in draft.claims:
        cited = [result.citations[number - 1] for number in claim.citations]
        quoted = [Quoted(one.quote, articles[one.article_id].text, one.published) for one in cited]
        assert check(claim.text, quoted, fluent.reader).supported
