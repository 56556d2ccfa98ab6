"""A search among some articles, against a search by hand; and what the catalogue tells."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.chunking import chunks, embedded_text
from index.library import Library
from index.storage.sqlite import SqliteTruth
from index.storage.vectors import VectorIndex
from index.types import Article
from index.where import EVERY, Where, of_any, only
from index.words import content_words
from tests.support.doubles import FERRY, ORCHARD, WordEncoder

COUNT = 240  # more than the candidates that a search takes
THINGS = ("ferry", "harbour", "storm", "orchard", "bees")


def story(number: int) -> Article:
    told = " ".join(THINGS[: number % 6] * (1 + number % 3))
    return Article(
        f"No {number}", f"Number {number} tells of the {told} again.", published=f"2021-{number % 12 + 1:02}"
    )


STORIES = [story(number) for number in range(COUNT)]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    made = Library.open(tmp_path_factory.mktemp("within"), WordEncoder())
    made.add(STORIES)
    yield made
    made.close()


def by_hand(library: Library, question: str, some: list[Article]) -> dict[str, float]:
    """Score every passage of these articles; BM25 is SQLite's own, for all passages of the library."""
    encoder = WordEncoder()
    query = encoder.encode([question])[0]
    bm25 = library._searcher.bm25(content_words(question), 10_000)
    held = {chunk.article_id: bm25[row] for row, chunk in library._truth.chunks(list(bm25)).items()}
    highest = max((held[article.id] for article in some if article.id in held), default=1.0)
    cosines = {a.id: float(encoder.encode([embedded_text(a, chunks(a)[0])])[0] @ query) for a in some}
    return {id: max(cosine, 0) / 2 + held.get(id, 0.0) / highest / 2 for id, cosine in cosines.items()}


@settings(max_examples=25)
@given(
    numbers=st.sets(st.integers(0, COUNT - 1), max_size=90),
    asked=st.lists(st.sampled_from([*THINGS, "number", "13"]), min_size=1, max_size=4, unique=True),
)
def test_a_search_among_some_articles_equals_brute_force(library: Library, numbers: set[int], asked: list[str]) -> None:
    some, question = [STORIES[number] for number in sorted(numbers)], " ".join(asked)
    expected = by_hand(library, question, some)
    hits = library.search(question, COUNT, only(article.id for article in some))
    assert {hit.chunk.article_id: hit.score for hit in hits} == pytest.approx(expected, abs=1e-4)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_what_all_articles_would_crowd_out_is_found(library: Library) -> None:
    best = {hit.chunk.article_id for hit in library.search("storm orchard bees", COUNT)}
    last = next(article for article in STORIES if article.id not in best)
    assert [hit.chunk.article_id for hit in library.search("storm orchard bees", 5, only([last.id]))] == [last.id]


def test_among_all_articles_is_the_same_and_among_none_is_nothing(word_library: Library) -> None:
    every = word_library.search("storm bees Retno")
    among = word_library.search("storm bees Retno", within=only(word_library.ids()))
    assert [hit.chunk for hit in among] == [hit.chunk for hit in every]
    assert [hit.score for hit in among] == pytest.approx([hit.score for hit in every], abs=1e-5)
    assert word_library.search("storm bees Retno", within=EVERY & only([])) == []
    assert word_library.search("storm bees Retno", within=only(["no such id"])) == []


def test_the_catalogue_tells_outlets_dates_and_titles(word_library: Library) -> None:
    word_library.add([Article("Rain", "It rains.", url="https://WWW.Example.org/rain", published="2022-05-01T07:30")])
    catalogue = word_library.catalogue
    assert catalogue.outlets()["The Harbour Post"] == 1
    assert catalogue.outlets()["example.org"] == 1
    assert catalogue.ids(of_any(["The Harbour Post", "Valley Weekly"])) == [FERRY.id, ORCHARD.id]
    assert catalogue.count(of_any(["example.org"])) == 1
    assert word_library.lexicon.titled("resuming") == {FERRY.id}
    assert word_library.lexicon.titled("harbour") == set()
    assert catalogue.newest() == "2022-08-02"
    assert catalogue.newest(only([FERRY.id, ORCHARD.id])) == "2022-04-30"
    assert catalogue.newest(only([])) is None


def test_outlets_are_counted_again_only_after_a_change(word_library: Library) -> None:
    catalogue = word_library.catalogue
    asked: list[str] = []
    catalogue.outlets()
    assert isinstance(catalogue, SqliteTruth)
    catalogue._database.set_trace_callback(asked.append)
    for word in ("storms", "bees", "rained"):
        word_library.lexicon.stem(word)
        word_library.lexicon.terms(word[0])
        word_library.search(word)
        assert "The Harbour Post" in catalogue.outlets()
    assert [query for query in asked if "SELECT site FROM" in query] == []
    word_library.add([Article("Rain", "It rains.", "The Rain Gazette")])
    assert catalogue.outlets()["The Rain Gazette"] == 1
    other = Library.open(word_library.folder, WordEncoder())
    other.remove(FERRY.id)
    assert "The Harbour Post" not in catalogue.outlets()


@pytest.mark.parametrize(
    ("published", "since", "until", "inside"),
    [
        ("2022-08-02", "2022-08-02", "2022-08-02", True),
        ("2022-08-02T23:59", "2022-08-01", "2022-08-02", True),
        ("2022-08", "2022-08-30", "2022-09-02", True),
        ("2022", "2022-08-30", "2022-09-02", True),
        ("2022-08-02", "2022-08-03", "9999", False),
        ("2022-08-02", "0000", "2022-08-01", False),
        ("2021", "2022-01-01", "9999", False),
        (None, "0000", "9999", False),
    ],
)
def test_dates_are_in_a_range_as_far_as_they_are_known(
    tmp_path: Path, published: str | None, since: str, until: str, inside: bool
) -> None:
    library = Library.open(tmp_path, WordEncoder())
    (added,) = library.add([Article("Rain", "It rains.", published=published)])
    assert library.catalogue.has_any(Where(frozenset([str(added.article_id)]), since=since, until=until)) is inside


def test_vectors_among_some_ids_equal_numpy() -> None:
    rows = np.random.default_rng(0).standard_normal((50, 16)).astype(np.float32)
    index = VectorIndex(16)
    index.add(range(100, 150), rows)
    some = [149, 103, 120, 101]
    expected = sorted(some, key=lambda row: -float(rows[row - 100] @ rows[0]))
    assert list(index.search(rows[0], 3, some)) == expected[:3]
    assert index.search(rows[0], 3, []) == {}
