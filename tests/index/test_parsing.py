"""Files that grow, hang or crash their reader: each is rejected, and the next file is read."""

import gzip
import os
import signal
import subprocess
import sys
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from index.formats import read
from index.parsing import AT_ONCE, Bounds, linked, parsed
from index.sources import Sources
from index.types import Article, Rejected
from tests.support.samples import SAMPLES, book, word

SHORT = Bounds(seconds=1.0, seconds_per_megabyte=0.0)
SMALL = Bounds(memory=600_000_000)
linux = pytest.mark.skipif(sys.platform != "linux", reason="it looks into /proc")


def stopped(data: bytes, name: str, bounds: Bounds) -> str:
    """Return why a file is rejected, and see that the next one is read."""
    (found,) = parsed(BytesIO(data), name, bounds)
    assert isinstance(found, Rejected), found
    (after,) = parsed(BytesIO(b"The ferry sailed."), "a.txt")
    assert isinstance(after, Article)
    return found.reason


def children(pid: int) -> list[int]:
    """Return the processes that a process has started and not yet taken leave of."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return found


@pytest.mark.parametrize(("name", "data"), SAMPLES, ids=[name for name, _ in SAMPLES])
def test_what_the_process_gives_is_what_its_reader_gives(name: str, data: bytes) -> None:
    assert list(parsed(BytesIO(data), name)) == list(read(BytesIO(data), name))


def attributes() -> bytes:
    return (
        b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(500_000)) + b">The ferry sailed.</p></body></html>"
    )


def operators() -> bytes:
    """Return a PDF file of a few KB whose page has millions of operators."""
    stream = zlib.compress(b"BT /F 9 Tf (a) Tj ET " * 3_000_000, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(stream) + stream + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"".join(b"%d 0 obj%s endobj\n" % pair for pair in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>"


@pytest.mark.parametrize(
    ("make", "name"),
    [(attributes, "a.html"), (operators, "a.pdf")],
    ids=["attributes", "operators"],
)
def test_what_takes_too_long_is_stopped(make: Callable[[], bytes], name: str) -> None:
    told = stopped(make(), name, SHORT)
    assert "takes too long" in told
    assert "Export it again" in told


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.xml", "a.eml", "a.csv", "a.srt"])
def test_tags_that_never_end_do_not_hold_the_next_file(name: str) -> None:
    assert list(parsed(BytesIO(b"<script " * 25_000), name, SHORT))
    assert isinstance(next(parsed(BytesIO(b"The ferry sailed."), "a.txt")), Article)


def test_what_takes_too_much_memory_is_stopped() -> None:
    rows = gzip.compress(b"a,b\n" + b",\n" * 2 + b"x,y\n" * 15_000_000)
    assert "more than 0.6 GB of memory" in stopped(rows, "a.csv.gz", SMALL)


def test_a_cell_of_a_million_columns_is_refused_before_it_grows() -> None:
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(word())) as old, zipfile.ZipFile(made, "w") as new:
        for member in old.namelist():
            wide = b'<w:tcPr><w:gridSpan w:val="99999999"/>'
            new.writestr(member, old.read(member).replace(b"<w:tcPr>", wide))
    assert "wider than 1000 columns" in stopped(made.getvalue(), "a.docx", SMALL)


def test_aliases_that_grow_are_stopped() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)] + ["author: [*a39]"]
    front = "---\n{}\n---\nThe ferry sailed.".format("\n".join(lines))
    assert "Export it again" in stopped(front.encode(), "a.md", Bounds(3.0, 0.0, 600_000_000))


def test_a_chapter_that_a_book_repeats_is_read_once() -> None:
    with zipfile.ZipFile(BytesIO(book())) as old:
        package = next(name for name in old.namelist() if name.endswith(".opf"))
        written = old.read(package).decode()
        made = BytesIO()
        start = written.index("<itemref")
        reference = written[start : written.index(">", start) + 1]
        with zipfile.ZipFile(made, "w") as new:
            for name in old.namelist():
                told = written.replace(reference, reference * 10_000).encode() if name == package else old.read(name)
                new.writestr(name, told)
    assert list(parsed(BytesIO(made.getvalue()), "a.epub")) == list(parsed(BytesIO(book()), "a.epub"))


class Killing(BytesIO):
    """A file at whose first bytes its reader is killed."""

    def read(self, size: int | None = -1) -> bytes:
        """Kill the process that asks, and give the bytes."""
        for child in children(os.getpid()):
            if b"index.formats.worker" in Path(f"/proc/{child}/cmdline").read_bytes():
                os.kill(child, signal.SIGKILL)
        return super().read(size)


@linux
def test_a_crash_is_told_and_leaves_no_zombie() -> None:
    (found,) = parsed(Killing(b"The ferry sailed."), "a.txt")
    assert isinstance(found, Rejected)
    assert "broke its reader (-9)" in found.reason
    (after,) = parsed(BytesIO(b"The ferry sailed."), "a.txt")
    assert isinstance(after, Article)
    states = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] for pid in children(os.getpid())]
    assert "Z" not in states


@linux
def test_it_dies_with_its_parent_though_it_holds_its_interpreter() -> None:
    code = """
from io import BytesIO
from index.parsing import parsed
from tests.index.test_parsing import attributes
list(parsed(BytesIO(attributes()), "a.html"))
"""
    with subprocess.Popen([sys.executable, "-c", code]) as parent:
        while not (started := [pid for pid in children(parent.pid) if computed(pid) > 2]):
            pass
        parent.kill()
    waited = threading.Event()
    while any(Path(f"/proc/{pid}").exists() and "\nState:\tZ" not in status(pid) for pid in started):
        waited.wait(0.05)


def computed(pid: int) -> float:
    """Return for how many seconds a process has computed: two are more than loading the libraries takes."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) / os.sysconf("SC_CLK_TCK")


def status(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return "\nState:\tZ"


def test_a_module_of_the_current_folder_is_not_taken_for_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("index", "json", "lxml"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the wrong module')")
    monkeypatch.chdir(tmp_path)
    assert "takes too long" in stopped(attributes(), "a.html", SHORT)  # and so the next starts here


def test_several_threads_read_at_once_and_a_file_given_up_disturbs_none() -> None:
    given_up = parsed(BytesIO(b'{"title": "A", "text": "It sailed."}\n' * 5), "a.jsonl")
    next(given_up)
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda n=n: found.extend(parsed(BytesIO(f"It is {n}.".encode()), f"{n}.txt")))
        for n in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    given_up.close()  # type: ignore[attr-defined]
    assert {one.text for one in found if isinstance(one, Article)} == {f"It is {n}." for n in range(6)}


@linux
def test_no_more_than_a_few_files_are_parsed_at_the_same_time() -> None:
    def begun() -> Iterator[Article | Rejected]:
        reading = parsed(BytesIO(b'{"title": "A", "text": "It sailed."}\n' * 5), "a.jsonl")
        next(reading)
        return reading

    first, *others = [begun() for _ in range(AT_ONCE)]
    before, waited = len(children(os.getpid())), threading.Event()

    def wait() -> None:
        list(parsed(BytesIO(b"It sailed."), "b.txt"))
        waited.set()

    thread = threading.Thread(target=wait)
    thread.start()
    assert not waited.wait(0.5)
    assert len(children(os.getpid())) == before
    list(first)
    assert waited.wait(30)
    for reading in others:
        list(reading)
    thread.join()


def test_a_feed_is_parsed_apart_too() -> None:
    feed = b'<?xml version="1.0"?><rss><channel><item><link>/a</link></item></channel></rss>'
    assert linked(feed, "https://a.example/feed") == ["https://a.example/a"]


def test_a_link_out_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.txt").write_text("Secret.")
    (tmp_path / "in/a.txt").write_text("The ferry sailed.")
    (tmp_path / "in/b.txt").symlink_to(tmp_path / "secret.txt")
    article, rejected = Sources([tmp_path / "in"])
    assert isinstance(article, Article)
    assert isinstance(rejected, Rejected)
    assert "link out of the folder" in rejected.reason


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes here")
def test_a_pipe_and_a_device_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    for found in Sources([tmp_path / "a.txt", "/dev/zero"]):
        assert isinstance(found, Rejected)
        assert "a pipe or a device" in found.reason
