"""Backups: whole while others write, verified when they come back, and nothing is overwritten."""

import shutil
import stat
import zipfile
from pathlib import Path
from threading import Event, Thread
from types import SimpleNamespace

import pytest

from index.backup import backup, restore
from index.embedding import MiniLMEncoder
from index.faults import IndexFault
from index.library import Library
from index.types import Article
from tests.support.doubles import FERRY, ORCHARD


@pytest.fixture
def library(tmp_path: Path, encoder: MiniLMEncoder) -> Library:
    library = Library.open(tmp_path / "index", encoder)
    library.add([FERRY])
    (library.folder / "feedback.jsonl").write_text("{}\n")
    return library


def test_what_was_kept_comes_back(library: Library, tmp_path: Path) -> None:
    file, folder = tmp_path / "all.zip", tmp_path / "new" / "index"
    assert backup(library.folder, file) == ["feedback.jsonl", "library.sqlite"]
    library.add([ORCHARD])
    assert restore(file, folder) == 2
    back = Library.open(folder, library.encoder)
    assert [article.title for article in back.each()][1:] == [FERRY.title]
    assert (folder / "feedback.jsonl").read_text() == "{}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.zip", "index", "new"]


def test_a_backup_is_whole_while_others_write(library: Library, tmp_path: Path) -> None:
    enough = Event()

    def write() -> None:
        number = 0
        while not enough.is_set():
            number += 1
            library.add([Article(title=f"News {number}", text=f"The council met {number} times. It voted.")])

    writing = Thread(target=write)
    writing.start()
    try:
        for number in range(3):
            backup(library.folder, tmp_path / f"{number}.zip")
    finally:
        enough.set()
        writing.join()
    assert all(restore(tmp_path / f"{number}.zip", tmp_path / f"new-{number}") >= 2 for number in range(3))


def test_nothing_is_overwritten(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    backup(library.folder, file)
    was = file.read_bytes()
    with pytest.raises(IndexFault, match="is there already"):
        backup(library.folder, file)
    with pytest.raises(IndexFault, match="holds something already"):
        restore(file, library.folder)
    assert file.read_bytes() == was
    assert len(library.ids()) == 2


def test_an_empty_folder_may_be_restored_to(library: Library, tmp_path: Path) -> None:
    file, folder = library.folder / "inside.zip", tmp_path / "new"
    assert "inside.zip" not in backup(library.folder, file)
    folder.mkdir()
    assert restore(file, folder) == 2


@pytest.mark.parametrize("kind", ["none", "text", "other", "outside", "above", "derived", "cut", "damaged"])
def test_what_is_no_whole_backup_leaves_nothing(library: Library, tmp_path: Path, kind: str) -> None:
    file, folder = tmp_path / "all.zip", tmp_path / "new"
    backup(library.folder, file)
    whole = file.read_bytes()
    names = {"other": "a.txt", "outside": "../a", "above": "..", "derived": "vectors.faiss"}
    if kind == "none":
        file.unlink()
    elif kind == "text":
        file.write_text("no archive")
    elif kind == "cut":
        file.write_bytes(whole[: len(whole) // 2])
    else:
        with zipfile.ZipFile(file, "w") as made:
            made.writestr(names.get(kind, "library.sqlite"), "SQLite?")
            if kind in ("outside", "above", "derived"):
                made.write(library.folder / "library.sqlite", "library.sqlite")
    with pytest.raises(IndexFault, match=r"all\.zip"):
        restore(file, folder)
    assert not folder.exists()
    assert {path.name for path in tmp_path.iterdir()} <= {"all.zip", "index"}


def test_a_backup_that_unpacks_to_more_than_the_disk_holds_is_not_unpacked(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "all.zip"
    backup(library.folder, file)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(IndexFault, match=r"all.zip holds [\d,]+ bytes, and .* has room for 1,000"):
        restore(file, tmp_path / "new")
    assert {path.name for path in tmp_path.iterdir()} == {"all.zip", "index"}


@pytest.mark.parametrize(
    "made", ["TRIGGER chunk_added2 AFTER INSERT ON chunks BEGIN DELETE FROM meta; END", "VIEW x AS SELECT 1"]
)
def test_a_backup_that_does_something_by_itself_is_refused(library: Library, tmp_path: Path, made: str) -> None:
    library._truth._rows(f"CREATE {made}")
    backup(library.folder, tmp_path / "all.zip")
    with pytest.raises(IndexFault, match=f"{made.split()[1]} is not of Byline’s making"):
        restore(tmp_path / "all.zip", tmp_path / "new")


def test_a_folder_without_an_index_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(IndexFault, match="There is no index in"):
        backup(tmp_path / "none", tmp_path / "all.zip")
    assert not any(tmp_path.iterdir())
