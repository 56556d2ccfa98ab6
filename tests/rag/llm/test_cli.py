"""A language model in the shell, and that nothing of it is loaded where none is in use."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.misbehaving import unused_port
from tests.support.scripted import RIGHT, scripted
from tests.support.shell import byline

QUESTION = "How many Indonesian victims were rescued?"
CLAIM = f"{RIGHT} [1]"
_LOADED = """
import sys
import rag, ui.shell.cli, ui.server.web
from rag.assistant import Assistant
Assistant.open(sys.argv[1]).ask("Who did Retno meet?")
print([name for name in sys.modules if name.startswith(("rag.llm", "openai", "llama_index.llms."))])
"""

_WARM = """
import sys
import index.sentences
from rag.assistant import Assistant
from rag.llm.model import open_model
Assistant.open(sys.argv[1], open_model("http://127.0.0.1:1", "m"))
print(index.sentences._punkt.cache_info().currsize, "nltk.stem.porter" in sys.modules)
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with scripted() as address:
        yield address


def test_nothing_of_it_is_loaded_without_a_model(bundled_index: Path) -> None:
    command = [sys.executable, "-c", _LOADED, str(bundled_index)]
    assert subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout == "[]\n"


def test_what_the_first_sentence_needs_is_loaded_before_it_comes(bundled_index: Path) -> None:
    command = [sys.executable, "-c", _WARM, str(bundled_index)]
    assert subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout == "1 True\n"


def test_ask_tells_what_was_struck_and_what_it_cost(address: str, bundled_index: Path) -> None:
    done = byline("ask", QUESTION, "--llm", f"{address}/right/v1", "--llm-model", "Scripted", index=bundled_index)
    assert (done.returncode, done.stderr) == (0, "")
    answer, quote, struck, cost = (line for line in done.stdout.splitlines() if line)
    assert answer == CLAIM
    assert quote.startswith("  [1] “")
    assert struck.startswith("Struck: They were rescued by 700 soldiers. (“700")
    assert cost.startswith("Language model Scripted: 321 + 45 tokens, ")


def test_a_terminal_gets_the_same(address: str, bundled_index: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "ui.shell.cli", "ask", QUESTION, "--index", str(bundled_index)]
    environment = {**os.environ, "BYLINE_LLM": f"{address}/right/v1", "BYLINE_LLM_MODEL": "Scripted"}
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, env=environment, timeout=120)
    os.close(theirs)
    told = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.returncode == 0
    assert told.count(CLAIM) == 1
    assert told.index(CLAIM) < told.index("[1] “") < told.index("Struck: ") < told.index("Language model Scripted")


def test_json_has_the_draft(address: str, bundled_index: Path) -> None:
    model = {"BYLINE_LLM": f"{address}/right/v1", "BYLINE_LLM_MODEL": "Scripted"}
    given = json.loads(byline("ask", QUESTION, "--json", index=bundled_index, **model).stdout)
    assert given["draft"]["model"] == "Scripted"
    assert [claim["text"] for claim in given["draft"]["claims"]] == [given["answer"]]


def test_a_model_that_is_not_there_costs_no_answer(bundled_index: Path) -> None:
    place = f"http://127.0.0.1:{unused_port()}"
    done = byline("chat", "--llm", place, "--llm-model", "M", index=bundled_index, given=f"{QUESTION}\n\n")
    assert done.returncode == 0
    assert done.stdout.startswith("62\n")
    assert f"M cannot be reached at {place}/v1. Start it, or correct its address." in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--llm", "http://localhost:1"], 2, "--llm needs the name of a model, too: --llm-model NAME."),
        (["--llm", "localhost:1", "--llm-model", "M"], 1, "“localhost:1” is no address of a model."),
    ],
)
@pytest.mark.parametrize("command", [["serve"], ["ask", "Who?"], ["chat"]])
def test_options_that_cannot_be(command: list[str], words: list[str], code: int, told: str, tmp_path: Path) -> None:
    done = byline(*command, *words, index=tmp_path)
    assert done.returncode == code
    assert told in done.stderr
