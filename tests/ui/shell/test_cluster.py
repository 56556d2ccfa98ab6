"""A cluster that `BYLINE_INDEX` names is opened by the shell, by the assistant and by the page's server."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import rag.default
from index.embedding import MiniLMEncoder
from index.library import Library
from rag.assistant import Assistant
from rag.feedback import Feedback, write
from rag.reading.readers import CascadeReader
from tests.support.doubles import FERRY, ORCHARD
from tests.support.postgres import Server
from ui.shell.cli import main


@pytest.fixture
def place(postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give a cluster with nothing in it, which `BYLINE_INDEX` names."""
    place = f"{postgres.database().replace('byline@', 'byline:sesame@')}&search={tmp_path / 'search'}"
    monkeypatch.setenv("BYLINE_INDEX", place)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return place


def byline(*words: str) -> tuple[int, str]:
    """Return the exit status and what is printed."""
    done = CliRunner().invoke(main, words)
    assert "sesame" not in done.output
    return done.exit_code, done.output if done.exit_code else done.stdout


def test_every_command_works_on_it(place: str, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("The note tells of the harbour wall.")
    code, told = byline("add", str(note), "--in", "Walls", "--json")
    assert code == 0
    (added,) = json.loads(told)
    assert added["article_id"] in byline("list", "note")[1]
    assert "harbour" in byline("search", "harbour", "--in", "walls")[1]
    assert byline("show", added["article_id"])[1].startswith("note")
    assert byline("edit", added["article_id"], "--source", "The Post")[0] == 0
    assert "All is well: 2 articles in postgresql://byline@/" in byline("verify")[1]
    assert "Nothing is wrong with 1 of 2 articles, drawn at random" in byline("verify", "--sample", "1")[1]
    assert json.loads(byline("export")[1].splitlines()[-1])["text"] == note.read_text()
    assert byline("remove", "--yes", added["article_id"])[0] == 0
    assert byline("list", "note") == (0, "")
    assert "postgresql://********@/" in byline("config")[1]
    code, told = byline("backup", str(tmp_path / "backup.zip"))
    assert (code, "pg_dump" in told) == (1, True)
    code, told = byline("show", "0123")
    assert (code, "No article 0123 in postgresql://byline@/" in told) == (1, True)


def test_answers_are_those_of_the_default_form(
    place: str, tmp_path: Path, encoder: MiniLMEncoder, reader: CascadeReader
) -> None:
    assistants = [Assistant(Library.open(where, encoder), reader) for where in (place, tmp_path / "index")]
    for assistant in assistants:
        assistant.library.add([FERRY, ORCHARD])
    for question in ("Who did Retno meet?", "What did the harbour wall lose?", "What is the capital of France?"):
        one, other = (assistant.ask(question) for assistant in assistants)
        assert (one.answered, one.text) == (other.answered, other.text)
        assert one.confidence == pytest.approx(other.confidence, abs=1e-4)
    assert assistants[0].library.glimpse().articles == 3
    write(assistants[0].library.folder, Feedback("1", assistants[0].ask("Who did Retno meet?"), "up"))
    assert rag.default.ask("Who did Retno meet?").text == "Neth Savoeun"
    for assistant in assistants:
        assistant.library.close()
