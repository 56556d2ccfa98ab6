"""What every form of searcher keeps: it finds what its truth holds, as brute force does, and nothing that is gone."""

import os
import signal
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.prepare import prepare
from index.storage.kept import TRACES, Held
from index.storage.searcher import Searcher
from index.storage.truth import Truth
from index.types import Article
from index.verify import problems
from index.where import only
from tests.index.storage.conftest import Open
from tests.index.storage.rows import ENCODER, drop, following, put, story
from tests.support.doubles import FERRY, ORCHARD

DIMENSION = ENCODER.dimension
QUERY = ENCODER.encode(["The storm number 3 is told."])[0]

KILLED = """
import os, signal, sys
from index.storage.forms import opened
from tests.index.storage.rows import drop, following, put, story
from tests.support.doubles import FERRY, ORCHARD
truth, searcher = opened(sys.argv[1], 64)
with following(truth, searcher):
    pass
drop(truth, FERRY.id)
put(truth, ORCHARD, story(1))
os.kill(os.getpid(), signal.SIGKILL)
"""


def agree(truth: Truth, searcher: Searcher) -> None:
    """See that the searcher finds what NumPy finds among the vectors of the truth, and that every part agrees."""
    with following(truth, searcher):
        ids = sorted(truth.chunk_ids())
        kept = truth.vectors(ids, DIMENSION) if ids else np.zeros((0, DIMENSION), np.float32)
        found = searcher.nearest(QUERY, len(ids) + 3)
        assert found == pytest.approx(dict(zip(ids, (kept @ QUERY).tolist(), strict=True)), abs=1e-5)
        assert list(found.values()) == sorted(found.values(), reverse=True)
        assert searcher.cosines(ids, QUERY) == pytest.approx(found, abs=1e-5)
        assert searcher.word_ids() == searcher.vector_ids() == truth.chunk_ids()
        assert set(searcher.bm25(["told", "mason", "ferry"], 99)) <= set(ids)
    assert list(problems(truth, searcher, DIMENSION)) == []


def purge(truth: Truth, searcher: Searcher) -> None:
    """Leave no trace, as a library does."""
    searcher.drop()
    truth.flush()
    with truth.transaction():
        searcher.purge()
        truth.set_meta(TRACES, "none")
    with following(truth, searcher):
        truth.chunk_ids()


def test_an_empty_library_finds_nothing(connect: Open) -> None:
    truth, searcher = connect()
    put(truth)
    searcher.load()
    with following(truth, searcher):
        assert (searcher.nearest(QUERY, 10), searcher.cosines([], QUERY), searcher.bm25(["storm"], 10)) == ({}, {}, {})
        assert (searcher.bm25([], 10), searcher.having(["storm"]), searcher.titled("storm")) == ({}, set(), set())
        assert (searcher.knows("storm"), searcher.unknown_words("a storm")) == (False, ["storm"])
        assert (searcher.stem("storms"), searcher.terms("s"), searcher.with_term("storm", 3)) == ("storm", {}, [])
        assert (searcher.together("a", ["b"]), searcher.marked(["a"], [1], ("<", ">"))) == (0, {})
        assert searcher.unlike({1: ("A", "b")}) == {1}
    agree(truth, searcher)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["add", "remove", "back", "rebuild", "purge", "follow", "reopen", "save"]),
            st.integers(0, 4),
        ),
        max_size=14,
    )
)
def test_whatever_happens_a_searcher_finds_what_its_truth_holds(connect: Open, steps: list[tuple[str, int]]) -> None:
    """Two of them, of which one writes and the other only follows, and now and then is opened anew."""
    (truth, searcher), (other, following_it) = connect(), connect()
    put(truth)
    drop(truth, *truth.ids())
    removed: dict[int, Held] = {}
    for step, number in steps:
        if step == "follow":
            agree(other, following_it)
        elif step == "reopen":
            other, following_it = connect()
            following_it.load()
        elif step == "save":
            searcher.save()
        elif step == "purge":
            purge(truth, searcher)
        else:
            write(truth, step, story(number), removed, number)
    agree(truth, searcher)
    agree(other, following_it)


def write(truth: Truth, step: str, article: Article, removed: dict[int, Held], number: int) -> None:
    """Write one step into a truth; nothing where it cannot be done."""
    if step == "add" and not truth.has(article.id):
        put(truth, article)
    elif step == "remove" and truth.has(article.id):
        removed[number] = truth.held(article.id)
        drop(truth, article.id)
    elif step == "back" and number in removed:
        with truth.transaction():
            truth.put_back(removed[number])
    elif step == "rebuild":
        with truth.transaction():
            truth.delete_chunks()
            for kept, chunks, vectors in prepare(truth.articles(), ENCODER):
                truth.insert_chunks(kept, chunks, vectors)


def test_changes_applied_twice_change_nothing(connect: Open) -> None:
    truth, searcher = connect()
    put(truth, FERRY, story(1))
    with following(truth, searcher):
        first = searcher.mark()
        whole = truth.changes(None)
    put(truth, ORCHARD)
    drop(truth, story(1).id)
    with truth.snapshot():
        changes = truth.changes(first)
        for _ in range(3):
            searcher.apply(changes)
            assert searcher.mark() == changes.mark
            assert searcher.vector_ids() == searcher.word_ids() == truth.chunk_ids()
        searcher.apply(truth.changes(None))
        assert searcher.vector_ids() == truth.chunk_ids()
        assert searcher.mark() == changes.mark != whole.mark
    agree(truth, searcher)


def test_a_stop_between_a_commit_and_the_search_loses_nothing(connect: Open, place: str) -> None:
    truth, searcher = connect()
    put(truth, FERRY)
    searcher.load()
    with following(truth, searcher):
        searcher.vector_ids()
    searcher.save()
    done = subprocess.run([sys.executable, "-c", KILLED, place], env={**os.environ}, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    for kept, finding in ((truth, searcher), connect()):
        finding.load()
        agree(kept, finding)
        with following(kept, finding):
            assert kept.ids() == [ORCHARD.id, story(1).id]
            assert finding.knows("bees")
            assert not finding.knows("Flaherty")


def test_what_one_removes_another_no_longer_finds(connect: Open) -> None:
    (truth, searcher), (other, reading) = connect(), connect()
    put(truth, FERRY, ORCHARD)
    with following(other, reading):
        assert reading.knows("ferry")
    ids = truth.chunks_of([FERRY.id])
    drop(truth, FERRY.id)
    with following(other, reading):
        assert set(reading.nearest(QUERY, 50)).isdisjoint(ids)
        assert set(reading.bm25(["ferry", "bees"], 50)) == set(other.chunks_of([ORCHARD.id]))
        assert (reading.having(["ferry"]), reading.titled("ferry"), reading.knows("ferry")) == (set(), set(), False)
        assert (reading.terms("f").get("ferri"), reading.with_term("ferri", 5)) == (None, [])
        assert reading.unlike(dict.fromkeys(ids, ("Ferry", "The ferry."))) == set(ids)
    purge(truth, searcher)
    agree(truth, searcher)


def test_words_are_seen_by_who_follows_at_once(connect: Open) -> None:
    truth, searcher = connect()
    put(truth, FERRY)
    with following(truth, searcher):
        assert searcher.having(["tinned food"]) == {FERRY.id}
    put(truth, ORCHARD)
    with following(truth, searcher):
        assert searcher.having(["mason bees", "tinned food"]) == {FERRY.id, ORCHARD.id}


def test_equals_are_all_found_and_those_by_words_go_by_age(connect: Open) -> None:
    truth, searcher = connect()
    same = [Article("Rain", "It rains in Bern.", place=f"{number}", author=str(number)) for number in range(6)]
    put(truth, *same)
    with following(truth, searcher):
        ids = sorted(truth.chunk_ids())
        assert list(searcher.bm25(["rains"], 4)) == ids[:4]
        found = searcher.nearest(ENCODER.encode(["Rain"])[0], 6)
        assert len({round(score, 6) for score in found.values()}) == 1
        assert set(found) == set(ids)


def test_a_search_among_some_knows_the_rarity_of_all(connect: Open) -> None:
    truth, searcher = connect()
    put(truth, FERRY, ORCHARD, *map(story, range(20)))
    with following(truth, searcher):
        some = only([FERRY.id, story(3).id])
        ids = truth.chunks_within(some)
        assert set(searcher.nearest(QUERY, 50, some)) == set(ids)
        assert searcher.nearest(QUERY, 1, some) == pytest.approx(searcher.nearest(QUERY, 1))
        everywhere = searcher.bm25(["storm", "ferry"], 50)
        assert searcher.bm25(["storm", "ferry"], 50, some) == pytest.approx({id: everywhere[id] for id in ids})
        assert (searcher.nearest(QUERY, 5, only([])), searcher.bm25(["storm"], 5, only([]))) == ({}, {})


@pytest.mark.parametrize(
    "typed", ['"', "AND", "a OR", "NEAR(", "title:", "*", "^a", "\0", "😀", "-", "ﬁ", "'; DROP", "%_"]
)
def test_no_words_are_an_error(connect: Open, typed: str) -> None:
    truth, searcher = connect()
    put(truth, replace(FERRY, text=f"{FERRY.text} {typed} Nul\0in it. 😀 e\u0301."))
    with following(truth, searcher):
        for phrases in ([typed], [typed, "storm"]):
            assert searcher.having(phrases) <= set(truth.ids())
            assert set(searcher.bm25(phrases, 5)) <= truth.chunk_ids()
        assert searcher.titled(typed) <= set(truth.ids())
        assert searcher.knows(typed) in (True, False)
    agree(truth, searcher)


def test_words_stand_for_their_forms_and_marks_for_their_places(connect: Open) -> None:
    truth, searcher = connect()
    put(truth, FERRY, ORCHARD, replace(story(1), title="Café storms"))
    with following(truth, searcher):
        assert searcher.having(["Storms"]) == {FERRY.id, truth.ids()[-1]}
        assert searcher.titled("CAFE") == {truth.ids()[-1]}
        (id,) = truth.chunks_of([ORCHARD.id])
        assert searcher.stem("breeding") == searcher.stem("breeds")
        title, body = searcher.marked(["mason bee", "barns"], [id], ("<", ">"))[id]
        assert title == "Orchard growers turn to <mason bees>"
        assert "A <mason bee> pollinates" in body
        assert "behind his <barn>" in body
        assert searcher.together("bees", ["reed", "barn", "storm"]) == 2
        assert searcher.terms("b")["bee"] == 1
        assert searcher.unknown_words("Is a mason zirconium?") == ["zirconium"]


def test_verify_tells_what_a_searcher_lacks(connect: Open) -> None:
    truth, searcher = connect()
    put(truth, FERRY, ORCHARD)
    agree(truth, searcher)
    (lost, *_) = truth.chunks_of([FERRY.id])
    with truth.snapshot():
        changes = truth.changes(searcher.mark())
        searcher.apply(replace(changes, removed=[lost], mark=changes.mark + 1))
    told = "\n".join(problems(truth, searcher, DIMENSION))
    assert "belong to no chunk, or miss" in told or "do not belong together" in told


def test_a_searcher_of_another_model_finds_no_vectors_and_breaks_nothing(connect: Open) -> None:
    truth, searcher = connect()
    put(truth, FERRY)
    with truth.transaction():
        truth.set_meta("dimension", "3")
    with following(truth, searcher):
        assert searcher.nearest(QUERY, 5) == {}
        assert searcher.knows("ferry")
