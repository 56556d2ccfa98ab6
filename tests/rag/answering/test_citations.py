"""Citations: true, or a fault."""

import logging
import sqlite3

import pytest

from index.articles import bundled
from index.chunking import sentences
from index.faults import CitationFault
from index.library import Library
from index.types import Article, Span
from rag.answering.citations import cite
from rag.readings import Reading
from rag.results import Answer
from tests.support.doubles import FERRY


def reading(article: Article, nth: int = 0) -> Reading:
    sentence = sentences(article)[nth]
    return Reading(article, sentence, Span(sentence.start + 4, sentence.start + 9), 0.9)


def test_a_citation_quotes_the_stored_sentence(word_library: Library) -> None:
    first, second = cite([reading(FERRY), reading(bundled()[0], 3)], word_library)
    assert (first.number, second.number) == (1, 2)
    assert first.quote == "The ferry to Aran Island sailed again on Monday after a storm kept it in port for nine days."
    assert first.answer == "ferry"
    for citation in (first, second):
        text = word_library.article(citation.article_id).text
        assert text[citation.start : citation.end] == citation.quote
        assert text[citation.answer_start : citation.answer_end] == citation.answer
    assert (second.source, second.published, second.title) == ("The Diplomat", "2022-08-02", bundled()[0].title)


def test_an_article_that_was_changed_behind_our_back_is_a_fault(
    word_library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    with sqlite3.connect(word_library.folder / "library.sqlite") as database:
        database.execute("UPDATE articles SET text = replace(text, 'sailed', 'rowed') WHERE id = ?", (FERRY.id,))
    with caplog.at_level(logging.ERROR), pytest.raises(CitationFault, match=rf"{FERRY.id} reads 'The ferry .* rowed "):
        cite([reading(FERRY)], word_library)
    assert "citation refused" in caplog.text


def test_an_article_that_is_gone_is_a_fault(word_library: Library) -> None:
    word_library.remove(FERRY.id)
    with pytest.raises(CitationFault, match=rf"{FERRY.id} is no longer in the library"):
        cite([reading(FERRY)], word_library)


def test_an_answer_outside_its_sentence_is_a_fault(word_library: Library) -> None:
    first, second = sentences(FERRY)[:2]
    with pytest.raises(CitationFault, match="not inside the sentence"):
        cite([Reading(FERRY, first, second, 0.9)], word_library)


def test_an_answer_has_a_citation() -> None:
    with pytest.raises(ValueError, match=r"“Yes” has no citation"):
        Answer("Well?", "Well?", "thing", 0.9, "reader", (), (), {}, "Yes")
