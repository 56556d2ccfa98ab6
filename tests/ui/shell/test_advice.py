"""What messages advise can be done: the options that they name are there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import click

from ui.shell.cli import main

ROOT = Path(__file__).parents[3]
ELSEWHERE = ("evaluation", "training", "shell")  # commands of their own; click checks what the shell's options are


def advice() -> Iterator[tuple[str, str]]:
    """Yield each text of the product that names an option, with the file that it is in."""
    for package in ("index", "rag", "ui"):
        for path in (ROOT / package).rglob("*.py"):
            if not {*path.parts} & {*ELSEWHERE}:
                yield from ((str(path), text) for text in texts(ast.parse(path.read_text("utf-8"))))


def texts(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.search(r"(?<![\w-])--[a-z]", node.value)
        ):
            yield node.value


def options(command: click.Command) -> set[str]:
    return {name for option in command.params for name in (*option.opts, *option.secondary_opts)}


def test_every_option_that_a_message_names_is_there() -> None:
    lacking = []
    for place, text in advice():
        if "pip install" in text:
            continue
        named = re.search(r"byline (\w+)", text)
        command = main.commands[named[1]] if named else main.commands["serve"]  # the page shows every message
        lacking += [(place, name) for name in re.findall(r"--[a-z-]+", text) if name not in options(command)]
    assert lacking == []


def test_every_command_on_an_index_can_name_another() -> None:
    without = {name for name, command in main.commands.items() if "--index" not in options(command)}
    groups = {name for name, command in main.commands.items() if isinstance(command, click.Group)}
    assert without - groups <= {"eval", "migrate"}  # these name theirs in other ways
    commands = [one for name in groups for one in cast(click.Group, main.commands[name]).commands.values()]
    assert all("--index" in options(command) for command in commands)
