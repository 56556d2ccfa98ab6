"""The page on serving a team: its commands print what it shows, one after another in one folder."""

import os
import re
import subprocess
import sys
from pathlib import Path

from ui.shell.cli import main
from ui.shell.settings import every_command

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/serving.md").read_text("utf-8")
_CHANGING = re.compile(r"byl_[\w-]+|\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?")  # tokens and times differ from run to run


def commands() -> list[tuple[str, str]]:
    """Return each `$ ...` of the page with the output shown under it."""
    shown = "".join(re.findall(r"^```console\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
    return re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", shown, re.MULTILINE)


def test_commands_of_the_page_print_what_it_shows(tmp_path: Path) -> None:
    """The page's settings are in force, `byline` is this one, and each command finds what those before it left."""
    command = tmp_path / "byline"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m ui.shell.cli "$@"\n')
    command.chmod(0o755)
    (tmp_path / "byline.toml").write_text("".join(re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)))
    unset = {key: value for key, value in os.environ.items() if not key.startswith(("BYLINE_", "OPENAI_"))}
    search = os.pathsep.join((str(tmp_path), unset["PATH"]))
    environment = {**unset, "PATH": search, "PYTHONPATH": str(ROOT), "BYLINE_CONFIG": "byline.toml"}
    for line, output in commands():
        done = subprocess.run(
            line, shell=True, capture_output=True, text=True, cwd=tmp_path, timeout=120,
            env={"BYLINE_INDEX": "articles", **environment}, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{line}: {done.stderr}"
        assert _CHANGING.sub("…", done.stdout) == _CHANGING.sub("…", output), line


def test_every_flag_that_the_page_names_is_there() -> None:
    flags = {
        opt for _, command in every_command(main) for one in command.params for opt in (*one.opts, *one.secondary_opts)
    }
    own = re.sub(r"^docker .*$", "", PAGE, flags=re.MULTILINE)
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", own)) <= flags


def test_every_attack_has_a_test() -> None:
    rows = re.findall(r"^\| .* \| (.*) \|$", PAGE.partition("\n## Attacks\n")[2], re.MULTILINE)[1:]
    assert len(rows) > 30
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row)
        assert named, row
        for path, name in named:
            assert f"\ndef {name}(" in (ROOT / path).read_text("utf-8"), f"{path} has no {name}"
