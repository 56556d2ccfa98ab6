"""Every form finds of some articles what is found when these are told apart in Python, by their ids."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.faults import CollectionFault
from index.library import Library
from index.storage.searcher import Searcher
from index.storage.truth import Truth
from index.types import Article
from index.where import EVERY, Where, in_any, of_any, only
from tests.index.storage.conftest import Open
from tests.index.storage.rows import ENCODER, drop, following, put, story
from tests.support.doubles import WordEncoder

SHARED = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
QUERY = ENCODER.encode(["The storm number 3 is told."])[0]

OUTLETS = (None, "The Diplomat", "It's 100% \\ “news”", "thediplomat.com", "Ünder\tground; --", "")
URLS = (None, "https://www.thediplomat.com/{}", "https://news.example/{}")
DATES = (None, "2020", "2021-05", "2021-05-03", "2021-05-03T08:00", "2022-01-01", "")
ARTICLES = [
    replace(
        story(number, ("storm", "ferry", "storm ferry")[number % 3]),
        source=OUTLETS[number % len(OUTLETS)],
        url=(URLS[number // 6 % len(URLS)] or "").format(number) or None,
        published=DATES[number % len(DATES)],
    )
    for number in range(24)
]
COLLECTIONS = {
    "Islands": {article.id for article in ARTICLES[::4]},
    "Spring": {article.id for article in ARTICLES[3:9]},
    "Empty": set[str](),
}

names = st.sampled_from([name for name in OUTLETS if name] + ["news.example", "'; DROP TABLE x", "x' OR true --"])
days = st.sampled_from(["2020", "2021", "2021-05", "2021-05-02", "2021-05-03", "2021-05-04", "2022-01-01", "1999"])
conditions = st.one_of(
    st.builds(only, st.sets(st.sampled_from([*(article.id for article in ARTICLES), "gone", "'"]), max_size=9)),
    st.builds(of_any, st.sets(names, max_size=3)),
    st.builds(in_any, st.sets(st.sampled_from([*COLLECTIONS, "ISLANDS"]), max_size=2)),
    st.builds(lambda since, until: Where(since=since, until=until), st.none() | days, st.none() | days),
)


def fits(article: Article, within: Where) -> bool:
    """Tell whether all that is said is true of an article; a day that is not known may be any."""
    site = {"www.thediplomat.com": "thediplomat.com"}.get(host := (article.url or "//").split("/")[2], host)
    held = {name.casefold() for name, ids in COLLECTIONS.items() if article.id in ids}
    return (
        (within.ids is None or article.id in within.ids)
        and all({article.source, site} & group for group in within.outlets)
        and all(held & {name.casefold() for name in group} for group in within.collections)
        and (not (within.since or within.until) or _is_of(article.published, within.since, within.until))
    )


def _is_of(published: str | None, since: str | None, until: str | None) -> bool:
    day = (published or "")[:10]
    first, last = day + "0000-00-00"[len(day) :], day + "9999-99-99"[len(day) :]
    ends = (until or "") + "9999-99-99"[len(until or "") :]
    return bool(day) and first <= ends and last >= (since or "") + "0000-00-00"[len(since or "") :]


@pytest.fixture
def both(connect: Open) -> tuple[Truth, Searcher]:
    """Give a truth of many outlets and dates, and its searcher, in every form."""
    truth, searcher = connect()
    put(truth, *ARTICLES)
    with truth.transaction():
        for name, ids in COLLECTIONS.items():
            truth.collect(name, sorted(ids))
    return truth, searcher


@SHARED
@given(st.lists(conditions, max_size=3))
def test_some_articles_are_those_that_python_tells_apart(both: tuple[Truth, Searcher], told: list[Where]) -> None:
    truth, searcher = both
    within = EVERY
    for one in told:
        within &= one
    ids = [article.id for article in ARTICLES if all(fits(article, one) for one in told)]
    assert [article.id for article in ARTICLES if fits(article, within)] == ids
    assert (truth.ids(within), truth.count(within), truth.has_any(within)) == (ids, len(ids), bool(ids))
    dates = [article.published for article in ARTICLES if article.id in ids]
    assert (truth.undated(within), truth.newest(within)) == (
        sum(not date for date in dates), max((date for date in dates if date is not None), default=None))  # fmt: skip
    assert truth.added_last(within, 3) == ids[::-1][:3]
    assert truth.latest(within, 5, 1) == truth.latest(only(ids), 5, 1)
    with following(truth, searcher):
        chunks = truth.chunks_of(ids)
        assert truth.chunks_within(within) == chunks
        near, everywhere = searcher.nearest(QUERY, 99, within), searcher.nearest(QUERY, 99)
        assert near == pytest.approx({id: everywhere[id] for id in chunks}, abs=1e-6)
        best, of_all = searcher.bm25(["storm", "number 3"], 99, within), searcher.bm25(["storm", "number 3"], 99)
        assert best == pytest.approx({id: score for id, score in of_all.items() if id in chunks})
        assert searcher.having(["ferry"], within) == searcher.having(["ferry"]) & set(ids)
        assert searcher.knows("ferry", within) == bool(searcher.having(["ferry"]) & set(ids))
        assert searcher.knows("storm ferry", within) == bool(searcher.having(["storm ferry"]) & set(ids))


@pytest.mark.parametrize(
    ("within", "found"),
    [
        (only([ARTICLES[3].id, "gone"]), 1),
        (of_any(["The Diplomat"]), 4),
        (of_any(["thediplomat.com"]), 9),
        (of_any(["The Diplomat", "thediplomat.com"]), 12),
        (in_any(["islands"]), 6),
        (Where(since="2021-05-04"), 7),
        (Where(until="2020"), 4),
        (of_any(["The Diplomat"]) & Where(since="2021"), 1),
        (of_any(["The Diplomat"]) & in_any(["Spring"]), 1),
        (of_any(["The Diplomat"]) & of_any(["news.example"]), 1),
        (in_any(["Empty"]), 0),
        (of_any([]), 0),
        (only([]), 0),
        (Where(since="2030"), 0),
    ],
)
def test_each_kind_of_condition_is_searched(both: tuple[Truth, Searcher], within: Where, found: int) -> None:
    truth, searcher = both
    assert truth.count(within) == found == sum(fits(article, within) for article in ARTICLES)
    with following(truth, searcher):
        assert len(searcher.nearest(QUERY, 99, within)) == found
        assert list(searcher.nearest(QUERY, 2, within)) == list(searcher.nearest(QUERY, 99, within))[:2]


def test_an_unknown_collection_is_told(both: tuple[Truth, Searcher]) -> None:
    truth, searcher = both
    unknown = of_any(["The Diplomat"]) & in_any(["Spring", "Isles"])
    for ask in (truth.ids, truth.count, truth.newest, lambda some: searcher.nearest(QUERY, 5, some)):
        with pytest.raises(CollectionFault, match="no collection “Isles”"):
            ask(unknown)


def test_a_collection_is_searched_as_it_is_now(both: tuple[Truth, Searcher]) -> None:
    truth, searcher = both
    for change in (truth.collect, truth.uncollect):
        with truth.transaction():
            change("Empty", [ARTICLES[7].id])
        with following(truth, searcher):
            assert list(searcher.nearest(QUERY, 9, in_any(["Empty"]))) == truth.chunks_within(in_any(["Empty"]))
    drop(truth, *COLLECTIONS["Spring"])
    with following(truth, searcher):
        assert searcher.nearest(QUERY, 9, in_any(["Spring"])) == {}


def test_what_is_edited_removed_and_put_back_is_found_where_it_is_then(place: str) -> None:
    library, other = Library.open(place, WordEncoder()), Library.open(place, WordEncoder())
    library.add(ARTICLES[:9])
    diplomat, spring = of_any(["The Diplomat"]), Where(since="2023-03", until="2023-05")
    (first,) = (one for one in ARTICLES[:3] if fits(one, diplomat))
    assert first.id in found(other, diplomat)
    library.edit(first.id, source="Gazette", published="2023-04-01", url="https://gazette.example/1")
    for one in (library, other):
        assert first.id not in found(one, diplomat)
        for within in (spring, of_any(["Gazette"]), of_any(["gazette.example"]) & spring):
            assert found(one, within) == [first.id] == one.catalogue.ids(within)
    removed = library.remove(first.id)
    assert found(other, spring) == []
    library.put_back(removed)
    library.edit(first.id, published="")
    for one in (library, other):
        assert (found(one, spring), found(one, of_any(["Gazette"]))) == ([], [first.id])
        assert one.verify() == []
        one.close()


def found(library: Library, within: Where) -> list[str]:
    """Return the ids of the articles that a search finds."""
    return [hit.chunk.article_id for hit in library.search("the storm is told", 50, within)]
