"""A summary quotes the sentences that say the most, exactly, in order and without repetition."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles import bundled
from index.embedding import MiniLMEncoder
from index.library import Library
from index.types import Article
from rag.answering.summary import Sentence, about, chosen, leans, of_articles, quotable, spread, summarize
from tests.support.doubles import FERRY, ORCHARD, WordEncoder

PHOTO = Article(
    "Ferry sails",
    "The ferry sailed on Monday after nine days in port.\n\nA ferry in the harbour of Aran on Monday.\n\n"
    "Photo: A. Doyle\n\n"
    "What the crew says\n\n"
    "The crew had waited for better weather since March.",
)
WORDS = "sun rain wind ferry bees stone He But".split()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, encoder: MiniLMEncoder) -> Iterator[Library]:
    """Give a library of the bundled article, the ferry and the orchard, with the real model."""
    library = Library.open(tmp_path_factory.mktemp("summary"), encoder)
    library.add([FERRY, ORCHARD])
    yield library
    library.close()


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9), min_size=1, max_size=12),
    st.integers(0, 6),
)
def test_sentences_are_exact_in_order_and_not_repeated(sentences: list[list[str]], count: int) -> None:
    article = Article("A title", " ".join("Now " + " ".join(words) + "." for words in sentences))
    summary = of_articles([article], WordEncoder(), count)
    texts = [reading.answer.of(article.text) for reading in summary.readings]
    starts = [reading.answer.start for reading in summary.readings]
    assert len(texts) <= count
    assert starts == sorted(set(starts))
    assert len({text.lower() for text in texts}) == len(texts)
    assert all(reading.answer == reading.sentence for reading in summary.readings)
    assert all(0 <= reading.probability <= 1 for reading in summary.readings)
    assert {reading.sentence for reading in summary.readings} <= {one.span for one in quotable(article)}


def test_the_choice_is_of_the_worthiest_that_repeat_least() -> None:
    article = Article("", "Sun and rain came today. Sun and rain came twice. Stone fell on the bees.")
    found = [Sentence(article, one.span, one.place) for one in quotable(article)]
    vectors = np.array([[1, 0], [0.9, np.sqrt(1 - 0.81)], [0, 1]], np.float32)
    assert chosen(found, vectors, np.array([0.9, 0.8, 0.7], np.float32), 2) == [0, 2]
    assert chosen(found, vectors, np.array([0.1, 0.9, 0.2], np.float32), 1) == [1]
    assert chosen(found, vectors, np.ones(3, np.float32), 3, most=1) == [0]


def test_a_sentence_that_leans_is_chosen_after_the_one_before_it() -> None:
    article = Article("", "Retno flew to Phnom Penh. She met the police chief there. Rain fell on the old town.")
    found = quotable(article)
    vectors = np.eye(3, dtype=np.float32)
    worth = np.array([0.5, 0.55, 0.5], np.float32)
    assert chosen(found, vectors, worth, 1) == [0]
    assert chosen(found, vectors, worth, 2) == [0, 1]
    assert leans("“But he said no.”")
    assert not leans("Butter is dear.")


def test_captions_credits_and_headings_are_no_summary() -> None:
    texts = [sentence.text for sentence in quotable(PHOTO)]
    assert texts == [
        "The ferry sailed on Monday after nine days in port.",
        "The crew had waited for better weather since March.",
    ]


@given(st.integers(1, 100), st.integers(1, 30))
def test_of_many_sentences_the_start_and_some_of_the_rest_are_read(many: int, count: int) -> None:
    article = Article("", "x " * many)
    found = [Sentence(article, quotable(article)[0].span, place) for place in range(many)]
    places = [one.place for one in spread(found, count)]
    assert len(places) == min(many, count)
    assert places == sorted(set(places))
    assert places[: count // 2] == list(range(min(many, count // 2)))


def test_this_article_is_that_of_the_last_citation_else_the_newest(library: Library, encoder: MiniLMEncoder) -> None:
    newest = summarize("What is this article about?", library, encoder)
    assert [article.title for article in newest.articles] == [ORCHARD.title]
    cited = summarize("What is this article about?", library, encoder, [FERRY.id])
    assert [article.title for article in cited.articles] == [FERRY.title]
    gone = summarize("What is this article about?", library, encoder, ["0" * 16])
    assert gone.articles == newest.articles


def test_the_bundled_article_is_summed_up(library: Library, encoder: MiniLMEncoder) -> None:
    summary = of_articles(bundled(), encoder)
    assert len(summary.readings) == 4
    assert "Retno Marsudi" in " ".join(reading.answer.of(reading.article.text) for reading in summary.readings)


def test_a_subject_is_summed_up_from_what_is_about_it(library: Library, encoder: MiniLMEncoder) -> None:
    summary = summarize("Summarize what is said about the mason bees", library, encoder)
    assert summary.subject == "the mason bees"
    assert [article.title for article in summary.articles] == [ORCHARD.title]
    assert summary.readings
    assert about("quantum computing", library, encoder).readings == ()


def test_all_articles_are_summed_up_by_date(library: Library, encoder: MiniLMEncoder) -> None:
    summary = summarize("Summarise all articles", library, encoder)
    assert [article.published for article in summary.articles] == ["2021-03-12", "2022-04-30", "2022-08-02"]
    assert len(summary.readings) <= 4


def test_no_articles_give_no_summary(encoder: MiniLMEncoder) -> None:
    assert of_articles([], encoder).readings == ()


def test_the_latest_of_a_live_blog_is_its_newest_update(
    tmp_path_factory: pytest.TempPathFactory, encoder: MiniLMEncoder
) -> None:
    text = (
        "## 19:10 – Death toll rises to nine\n\nNine people have died, the guard said. A car was found near Lund.\n\n"
        "## 09:45 – Four dead\n\nFour people have died in Storm Petra, the guard said."
    )
    library = Library.open(tmp_path_factory.mktemp("live"), encoder)
    library.add([Article("Storm Petra live", text), FERRY])
    latest = summarize("What is the latest on Storm Petra?", library, encoder)
    quoted = [reading.answer.of(reading.article.text) for reading in latest.readings]
    assert quoted[:2] == ["19:10 – Death toll rises to nine", "Nine people have died, the guard said."]
    assert not any("Four" in quote for quote in quoted)
    whole = summarize("Summarize what is said about Storm Petra", library, encoder)
    assert any("Four" in reading.answer.of(reading.article.text) for reading in whole.readings)
    library.close()
