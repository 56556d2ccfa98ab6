"""What is removed is gone at once, and can be put back as it was while somebody holds it."""

import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from index.faults import IndexFault
from index.library import Library
from index.types import Article
from tests.support.doubles import FERRY, ORCHARD, WordEncoder
from tests.support.tampering import run

CHILD = """
import os, signal, sys
from index.library import Library
from tests.support.doubles import FERRY, ORCHARD, WordEncoder
library = Library.open(sys.argv[1], WordEncoder())
removed = library.remove(FERRY.id, ORCHARD.id)
if sys.argv[2] == "back":
    library.put_back(removed)
elif sys.argv[2] == "between":
    put_back = library._truth.put_back
    def stop(held):
        put_back(held)
        os.kill(os.getpid(), signal.SIGKILL)
    library._truth.put_back = stop
    library.put_back(removed)
os.kill(os.getpid(), signal.SIGKILL)
"""


def rows(library: Library) -> list[tuple[object, ...]]:
    """Return all that is kept of articles, with the words and vectors of each passage."""
    query = (
        "SELECT articles.rowid, articles.*, chunks.*, words.* FROM articles JOIN chunks ON article_id = articles.id "
    )
    return sorted(run(library, f"{query} JOIN words ON words.rowid = chunks.id"), key=repr)


def left(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_what_is_removed_is_put_back_as_it_was(word_library: Library) -> None:
    word_library.edit(FERRY.id, title="Zirconium ship", source="")
    before, hits = rows(word_library), word_library.search("storm bees zirconium")
    removed = word_library.remove(FERRY.id, ORCHARD.id)
    assert len(word_library.ids()) == 1
    assert {hit.chunk.article_id for hit in word_library.search("storm bees")}.isdisjoint({FERRY.id, ORCHARD.id})
    assert b"ran out of bread" not in left(word_library.folder)
    assert b"zirconium" not in left(word_library.folder).lower()
    assert word_library.put_back(removed) == [FERRY.id, ORCHARD.id]
    assert rows(word_library) == before
    assert word_library.search("storm bees zirconium") == hits
    assert word_library.verify() == []
    assert word_library.put_back(removed) == []


def test_many_are_removed_all_or_none(word_library: Library) -> None:
    before = word_library.ids()
    with pytest.raises(KeyError):
        word_library.remove(FERRY.id, "0123")
    assert word_library.ids() == before
    assert [held.id for held in word_library.remove(*before, before[0])] == before
    assert word_library.ids() == []
    assert word_library.remove() == ()


def test_what_was_added_anew_meanwhile_stays(word_library: Library) -> None:
    old = Article("Ferry", "It sailed.", place="/ferry.txt")
    new = replace(old, text="It sank.")
    word_library.add([old])
    removed = word_library.remove(old.id, ORCHARD.id)
    word_library.add([new])
    assert word_library.put_back(removed) == [ORCHARD.id]
    assert word_library.article(new.id) == new
    with pytest.raises(KeyError):
        word_library.article(old.id)
    assert word_library.verify() == []


def test_an_article_whose_place_was_taken_comes_last(word_library: Library) -> None:
    removed = word_library.remove(ORCHARD.id)
    (added,) = word_library.add([Article("Quartz", "Quartz was found.")])
    assert word_library.put_back(removed) == [ORCHARD.id]
    assert word_library.ids()[2:] == [added.article_id, ORCHARD.id]
    assert word_library.verify() == []


def test_a_library_that_was_rebuilt_by_another_model_takes_nothing_back(word_library: Library) -> None:
    removed = word_library.remove(FERRY.id)
    with word_library._truth.transaction():
        word_library._truth.set_meta("model", "another")
    with pytest.raises(IndexFault, match="made with the model another"):
        word_library.put_back(removed)


def test_other_readers_of_the_index_see_both(word_library: Library) -> None:
    other = Library.open(word_library.folder, WordEncoder())
    removed = word_library.remove(FERRY.id)
    assert all(hit.chunk.article_id != FERRY.id for hit in other.search("ferry storm"))
    word_library.put_back(removed)
    assert other.search("ferry storm")[0].chunk.article_id == FERRY.id
    assert other.verify() == []


def test_nothing_is_put_back_in_part(word_library: Library) -> None:
    removed = word_library.remove(FERRY.id, ORCHARD.id)
    with sqlite3.connect(word_library.folder / "library.sqlite") as database:
        database.execute(
            f"CREATE TRIGGER full BEFORE INSERT ON chunks WHEN new.article_id = '{ORCHARD.id}' "
            "BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )
    with pytest.raises(IndexFault, match="no room"):
        word_library.put_back(removed)
    with sqlite3.connect(word_library.folder / "library.sqlite") as database:
        database.execute("DROP TRIGGER full")
    assert len(word_library.ids()) == 1
    assert word_library.verify() == []


@pytest.mark.parametrize(("until", "there"), [("removed", 1), ("between", 1), ("back", 3)])
def test_a_process_that_is_killed_leaves_them_gone_or_back(tmp_path: Path, until: str, there: int) -> None:
    library = Library.open(tmp_path, WordEncoder())
    library.add([FERRY, ORCHARD])
    library.close()
    subprocess.run([sys.executable, "-c", CHILD, str(tmp_path), until], check=False)
    again = Library.open(tmp_path, WordEncoder())
    assert len(again.ids()) == there
    assert again.verify() == []
    again.close()
    assert (b"ran out of bread" in left(tmp_path)) == (there == 3)
