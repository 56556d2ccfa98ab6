"""What is installed by `pip install .`: everything that Byline needs to run, and nothing else."""

import re
import subprocess
import sys
import zipfile
from importlib import import_module
from importlib.metadata import requires
from pathlib import Path

import pytest
from click.testing import CliRunner

from ui.shell.measure import NEEDED, evaluate

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Give the names of the files in the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(ROOT)], check=True, timeout=300)
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def test_every_file_of_the_packages_is_in_the_wheel(contents: set[str]) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "index", "rag", "ui"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    to_train_on = {name for name in tracked if name.startswith("rag/training/written/")}
    assert set(tracked) - contents == to_train_on


def test_nothing_but_the_packages_is_in_the_wheel(contents: set[str]) -> None:
    assert {name.split("/")[0] for name in contents if ".dist-info/" not in name} == {"byline", "index", "rag", "ui"}


def test_torch_is_pinned_and_the_packages_the_user_chose_are_named() -> None:
    named = requires("byline") or []
    assert "torch==2.13.0" in named
    for name in ("llama-index", "sentence-transformers", "faiss-cpu", "gradio", "pytest"):
        assert any(entry.startswith(name) for entry in named), name


HEAVY = {"faiss", "gradio", "llama_index", "numpy", "sentence_transformers", "torch", "transformers"}


@pytest.mark.parametrize(
    "code", ["import ui.shell.cli", "import rag", "import byline", "from byline import Article, Fault"]
)
def test_what_is_only_imported_loads_nothing_heavy(code: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    ).stdout.split()
    assert HEAVY & set(told) == set()


def test_byline_is_imported_by_its_name() -> None:
    byline, rag = import_module("byline"), import_module("rag")
    assert byline.ask is rag.ask
    assert byline.Article("Ferry", "It sank.").title == "Ferry"
    with pytest.raises(AttributeError, match="has no attribute 'answer'"):
        _ = byline.answer


def test_what_eval_needs_is_its_extra_and_is_named_where_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = [entry for entry in requires("byline") or [] if 'extra == "eval"' in entry]
    assert sorted(re.split("[>=;]", entry)[0] for entry in wanted) == sorted(NEEDED.values())
    monkeypatch.setattr("ui.shell.measure.find_spec", lambda name: None if name == "matplotlib" else name)
    done = CliRunner().invoke(evaluate, ["--bundled"])
    assert done.exit_code == 1
    assert done.output.strip().endswith(f"Install them: {sys.executable} -m pip install matplotlib")
