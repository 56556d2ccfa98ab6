"""Which articles a question is about."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles import bundled
from index.library import Library
from index.types import Article, Span
from index.where import EVERY, only
from rag.readings import Passage
from rag.retrieval.passages import passages
from rag.retrieval.scope import Scope, ranked, scope_of, search
from tests.support.doubles import FERRY, ORCHARD, WordEncoder

TODAY = date(2022, 8, 10)
STORM = Article("Storm shuts harbour", "A storm shut the harbour.", url="https://www.cnn.com/a", published="2021-03-04")
REPAIRS = Article("Ferry repairs delayed", "Repairs are delayed.", source="The Guardian", published="2022-05-04")
HIVES = Article("The hives of Ulm", "Bees live there.", url="https://www.theweek.co.uk/x", published="2022-08")
TRAM = Article("Tram derailed", "A tram left its rails.", source="BBC News")
NAMES = {article.id: article.title.split()[0] for article in (FERRY, ORCHARD, STORM, REPAIRS, HIVES, TRAM, *bundled())}
FERRIES = {FERRY.id, REPAIRS.id}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    made = Library.open(tmp_path_factory.mktemp("scope"), WordEncoder())
    made.add([FERRY, ORCHARD, STORM, REPAIRS, HIVES, TRAM])
    yield made
    made.close()


@pytest.mark.parametrize(
    ("question", "asked", "within"),
    [
        ("Who is the captain according to CNN?", "Who is the captain?", [STORM]),
        ("According to the Guardian, who was late?", "Who was late?", [REPAIRS]),
        ("What was shut, as reported by cnn.com?", "What was shut?", [STORM]),
        ("Who was hurt in The Guardian?", "Who was hurt?", [REPAIRS]),
        ("What does BBC say about the tram?", None, [TRAM]),
        ("what did cnn say about the harbour", None, [STORM]),
        ("What did The Week report about bees?", None, [HIVES]),
        ("What does the CNN article about the storm say?", None, [STORM]),
        ("In the article about the ferry, who is the captain?", "Who is the captain?", [FERRY, REPAIRS]),
        ("Who is the captain in the story about ferries after a storm?", "Who is the captain?", [FERRY]),
        ("In the article “The hives of Ulm”, who lives there?", "Who lives there?", [HIVES]),
        ("In the article 'Tram derailed', what left its rails?", "What left its rails?", [TRAM]),
        (
            "What do articles from 2021 say about the harbour?",
            "What do articles say about the harbour?",
            [FERRY, STORM],
        ),
        ("What was reported in 2021 about the harbour?", "What was reported about the harbour?", [FERRY, STORM]),
        ("What happened last week?", None, [*bundled(), HIVES]),
        ("Any news of bees this month?", "Any news of bees?", [*bundled(), HIVES]),
        ("Last week's news of Cambodia according to The Diplomat", "News of Cambodia", bundled()),
    ],
)
def test_a_question_is_about_some_articles(
    library: Library, question: str, asked: str | None, within: list[Article]
) -> None:
    scope = scope_of(question, library, TODAY)
    assert scope.question == (asked or question)
    assert scope.within
    assert {NAMES[id] for id in library.catalogue.ids(scope.within)} == {NAMES[article.id] for article in within}
    assert scope.nothing == ""
    assert not scope.preferred


@pytest.mark.parametrize(
    "question",
    [
        "According to police, how many died?",
        "What did the captain say about the week?",
        "Who was hurt in Guardianship Street?",
        "Who won the 2021 election?",
        "What is said in the article about France?",
        "What does the article say?",
    ],
)
def test_nothing_is_guessed(library: Library, question: str) -> None:
    assert scope_of(question, library, TODAY) == Scope(question)


def test_a_report_of_a_year_need_not_be_an_article_of_it(library: Library) -> None:
    assert scope_of("What did the 2021 report say about the harbour?", library, TODAY).within == EVERY
    assert scope_of("What did the 2021 article say about the harbour?", library, TODAY).within != EVERY


@pytest.mark.parametrize(
    "question",
    [
        "What happened on 4 March 2021?",
        "How many storms were there in 2021?",
        "How many cases were reported in March 2021?",
        "Who was killed last year?",
    ],
)
def test_a_date_that_may_be_a_part_of_what_is_asked_leaves_nothing_out(library: Library, question: str) -> None:
    scope = scope_of(question, library, TODAY)
    assert (scope.question, scope.within, scope.preferred) == (question, EVERY, True)
    assert ((scope.since or "")[:4], (scope.until or "")[:4]) == ("2021", "2021")


@pytest.mark.parametrize(
    ("question", "nothing"),
    [
        ("What happened last week?", "No article here appeared last week; the newest is of 2 August 2022."),
        ("articles from 2019", "No article here appeared in 2019; the newest is of 2 August 2022."),
        (
            "Any news of ferries since July according to The Guardian?",
            "No article of The Guardian here appeared since July; the newest is of 4 May 2022.",
        ),
        (
            "What do articles from 2019 say according to BBC?",
            "No article of BBC News here appeared in 2019; none of them has a date.",
        ),
        ("Who left in the article about the tram according to CNN?", "No article of cnn.com here has such a title."),
    ],
)
def test_where_no_article_is_left_that_is_said(library: Library, question: str, nothing: str) -> None:
    library.remove(HIVES.id)
    scope = scope_of(question, library, date(2022, 9, 28))
    library.add([HIVES])
    assert scope.nothing == nothing
    assert not library.catalogue.has_any(scope.within)


def passage(score: float, published: str | None) -> Passage:
    article = Article(f"{score} {published}", "It sails.", published=published)
    return Passage(article, Span(0, 9), (Span(0, 9),), score)


def test_among_equally_good_passages_the_newer_comes_first_where_the_latest_is_asked_for() -> None:
    found = [passage(0.8, "2020-01-05"), passage(0.8, None), passage(0.8, "2022-01-02"), passage(0.7, "2022-01-03")]
    again = ranked([*found, passage(0.3, "2023-01-01")], Scope("", newest_first=True))
    assert [p.article.published for p in again] == ["2022-01-02", "2022-01-03", "2020-01-05", None, "2023-01-01"]
    assert [p.score for p in again] == pytest.approx([0.8 - 0.2 / 3, 0.7, 0.8 - 0.4 / 3, 0.6, 0.3])


def test_the_latest_and_the_outlet_are_those_that_a_reader_typed(word_library: Library) -> None:
    twins = [Article(f"Ferry news {n}", "The ferry sails at nine.", published=f"2021-0{n}-01") for n in (1, 2)]
    word_library.add(twins)

    def first(question: str) -> str:
        scope = scope_of(question, word_library, TODAY)
        return search(scope, word_library, 5)[0].article.title

    assert first("What is the latest ferry news?") == "Ferry news 2"
    word_library.edit(twins[0].id, published="2022-08-01", source="The Zirconium Post")
    assert first("What is the latest ferry news?") == "Ferry news 1"
    assert first("When does the ferry sail, according to The Zirconium Post?") == "Ferry news 1"
    word_library.edit(twins[0].id, published=None)
    assert first("What is the latest ferry news?") == "Ferry news 2"


def test_passages_of_the_time_named_come_before_equally_good_ones() -> None:
    found = [passage(0.8, "2020-01-05"), passage(0.75, "2021"), passage(0.6, "2021-03-01")]
    again = ranked(found, Scope("", since="2021-01-01", until="2021-12-31", preferred=True))
    assert [p.score for p in again] == pytest.approx([0.75, 0.7, 0.6])
    none = Scope("", since="2019-01-01", until="2019-12-31", preferred=True)
    assert ranked(found, none) == found


scores = st.floats(0, 1)
dates = st.none() | st.sampled_from(["2020", "2021-05", "2021-05-03", "2022-08-02T10:00"])


@given(
    found=st.lists(st.builds(passage, scores, dates), max_size=12),
    newest=st.booleans(),
    preferred=st.booleans(),
)
def test_ranking_anew_loses_nothing_and_raises_no_score(found: list[Passage], newest: bool, preferred: bool) -> None:
    scope = Scope("", since="2021-01-01", until="2021-12-31", preferred=preferred, newest_first=newest)
    again = ranked(found, scope)
    assert [p.score for p in again] == sorted((p.score for p in again), reverse=True)
    before = {id(p.article): p.score for p in found}
    assert {id(p.article) for p in again} == set(before)
    assert all(p.score <= before[id(p.article)] for p in again)
    if not newest and not preferred:
        assert [p.score for p in again] == sorted(before.values(), reverse=True)


def test_a_slip_is_corrected_but_not_in_the_name_of_an_outlet(library: Library) -> None:
    library.add([Article("Fairy tales told", "A fairy told tales.", source="Feiry")])
    scope = scope_of("What did Feiry say about the captian and the harbuor?", library, TODAY)
    assert scope.question == "What did Feiry say about the Captain and the harbour?"
    assert [(one.written, one.read) for one in scope.corrections] == [("captian", "Captain"), ("harbuor", "harbour")]


def test_a_search_keeps_to_the_scope(library: Library) -> None:
    scope = scope_of("In the article about the ferry, what is delayed?", library, TODAY)
    assert {passage.article.id for passage in search(scope, library)} == FERRIES
    within = passages(scope.question, library, 10, scope.within)
    assert {passage.article.id for passage in within} == FERRIES
    assert search(replace(scope, within=only([])), library) == []
    everything = search(Scope("ferry storm"), library, 3)
    assert [p.score for p in everything] == [hit.score for hit in library.search("ferry storm", 3)]


@settings(max_examples=60)
@given(st.text(max_size=80) | st.from_regex(r"(in|according to|from|the article|about|last|2021|CNN|[ ,?“”'])+"))
def test_any_text_may_be_asked(library: Library, text: str) -> None:
    scope = scope_of(text, library, TODAY)
    assert bool(scope.question) == bool(text)
    assert bool(scope.nothing) != library.catalogue.has_any(scope.within)
