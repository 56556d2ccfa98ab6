"""What every form of truth keeps: transactions, snapshots, several writers, and a log of what came and went."""

import threading
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.faults import IndexFault
from index.prepare import prepare
from index.storage.kept import TRACES
from index.storage.truth import Truth
from index.types import Article, Scans, Span
from index.where import EVERY, Where, of_any, only
from tests.index.storage.conftest import Open
from tests.index.storage.rows import ENCODER, drop, put, story
from tests.support.doubles import FERRY, ORCHARD

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SHARED = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_an_empty_truth_answers_everything(truth: Truth) -> None:
    assert (truth.ids(), truth.articles(), truth.chunk_ids(), truth.authors()) == ([], [], set(), [])
    assert (truth.outlets(), truth.newest(), truth.ids(Where(since="0", until="9"))) == ({}, None, [])
    assert truth.listed("", "added", True, 10) == ([], 0)
    assert (truth.meta("anything"), truth.malformed(64), truth.faults()) == (None, 0, [])
    assert list(truth.changes(None).added) == []
    for ask in (truth.article, truth.held):
        with pytest.raises(KeyError):
            ask("0123456789abcdef")


def test_an_article_is_kept_with_all_that_is_known_of_it(truth: Truth) -> None:
    article = replace(FERRY, place="a.pdf", scans=Scans((Span(3, 9),), (2, 5))).edited({"title": "Ferry"})
    put(truth, article)
    assert truth.article(article.id) == article
    with truth.transaction():
        held = truth.held(article.id)
        truth.delete(article.id)
        truth.put_back(held)
        assert truth.article(article.id) == article
        truth.update(article.edited({"author": "Ann"}))
    assert truth.article(article.id) == article.edited({"author": "Ann"})


def test_a_transaction_is_there_whole_or_not_at_all(truth: Truth) -> None:
    put(truth, FERRY)
    before, mark = truth.held(FERRY.id), truth.changes(None).mark

    def stopped() -> None:
        with truth.transaction():
            truth.delete(FERRY.id)
            for article, chunks, vectors in prepare([ORCHARD], ENCODER):
                truth.insert(article)
                truth.insert_chunks(article, chunks, vectors)
            truth.set_meta("model", "another")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stopped()
    assert (truth.ids(), truth.held(FERRY.id), truth.meta("model")) == ([FERRY.id], before, None)
    assert (list(truth.changes(mark).added), list(truth.changes(mark).removed)) == ([], [])


def test_who_writes_reads_it_at_once_and_others_when_it_is_committed(connect: Open) -> None:
    (writing, _), (reading, _) = connect(), connect()
    with writing.transaction():
        ((article, chunks, vectors),) = prepare([FERRY], ENCODER)
        writing.insert(article)
        writing.insert_chunks(article, chunks, vectors)
        assert writing.article(FERRY.id) == FERRY
        assert writing.spans(FERRY.id) == [chunk.span for chunk in chunks]
        assert reading.ids() == []
        assert list(reading.changes(None).added) == []
    assert reading.article(FERRY.id) == FERRY
    assert set(reading.changes(None).added) == writing.chunk_ids()


def test_a_snapshot_sees_one_state(connect: Open) -> None:
    (writing, _), (reading, _) = connect(), connect()
    put(writing, FERRY)
    with reading.snapshot():
        seen, changes = reading.held(FERRY.id), reading.changes(None)
        put(writing, ORCHARD)
        drop(writing, FERRY.id)
        assert (reading.ids(), reading.held(FERRY.id), reading.changes(None)) == ([FERRY.id], seen, changes)
    assert reading.ids() == [ORCHARD.id]


def test_writers_wait_for_one_another(connect: Open) -> None:
    truths = [connect()[0] for _ in range(3)]
    marks: list[int] = []

    def write(truth: Truth, writer: int) -> None:
        for number in range(12):
            with truth.transaction():
                truth.set_meta("count", str(int(truth.meta("count") or 0) + 1))
                ((article, chunks, vectors),) = prepare([story(100 * writer + number)], ENCODER)
                truth.insert(article)
                truth.insert_chunks(article, chunks, vectors)
            marks.append(truth.changes(None).mark)

    threads = [threading.Thread(target=write, args=(truth, writer)) for writer, truth in enumerate(truths)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [truth.meta("count") for truth in truths] == ["36"] * 3
    assert len(truths[0].chunk_ids()) == len(truths[0].ids()) == 36
    assert max(marks) == truths[0].changes(None).mark


def test_threads_share_a_truth(truth: Truth) -> None:
    put(truth, *map(story, range(5)))
    wrong: list[object] = []

    def read() -> None:
        for _ in range(30):
            with truth.snapshot():
                if len(truth.chunk_ids()) != 5 * (len(truth.ids()) // 5):
                    wrong.append(truth.ids())

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for start in range(5, 25, 5):
        put(truth, *map(story, range(start, start + 5)))
    for thread in threads:
        thread.join()
    assert wrong == []


@SHARED
@given(st.lists(st.tuples(st.sampled_from(["add", "remove", "back", "again", "anew"]), st.integers(0, 5)), max_size=10))
def test_the_changes_after_any_mark_lead_to_what_there_is(connect: Open, steps: list[tuple[str, int]]) -> None:
    truth, removed = connect()[0], {}
    drop(truth, *truth.ids())
    seen: list[tuple[int | None, set[int]]] = [(None, set())]
    ever: set[int] = set()
    for step, number in steps:
        article = story(number)
        if step == "add" and not truth.has(article.id):
            put(truth, article)
            new = set(truth.chunks_of([article.id]))
            assert new.isdisjoint(ever), "a chunk's id is never given twice"
            ever |= new
        elif step == "remove" and truth.has(article.id):
            removed[number] = truth.held(article.id)
            drop(truth, article.id)
        elif step == "back" and number in removed:
            with truth.transaction():
                assert truth.put_back(removed[number]) is not truth.has(article.id) or truth.has(article.id)
        elif step in ("again", "anew"):
            _cut_again(truth, whole=step == "anew")
            ever |= truth.chunk_ids()
        changes = truth.changes(seen[-1][0])
        seen.append((changes.mark, truth.chunk_ids()))
    for mark, held in seen:
        changes = truth.changes(mark)
        found = set(changes.added) if changes.whole else (held - set(changes.removed)) | set(changes.added)
        assert found == truth.chunk_ids()
        assert changes.mark == seen[-1][0] or not steps


def _cut_again(truth: Truth, whole: bool) -> None:
    """Cut every article again, as a rebuild does, or each as an edit does."""
    with truth.transaction():
        if whole:
            truth.delete_chunks()
        for article, chunks, vectors in prepare(truth.articles(), ENCODER):
            if not whole:
                truth.delete_chunks_of(article.id)
            truth.insert_chunks(article, chunks, vectors)


@SHARED
@given(TEXTS, TEXTS, TEXTS)
def test_every_text_comes_back_as_it_was(connect: Open, title: str, source: str, words: str) -> None:
    truth = connect()[0]
    drop(truth, *truth.ids())
    article = Article(title, f"a{words}\0\x01\x10 😀 ﬁ e\u0301 {words}.", source, place=f"{words}\0", author=words)
    put(truth, article, story(1))
    edited = article.edited({"title": words, "author": None})
    with truth.transaction():
        truth.update(edited)
        truth.set_meta(title, source)
    again = connect()[0]
    assert again.article(article.id) == edited
    assert again.meta(title) == source
    assert again.earlier(replace(article, text="Another.")) == [article.id]
    held = again.held(article.id)
    drop(again, article.id)
    with again.transaction():
        assert again.put_back(held)
    assert again.held(article.id) == held
    assert [listed.title for listed in again.rows([article.id])] == [words]


def test_what_is_put_back_is_as_it_was_unless_it_came_anew(truth: Truth) -> None:
    put(truth, story(1), story(2), story(3))
    held, ids = truth.held(story(2).id), truth.ids()
    drop(truth, story(2).id)
    assert truth.meta(TRACES) == "left"
    with truth.transaction():
        assert truth.put_back(held)
        assert not truth.put_back(held)
    assert (truth.ids(), truth.held(story(2).id)) == (ids, held)
    drop(truth, story(2).id)
    put(truth, replace(story(2), text="A newer version of the same place."))
    with truth.transaction():
        assert not truth.put_back(held)


def test_an_address_is_known_by_its_canonical_form(truth: Truth) -> None:
    first = Article("Ship", "It sailed.", url="https://news.example/ship?utm_source=x")
    put(truth, first, story(1))
    assert truth.earlier(Article("Ship", "It sank.", url="https://news.example/ship")) == [first.id]
    assert truth.earlier(replace(story(1), text="Told anew.")) == [story(1).id]
    assert truth.earlier(Article("Ship", "It sank.")) == []


def test_the_catalogue_tells_what_is_known(truth: Truth) -> None:
    dated = replace(
        story(7, "frost"), published="2022-08", author="Ana Lima and Bo Ek", url="https://www.Example.org/7"
    )
    put(truth, FERRY, ORCHARD, dated)
    assert truth.outlets() == {"The Harbour Post": 1, "Valley Weekly": 1, "example.org": 1}
    assert (truth.authors(), truth.by("ana lima"), truth.by("Nobody")) == ([dated.author], {dated.id}, set())
    assert (truth.newest(), truth.newest(only([FERRY.id])), truth.newest(only([]))) == ("2022-08", "2021-03-12", None)
    assert [row.id for row in truth.latest(EVERY, 2, 1)] == [ORCHARD.id, FERRY.id]
    assert truth.added_last(only([FERRY.id, ORCHARD.id]), 1) == [ORCHARD.id]
    assert truth.sources(of_any(["Valley Weekly", "example.org"])) == {"Valley Weekly": 1}
    assert [row.id for row in truth.rows([ORCHARD.id, "gone", FERRY.id])] == [ORCHARD.id, FERRY.id]
    drop(truth, ORCHARD.id)
    assert "Valley Weekly" not in truth.outlets()


@pytest.mark.parametrize("order", ["title", "source", "published", "added", "sentences"])
def test_articles_are_listed_in_every_order(truth: Truth, order: str) -> None:
    known = [replace(story(n), title=title, source=source) for n, (title, source) in enumerate(
        [("beta", None), ("Alpha", "Zeit"), ("ångström", "abc"), ("Ångström", "ABC"), ("100 % _done_", "It's")]
    )]  # fmt: skip
    put(truth, *known)
    up, total = truth.listed("", order, False, 10)
    down, _ = truth.listed("", order, True, 10)
    assert total == len(up) == len(down) == 5
    if order in ("title", "source"):
        keys = [getattr(row, order) for row in up]
        held = [key.casefold() for key in keys if key is not None]
        assert held == sorted(held)
        assert keys[len(held) :] == [None] * (5 - len(held))
    assert [row.id for row in truth.listed("", order, False, 2, 1)[0]] == [row.id for row in up[1:3]]
    assert [row.title for row in truth.listed("ÅNGSTRÖM abc", order, False, 9)[0]] == ["ångström", "Ångström"]
    assert [row.title for row in truth.listed("% _", order, False, 9)[0]] == ["100 % _done_"]
    with pytest.raises(ValueError, match="ordered by title, source"):
        truth.listed("", "colour", False, 9)


def test_nothing_is_written_outside_what_is_sound(truth: Truth) -> None:
    put(truth, FERRY)
    with pytest.raises(IndexFault), truth.transaction():
        truth.insert(FERRY)
    assert truth.ids() == [FERRY.id]
