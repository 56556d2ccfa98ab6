"""What is installed by `pip install .`: everything that Byline needs to run, and nothing else."""

import subprocess
import sys
import zipfile
from importlib.metadata import requires
from pathlib import Path

import pytest

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
    assert set(tracked) - contents == set()


def test_nothing_but_the_packages_is_in_the_wheel(contents: set[str]) -> None:
    assert {name.split("/")[0] for name in contents if ".dist-info/" not in name} == {"index", "rag", "ui"}


def test_torch_is_pinned_and_the_packages_the_user_chose_are_named() -> None:
    named = requires("byline") or []
    assert "torch==2.13.0" in named
    for name in ("llama-index", "sentence-transformers", "faiss-cpu", "gradio", "pytest"):
        assert any(entry.startswith(name) for entry in named), name
