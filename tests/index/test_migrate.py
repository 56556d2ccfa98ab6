"""An index is copied from one form to another, both ways; a stop loses nothing, and nothing is embedded."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from index.faults import IndexFault
from index.library import Library
from index.migrate import migrate
from index.types import Article
from tests.support.doubles import FERRY, ORCHARD, WordEncoder
from tests.support.postgres import Server

KILLED = """
import os, signal, sys
from index import migrate
migrate._BATCH = 5
def stop(done, total):
    if done > 10:
        os.kill(os.getpid(), signal.SIGKILL)
migrate.migrate(sys.argv[1], sys.argv[2], stop)
"""


@pytest.fixture(params=["into a cluster", "out of a cluster"])
def places(request: pytest.FixtureRequest, tmp_path: Path, postgres: Server) -> tuple[str, str]:
    """Give where an index is, and where it is to be copied to."""
    cluster, folder = f"{postgres.database()}&search={tmp_path / 'search'}", str(tmp_path / "index")
    return (folder, cluster) if request.param == "into a cluster" else (cluster, folder)


@pytest.fixture
def source(places: tuple[str, str]) -> Library:
    """Give a library with all that one can have."""
    library = Library.open(places[0], WordEncoder())
    library.add([FERRY, ORCHARD, Article("Nul", "A\0 nul \x10 is here.", place="nul.txt", url="https://a.example/n")])
    library.add([Article(f"No {n}", f"The storm number {n}.") for n in range(20)])
    library.edit(ORCHARD.id, title="Bees at work", source="")
    library.collect("Islands", FERRY.id, ORCHARD.id)
    library.keep_questions([FERRY.id], ["When did the ferry sail?"])
    return library


def test_a_copy_is_whole_and_goes_on_after_a_kill(source: Library, places: tuple[str, str]) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, *places], env={**os.environ}, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    source.remove(ORCHARD.id)
    source.edit(FERRY.id, title="Sailing again")
    told: list[tuple[int, int]] = []
    assert migrate(*places, lambda *progress: told.append(progress)) == len(source.ids()) == 23
    assert told[-1] == (23, 23)
    copy = Library.open(places[1], WordEncoder())
    assert copy.articles() == source.articles()
    assert copy.listed(order="added") == source.listed(order="added")
    assert copy.catalogue.collections() == source.catalogue.collections() == {"Islands": 1}
    assert copy.glimpse() == source.glimpse()
    for question in ("storm number 7", "ferry harbour", "zirconium"):
        found, expected = (
            {(hit.chunk.article_id, hit.chunk.span): hit.score for hit in one.search(question, 30)}
            for one in (copy, source)
        )
        assert found == pytest.approx(expected, abs=1e-5)
    assert copy.verify() == []
    assert migrate(*places) == 23
    for one in (source, copy):
        one.close()


def test_nothing_else_is_overwritten(source: Library, places: tuple[str, str]) -> None:
    other = Library.open(places[1], WordEncoder())
    before = other.articles()
    with pytest.raises(IndexFault, match="holds other articles"):
        migrate(*places)
    assert other.articles() == before
    for one in (source, other):
        one.close()


def test_an_index_is_maintained(source: Library) -> None:
    source.remove(FERRY.id)
    hits = source.search("storm bees")
    for anew in (False, True):
        source.maintain(anew)
        assert [hit.chunk for hit in source.search("storm bees")] == [hit.chunk for hit in hits]
        assert source.verify() == []
    source.add([FERRY])
    assert source.search("ferry")[0].chunk.article_id == FERRY.id
    assert source.verify() == []
    source.close()
