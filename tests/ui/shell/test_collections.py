"""The commands that keep collections, and those that ask within them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.library import Library
from tests.support.doubles import FERRY, ORCHARD
from ui.shell.cli import main


@pytest.fixture
def folder(tmp_path: Path) -> str:
    library = Library.open(tmp_path / "index")
    library.add([FERRY, ORCHARD])
    library.close()
    return str(tmp_path / "index")


def byline(folder: str, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, [*words, "--index", folder])
    return done.exit_code, done.output


def test_collections_come_and_go(folder: str, tmp_path: Path) -> None:
    assert byline(folder, "collection", "add", "Islands", FERRY.id) == (0, "Islands: 1 article\n")
    (tmp_path / "note.txt").write_text("The note tells of the wall.")
    assert byline(folder, "add", str(tmp_path / "note.txt"), "--in", "islands", "--in", "Notes")[0] == 0
    assert byline(folder, "collection", "list") == (0, "Islands (2 articles)\nNotes (1 article)\n")
    assert byline(folder, "collection", "rename", "notes", "Walls") == (0, "Walls: 1 article\n")
    assert byline(folder, "collection", "remove", "Islands", FERRY.id) == (0, "Islands: 1 article\n")
    listed = json.loads(byline(folder, "collection", "list", "Islands", "--json")[1])
    assert [row["title"] for row in listed] == ["note"]
    assert byline(folder, "collection", "delete", "Walls", "--articles")[0] == 2  # nobody can be asked
    assert byline(folder, "collection", "delete", "Islands") == (0, "Deleted the collection Islands.\n")
    told = "Removed 1 article.\nDeleted the collection Walls.\n"
    assert byline(folder, "collection", "delete", "Walls", "--articles", "--yes") == (0, told)
    code, told = byline(folder, "collection", "list", "Walls")
    assert (code, "no collection “Walls”" in told) == (1, True)


def test_a_search_is_made_within_what_is_chosen(folder: str) -> None:
    assert FERRY.id in byline(folder, "search", "harbour OR bees", "--outlet", "harbour post")[1]
    assert byline(folder, "search", "bees", "--to", "2021") == (0, "No article has it.\n")
    assert byline(folder, "search", "bees", "--from", "soon")[0] == 2
    assert byline(folder, "ask", "Who breeds bees?", "--in", "Nope")[0] == 1
