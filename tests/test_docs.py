"""The documents tell the truth: their commands and snippets run, their links and paths lead somewhere."""

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest

from rag.assistant import Assistant
from tests.support.shell import byline
from ui.shell.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands() -> list[tuple[str, str]]:
    """Return each `$ byline ...` of the README with the output shown under it."""
    shown = "".join(blocks("console"))
    return [(line, output) for line, output in re.findall(r"^\$ (byline .*)\n((?:(?!\$ ).*\n)*)", shown, re.MULTILINE)]


@pytest.mark.parametrize(("line", "output"), commands(), ids=[line for line, _ in commands()])
def test_commands_of_the_readme_print_what_it_shows(
    line: str, output: str, bundled_index: Path, assistant: Assistant
) -> None:
    done = byline(*shlex.split(line)[1:], BYLINE_INDEX=str(bundled_index))
    assert done.returncode == 0
    if output.endswith("…\n"):
        assert done.stdout.startswith(output.removesuffix("…\n"))
    else:
        assert done.stdout == output


def test_python_of_the_readme_prints_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYLINE_INDEX", str(tmp_path))
    code = "\n".join(blocks("python"))
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), {})
    expected = re.findall(r"^(?:# )(.*)$", code, re.MULTILINE)
    assert [line for line in printed.getvalue().splitlines() if line] == [line for line in expected if line]


def test_the_first_two_commands_are_chat_and_test() -> None:
    assert re.findall(r"^    (make \w+)", README, re.MULTILINE)[:2] == ["make chat", "make test"]
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert all(
        re.search(rf"^{target}:", makefile, re.MULTILINE)
        for target in re.findall(r"(?:^    |`)make (\w+)", README, re.MULTILINE)
    )


def test_ci_runs_the_test_command_and_nothing_else() -> None:
    lines = (ROOT / ".ci/run").read_text("utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith(("#", "set ", "cd "))] == ["make test"]


def test_every_command_is_in_the_readme() -> None:
    assert [name for name in main.commands if f"`byline {name}" not in README] == []


def test_the_map_is_complete() -> None:
    told = (ROOT / "docs/map.md").read_text("utf-8")
    listed = set(re.findall(r"^\| `((?:index|rag|ui)/[\w/]+\.py)`", told, re.MULTILINE))
    files = (path.relative_to(ROOT) for package in ("index", "rag", "ui") for path in (ROOT / package).rglob("*.py"))
    apart = ("evaluation", "training", "byline")
    there = {path.as_posix() for path in files if path.name != "__init__.py" and not {*path.parts} & {*apart}}
    assert listed == there


def test_every_page_is_in_the_index() -> None:
    listed = set(re.findall(r"\]\(([^)]+)\)", (ROOT / "docs/README.md").read_text("utf-8")))
    there = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert there - listed == {"README.md"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(((?!https?:)[^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_named_in_the_documents_exist(page: Path) -> None:
    named = re.findall(
        r"`((?:index|rag|ui|tests|docs)/[\w/-]+\.(?:py|md|json|css|js|html|sh|txt))`", page.read_text("utf-8")
    )
    assert [name for name in named if not (ROOT / name).exists()] == []
