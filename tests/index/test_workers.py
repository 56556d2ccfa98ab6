"""Articles are embedded by Dask workers, each once, whoever is killed meanwhile."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="Dask is not installed; see the extra cluster.")

from index.encoding import Vectors
from index.faults import IndexFault
from index.library import Library
from index.types import Article, Outcome
from index.workers import embedding
from tests.stress.kills import schedule, started, work
from tests.support.browser import free_port
from tests.support.doubles import WordEncoder

ARTICLES = [Article(f"No {n}", f"The storm number {n} is told. " * 40, place=f"{n}") for n in range(80)]

KILLED = """
import os, signal, sys
from index.library import Library
from index.workers import embedding
from tests.index.test_workers import ARTICLES, FatalEncoder
from tests.support.doubles import WordEncoder
if __name__ == "__main__":
    library = Library.open(sys.argv[1], WordEncoder())
    with embedding(2, None, WordEncoder) as library.encoder:
        library.add(ARTICLES, lambda done, total: os.kill(os.getpid(), signal.SIGKILL))
"""


class FatalEncoder(WordEncoder):
    """Kills the process that embeds, the first time that it is asked to by a worker."""

    def __init__(self, once: str) -> None:
        self._once = Path(once)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row for each text."""
        try:
            self._once.unlink()
        except FileNotFoundError:
            return super().encode(texts)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError


@pytest.fixture
def expected(tmp_path: Path) -> Library:
    """Give a library to which this process added the articles."""
    library = Library.open(tmp_path / "expected", WordEncoder())
    library.add(ARTICLES)
    return library


def same(library: Library, expected: Library) -> None:
    """See that two libraries have the same articles, each once, with the same vectors."""
    assert library.articles() == expected.articles()
    assert library.verify() == []
    for question in ("storm number 7", "storm number 55"):
        found, right = ([(h.chunk, h.score) for h in one.search(question)] for one in (library, expected))
        assert dict(found) == pytest.approx(dict(right))


def test_a_killed_worker_loses_nothing(tmp_path: Path, expected: Library) -> None:
    library = Library.open(tmp_path / "index", WordEncoder())
    once = tmp_path / "once"
    with embedding(2, None, partial(FatalEncoder, str(once))) as library.encoder:
        once.touch()
        outcomes = library.add([*ARTICLES, ARTICLES[3]])
    assert [one.status for one in outcomes] == ["added"] * 80 + ["already there"]
    assert not once.exists()
    same(library, expected)


def test_a_killed_client_loses_nothing_and_the_same_call_goes_on(tmp_path: Path, expected: Library) -> None:
    program = tmp_path / "program.py"
    program.write_text(KILLED)
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(
        [sys.executable, program, tmp_path / "index"], env=environment, capture_output=True, text=True
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    library = Library.open(tmp_path / "index", WordEncoder())
    assert len(library.ids()) == 65  # a batch, and the bundled article
    with embedding(2, None, WordEncoder) as library.encoder:
        outcomes = library.add(ARTICLES)
    assert [one.status for one in outcomes] == ["already there"] * 64 + ["added"] * 16
    same(library, expected)


def test_a_killed_scheduler_loses_nothing_and_the_same_call_goes_on(
    tmp_path: Path, expected: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.workers._PATIENCE", 6)  # as long the client looks for its scheduler
    library = Library.open(tmp_path / "index", WordEncoder())
    port = free_port()
    place = f"tcp://127.0.0.1:{port}"

    def added(killed: bool) -> list[Outcome]:
        (scheduler, _), (worker, _) = started(schedule, port), started(work, place)
        with embedding(None, place, WordEncoder) as library.encoder:
            outcomes = library.add(ARTICLES, lambda done, total: scheduler.kill() if killed else None)
        worker.kill()
        scheduler.kill()
        return outcomes

    with pytest.raises(IndexFault, match="What was added stays; the same command goes on"):
        added(killed=True)
    assert len(library.ids()) == 65
    assert [one.status for one in added(killed=False)] == ["already there"] * 64 + ["added"] * 16
    same(library, expected)


def test_where_nobody_is_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.workers._PATIENCE", 1)
    with (
        pytest.raises(IndexFault, match="no Dask scheduler"),
        embedding(None, "tcp://127.0.0.1:1"),
    ):
        pass
