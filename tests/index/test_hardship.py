"""Full disks and several processes at once: what was told to be in is in, and nothing is half there."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.library import Library
from index.types import Article
from tests.support.doubles import FERRY, WordEncoder

FILL = """
import resource, sys
from index.library import Library
from index.types import Article
from index.faults import IndexFault
from tests.support.doubles import WordEncoder
library = Library.open(sys.argv[1], WordEncoder())
if sys.argv[2] != "0":
    room = (library.folder / "library.sqlite").stat().st_size + int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
for number in range(1000):
    try:
        library.add([Article(f"No {number}", f"The story number {number} is told. " * 50)])
    except IndexFault as fault:
        sys.exit(str(fault))
    print(number, flush=True)
"""
ADD = """
import sys
from index.library import Library
from index.types import Article
from tests.support.doubles import WordEncoder
library = Library.open(sys.argv[1], WordEncoder())
for number in range(40):
    (outcome,) = library.add([Article(f"{sys.argv[2]} {number}", f"The story {number} of {sys.argv[2]}. " * 40)])
    print(outcome.article_id, flush=True)
"""


def filled(command: list[str], folder: Path) -> None:
    """Add articles until nothing more can be written, and see that the index is whole and told so."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1, done.stderr
    assert "the disk" in done.stderr
    assert "Traceback" not in done.stderr
    library = Library.open(folder, WordEncoder())
    assert library.verify() == []
    titles = {article.title for article in library.articles()}
    kept = done.stdout.split()
    assert kept
    assert {f"No {number}" for number in kept} <= titles
    assert library.add([FERRY])[0].status == "added"


def test_a_file_that_may_not_grow_keeps_what_is_in(tmp_path: Path) -> None:
    filled([sys.executable, "-c", FILL, str(tmp_path), "600000"], tmp_path)


def test_a_full_disk_keeps_what_is_in(tmp_path: Path) -> None:
    inside = (
        f"mount -t tmpfs -o size=1m none {tmp_path}/small && {sys.executable} -c '{FILL}' {tmp_path}/small 0;"
        f" told=$?; cp -r {tmp_path}/small {tmp_path}/after; exit $told"
    )
    (tmp_path / "small").mkdir()
    if not can_make_disks():
        pytest.skip("no small disk can be made here")
    filled(["unshare", "-rm", "sh", "-c", inside], tmp_path / "after")


REMOVE = """
import random, sys
from pathlib import Path
from index.faults import IndexFault
from index.library import Library
from index.types import Article
from tests.support.doubles import FERRY, WordEncoder
library = Library.open(sys.argv[1], WordEncoder())
letters = random.Random(0)
text = lambda: " ".join("".join(letters.choices("abcdefghij", k=8)) for _ in range(800))
library.add([FERRY, *(Article(f"No {number}", text()) for number in range(100))])
library.close()
try:
    with (library.folder / "filler").open("wb", buffering=0) as filler:
        while True:
            filler.write(bytes(4096))
except OSError:
    pass
for again in range(2):
    library = Library.open(sys.argv[1], WordEncoder())
    print(library.search("ferry storm")[0].chunk.article_id == FERRY.id)
    victim = library.ids()[-1]
    try:
        library.remove(victim)
    except IndexFault as fault:
        print(fault)
    print(victim in library.ids(), library.verify())
    library.close()
(library.folder / "filler").unlink()
library = Library.open(sys.argv[1], WordEncoder())
print(library._truth.meta("traces"), library.verify(), len(library.ids()))
"""


def test_on_a_full_disk_questions_are_answered_and_articles_removed(tmp_path: Path) -> None:
    inside = f"mount -t tmpfs -o size=16m none {tmp_path} && {sys.executable} -c '{REMOVE}' {tmp_path}"
    if not can_make_disks():
        pytest.skip("no small disk can be made here")
    done = subprocess.run(["unshare", "-rm", "sh", "-c", inside], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    *lines, last = done.stdout.splitlines()
    assert lines.count("True") == 2  # both questions were answered
    assert "False []" in lines
    assert last.startswith("none [] ")
    for line in {*lines} - {"True", "True []", "False []"}:  # a later SQLite overwrites within less room
        assert "is removed, but its words are not overwritten" in line or "Free some space on the disk" in line


def can_make_disks() -> bool:
    """Tell whether a process may mount what only it sees."""
    probe = ["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"]
    return bool(shutil.which("unshare")) and not subprocess.run(probe, capture_output=True).returncode


def test_two_processes_add_while_a_third_searches(tmp_path: Path) -> None:
    reading = Library.open(tmp_path, WordEncoder())
    adding = [
        subprocess.Popen([sys.executable, "-c", ADD, str(tmp_path), name], stdout=subprocess.PIPE, text=True)
        for name in ("one", "two")
    ]
    while any(child.poll() is None for child in adding):
        for hit in reading.search("story one two"):
            article = reading.article(hit.chunk.article_id)
            assert hit.chunk.span.end <= len(article.text)
    added = {id for child in adding for id in (child.stdout.read().split() if child.stdout else [])}
    assert [child.returncode for child in adding] == [0, 0]
    assert len(added) == 80
    assert added < set(reading.ids())
    assert reading.verify() == []


def test_a_writer_that_holds_the_index_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Library.open(tmp_path, WordEncoder()).close()
    monkeypatch.setitem(sys.modules["index.storage.database"]._CONNECT, "timeout", 0.1)
    holder, waiting = Library.open(tmp_path, WordEncoder()), Library.open(tmp_path, WordEncoder())
    with holder._writing(), pytest.raises(Exception, match="Another Byline is writing it; try again"):
        waiting.add([FERRY])
    assert waiting.add([FERRY])[0].status == "added"


def test_a_running_server_answers_from_what_the_shell_added_and_not_from_what_it_removed(tmp_path: Path) -> None:
    server = Library.open(tmp_path / "index")
    file = tmp_path / "ferry.txt"
    file.write_text(f"{FERRY.title}\n\n{FERRY.text}")
    run = [sys.executable, "-m", "ui.shell.cli"]
    told = subprocess.run(
        [*run, "add", str(file), "--json", "--index", str(tmp_path / "index")],
        capture_output=True,
        text=True,
        check=True,
    )
    (outcome,) = json.loads(told.stdout)
    best = server.search("How much will the harbour repairs cost?")[0]
    assert best.chunk.article_id == outcome["article_id"]
    subprocess.run([*run, "remove", outcome["article_id"], "--yes", "--index", str(tmp_path / "index")], check=True)
    assert all(hit.chunk.article_id != outcome["article_id"] for hit in server.search("harbour repairs cost"))
    assert isinstance(server.article(server.ids()[0]), Article)


def test_an_article_may_be_replaced_more_often_than_sqlite_can_merge_its_words(tmp_path: Path) -> None:
    library = Library.open(tmp_path, WordEncoder())
    told = "The ferry sailed from the harbour on day {0} with bees aboard. " * 20
    library.add([FERRY])
    for day in range(1100):
        library.add([Article("The ferry", told.format(day), url="https://example.org/ferry")])
    assert library.verify() == []
    assert library.search("sailed day 1099", 1)[0].chunk.article_id != FERRY.id
    assert {hit.chunk.article_id for hit in library.search("sailed day 7")} <= set(library.ids())
