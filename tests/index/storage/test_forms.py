"""A library does the same in every form: what it finds, with which scores, and what it tells of words."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.library import Library
from index.types import Article
from index.where import only
from tests.index.storage.rows import ENCODER, story
from tests.support.doubles import FERRY, ORCHARD, WordEncoder

ROUND = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = st.lists(
    st.sampled_from("storm storms sea café CAFE it's foo_bar 3 3rd naïve ſtorm 漢字 x ".split()), max_size=9
)

OTHER = """
import sys, time
from index.library import Library
from tests.support.doubles import ORCHARD, WordEncoder
library = Library.open(sys.argv[1], WordEncoder())
print("open", flush=True)
for line in sys.stdin:
    what, _, rest = line.strip().partition(" ")
    if what == "add":
        library.add([ORCHARD])
    elif what == "remove":
        library.remove(rest)
    print(*(hit.chunk.article_id for hit in library.search(rest or "mason bees", 3)), flush=True)
"""


@pytest.fixture
def library(place: str) -> Iterator[Library]:
    """Give a library of the ferry, the orchard and the bundled article, in every form."""
    library = Library.open(place, WordEncoder())
    library.add([FERRY, ORCHARD])
    yield library
    library.close()


@pytest.fixture
def beside(tmp_path: Path) -> Iterator[Library]:
    """Give the same library in the default form."""
    library = Library.open(tmp_path / "beside", WordEncoder())
    library.add([FERRY, ORCHARD])
    yield library
    library.close()


def test_articles_come_change_and_go(library: Library, place: str) -> None:
    before = library.articles()
    assert [outcome.status for outcome in library.add([FERRY, FERRY])] == ["already there"] * 2
    assert library.articles() == before
    edited = library.edit(FERRY.id, title="Zirconium ship", source="")
    assert library.find("zirconium").found[0].article.title == edited.title == "Zirconium ship"
    library.collect("Islands", FERRY.id)
    hits = library.search("storm bees zirconium")
    removed = library.remove(FERRY.id, ORCHARD.id)
    assert library.search("storm bees zirconium")[0].chunk.article_id not in (FERRY.id, ORCHARD.id)
    assert library.lexicon.unknown_words("tinned zirconium") == ["tinned", "zirconium"]
    assert library.verify() == []
    assert library.put_back(removed) == [FERRY.id, ORCHARD.id]
    assert [hit.chunk for hit in library.search("storm bees zirconium")] == [hit.chunk for hit in hits]
    assert library.catalogue.collected("islands") == {FERRY.id}
    library.add([replace(story(1), text="The ferry sank."), replace(story(1), text="The ferry rose.")])
    assert library.find("sank").total == 0
    assert library.find("rose").total == 1
    chunks = [hit.chunk for hit in library.search("storm bees zirconium")]
    library.rebuild()
    assert [hit.chunk for hit in library.search("storm bees zirconium")] == chunks
    assert library.verify() == []
    again = Library.open(place, WordEncoder())
    assert again.articles() == library.articles()
    again.close()


def test_every_form_finds_the_same_with_the_same_scores(library: Library, beside: Library) -> None:
    numbered = [story(number, words) for number, words in enumerate(["storm", "ferry harbour", "mason", "sea"] * 4)]
    for one in (library, beside):
        one.add(numbered)
        one.remove(numbered[3].id)
        one.add([numbered[3]])
    for question in ("storm harbour spring bees Retno", "the mason", "No 3 is told", "ferry", "zirconium", ""):
        found, expected = (
            {(h.chunk.article_id, h.chunk.span): (h.score, h.cosine, h.bm25) for h in one.search(question, 50)}
            for one in (library, beside)
        )
        assert found.keys() == expected.keys()
        assert np.array(list(found.values())) == pytest.approx(np.array([expected[key] for key in found]), abs=1e-5)
    ids = {FERRY.id, numbered[5].id}
    for one in (library, beside):
        assert {hit.chunk.article_id for hit in one.search("storm mason", 50, only(ids))} == ids
    assert library.find("ferry OR bees").total == beside.find("ferry OR bees").total
    assert [one.mentions for one in library.find("storm").found] == [one.mentions for one in beside.find("storm").found]


@ROUND
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5), st.lists(WORDS, min_size=1, max_size=3))
def test_words_are_told_apart_in_the_same_way(
    library: Library, beside: Library, texts: list[tuple[list[str], list[str]]], asked: list[list[str]]
) -> None:
    articles = [Article(" ".join(t), f"A {' '.join(b)}.", place=str(n)) for n, (t, b) in enumerate(texts)]
    for one in (library, beside):
        one.remove(*one.ids())
        one.add(articles)
    told, expected = library.lexicon, beside.lexicon
    phrases = [" ".join(words) for words in asked]
    assert told.having(phrases) == expected.having(phrases)
    for word in {word for words in asked for word in words}:
        assert (told.titled(word), told.knows(word), told.stem(word)) == (
            expected.titled(word), expected.knows(word), expected.stem(word))  # fmt: skip
        assert sorted(told.with_term(told.stem(word), 9)) == sorted(expected.with_term(told.stem(word), 9))
        assert told.together(word, asked[0]) == expected.together(word, asked[0])
    assert told.terms("sfcx3漢") == expected.terms("sfcx3漢")
    for phrase in phrases:
        scores, right = ({h.chunk: h.bm25 for h in lib.search(phrase, 9)} for lib in (library, beside))
        assert scores == pytest.approx(right)


def test_another_process_sees_what_is_written_within_a_second(place: str) -> None:
    library = Library.open(place, WordEncoder())
    library.add([FERRY])
    command = [sys.executable, "-c", OTHER, place]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ}
    ) as other:
        assert other.stdin
        assert other.stdout

        def said(line: str = "") -> list[str]:
            assert other.stdin
            assert other.stdout
            if line:
                other.stdin.write(f"{line}\n")
                other.stdin.flush()
            return other.stdout.readline().split()

        assert said() == ["open"]
        assert ORCHARD.id in said("add")
        started = time.monotonic()
        assert library.search("mason bees")[0].chunk.article_id == ORCHARD.id
        assert time.monotonic() - started < 1
        (added,) = library.add([Article("Quartz", "Quartz was found in the quarry.")])
        assert said("find quartz quarry")[0] == added.article_id
        library.remove(str(added.article_id))
        assert added.article_id not in said("find quartz quarry")
        said(f"remove {FERRY.id}")
        assert FERRY.id not in [hit.chunk.article_id for hit in library.search("ferry storm")]
        other.stdin.close()
    assert library.verify() == []
    library.close()


def test_what_is_not_in_the_snapshot_is_not_quoted(library: Library, place: str) -> None:
    """The search may know of chunks that a snapshot does not: another server was quicker."""
    other = Library.open(place, WordEncoder())
    truth, searcher = library._truth, library._searcher
    with truth.snapshot():
        searcher.follow()
        known = truth.chunk_ids()
        other.add([Article("Quartz", "Quartz was found in the quarry.")])
        other.search("quartz")
        found = searcher.nearest(ENCODER.encode(["Quartz"])[0], 50)
        assert set(truth.chunks(list(found))) <= known
    assert library.search("quartz quarry")[0].bm25 > 0
    other.close()
