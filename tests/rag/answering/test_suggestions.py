"""Questions to go on with: answered from the sentence that they were made from, and never before a reader's own."""

import threading
from collections.abc import Sequence

import pytest

from index.chunking import sentences
from index.types import Article
from rag.answering.suggestions import suggestions
from rag.assistant import Assistant
from rag.results import Result
from ui.server.queue import Queue


@pytest.mark.parametrize("question", ["How many Indonesian victims were rescued?", "What is the recipe for crumble?"])
def test_suggestions_are_answered_from_the_article_that_is_cited(assistant: Assistant, question: str) -> None:
    result, tried = assistant.ask(question), list[str]()

    def ask(question: str) -> Result:
        tried.append(question)
        return assistant.ask(question)

    found = suggestions(result, assistant.library.article, ask)
    assert 1 <= len(found) <= 3
    assert set(found) <= set(tried)
    article = assistant.library.articles()[0]
    told = {span.of(article.text) for span in sentences(assistant.library.article(article.id))}
    for one in found:
        assert {citation.quote for citation in assistant.ask(one).citations} <= told
    assert found[0] not in suggestions(result, assistant.library.article, assistant.ask, [found[0].upper()])


def test_nothing_more_is_tried_when_a_reader_asks(assistant: Assistant) -> None:
    result, tried = assistant.ask("How many Indonesian victims were rescued?"), list[str]()

    def ask(question: str, history: Sequence[object] = ()) -> Result:
        tried.append(question)
        return assistant.ask(question)

    suggestions(result, assistant.library.article, ask, go_on=lambda: not tried)
    assert len(tried) == 1


def test_an_article_that_is_gone_suggests_nothing(assistant: Assistant) -> None:
    none: dict[str, Article] = {}
    assert suggestions(assistant.ask("How many victims were rescued?"), none.__getitem__, assistant.ask) == ()


def test_an_aside_waits_for_questions_and_sees_when_one_comes() -> None:
    queue, seen, asked, answered = Queue(2), list[bool](), threading.Event(), threading.Event()

    def reader() -> None:
        with queue.turn():
            asked.set()
            assert answered.wait(30)

    thread = threading.Thread(target=reader)
    thread.start()
    assert asked.wait(30)
    with queue.aside(0.01) as quiet:
        assert not quiet
    answered.set()
    with queue.aside(30) as quiet:
        seen += [quiet, queue.quiet]
        with queue.turn():
            seen.append(queue.quiet)
        with queue.aside(1) as second, queue.aside(1) as third:
            seen += [second, third]
    thread.join()
    assert seen == [True, True, False, True, False]
    queue.close(1)
    with queue.aside(30) as quiet:
        assert not quiet
