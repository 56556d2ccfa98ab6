"""The shell asks a page that runs already."""

import json
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.faults import Fault, IndexFault
from index.selection import Selection
from rag.results import NoAnswer, Result
from rag.within import Within
from ui.server.door import Door, address
from ui.shell.running import ask_running

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="Windows has no such sockets, and temporary folders of macOS are too deep for one"
)

REASON = "No sentence answers this well enough."


def refuse(question: str, within: Selection | None = None) -> Result:
    if "fault" in question:
        raise IndexFault("The index is damaged. Rebuild it.")
    timings = {"total": 1.5}
    chosen = Within(within, 2) if within else None
    return NoAnswer(question, question, "person", 0.1, "reader", (), (), timings, reason=REASON, within=chosen)


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Path]:
    """Give a folder with an open door."""
    opened = Door(tmp_path, refuse)
    yield tmp_path
    opened.close()


def test_a_running_page_answers(door: Path) -> None:
    assert ask_running("Who?", str(door)) == refuse("Who?")
    within = Selection("Islands", since="2022")
    assert ask_running("Who?", str(door), within) == refuse("Who?", within)
    path = address(door)
    assert path is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_page_that_asks_all_articles_instead_is_not_heard(tmp_path: Path) -> None:
    opened = Door(tmp_path, lambda question, within: refuse(question))
    assert ask_running("Who?", str(tmp_path), Selection("Islands")) is None
    opened.close()


def test_a_fault_is_a_fault_here_too(door: Path) -> None:
    with pytest.raises(Fault, match="The index is damaged"):
        ask_running("Which fault?", str(door))


def test_where_no_page_runs_nothing_answers(tmp_path: Path) -> None:
    assert ask_running("Who?", str(tmp_path)) is None
    opened = Door(tmp_path, refuse)
    opened.close()
    assert ask_running("Who?", str(tmp_path)) is None
    assert list(tmp_path.iterdir()) == []


def test_a_socket_that_a_killed_page_left_is_replaced(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(address(tmp_path)))
    assert ask_running("Who?", str(tmp_path)) is None
    opened = Door(tmp_path, refuse)
    assert ask_running("Who?", str(tmp_path)) is not None
    opened.close()


def test_a_second_page_leaves_the_first_its_door(door: Path) -> None:
    second = Door(door, lambda question, within: pytest.fail("the first page answers"))
    second.close()
    assert ask_running("Who?", str(door)) == refuse("Who?")


@pytest.mark.parametrize("sent", [b"not json\n", b"[]\n", b"{}\n", b"\xff\xfe\n", b"1\n"])
def test_what_is_no_question_gets_a_sentence(door: Path, sent: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as asking:
        asking.connect(str(address(door)))
        asking.sendall(sent)
        told = json.loads(asking.makefile("r", encoding="utf-8").readline())
    assert "not a question" in told["fault"]


def test_the_shell_loads_no_model_where_a_page_runs(door: Path) -> None:
    code = (
        "import sys; from ui.shell.cli import main; "
        f"main(['ask', 'Who?', '--index', {str(door)!r}], standalone_mode=False); "
        "print({'torch', 'faiss', 'llama_index', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == f"The articles do not say. {REASON}\nset()\n"


def test_a_path_too_long_for_a_socket_has_no_door(tmp_path: Path) -> None:
    deep = tmp_path / ("a" * 120)
    deep.mkdir()
    assert address(deep) is None
    Door(deep, refuse).close()
    assert list(deep.iterdir()) == []
