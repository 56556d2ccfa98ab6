"""The `byline` command: in this process, where the models' libraries are imported already, or as a user runs it."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from ui.shell.cli import main


@dataclass(frozen=True)
class Done:
    """What came of a command."""

    returncode: int
    stdout: str
    stderr: str


def byline(*words: str, index: Path | None = None, given: str | bytes = "", **extra: str) -> Done:
    """Run the command in this process; `extra` are variables of the environment."""
    done = CliRunner().invoke(main, _words(words, index), input=given, env=extra)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Done(done.exit_code, done.stdout, done.stderr)


def process(*words: str, index: Path | None = None, given: str = "", **extra: str) -> Done:
    """Run the command in a process of its own, which takes ten times as long."""
    command = [sys.executable, "-m", "ui.shell.cli", *_words(words, index)]
    environment = {**os.environ, **extra}
    done = subprocess.run(command, input=given, capture_output=True, text=True, env=environment, timeout=120)
    return Done(done.returncode, done.stdout, done.stderr)


def _words(words: tuple[str, ...], index: Path | None) -> list[str]:
    return [*words, *(["--index", str(index)] if index else [])]
