"""What the commands of the shell share: options, faults in one line, JSON, and word of what takes long."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from index.faults import Fault

if TYPE_CHECKING:
    from index.library import Progress

index_option = click.option(
    "--index",
    "folder",
    metavar="DIR",
    envvar="BYLINE_INDEX",
    help="The folder of the index; made with the bundled article if it is not there. "
    "Default: $BYLINE_INDEX, else a folder among your user data.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


class Commands(click.Group):
    """Serves the page where no command is named, and says what is wrong in one line."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take `serve` for the command where none is named."""
        if not args or (args[0].startswith("-") and args[0] not in ("--help", "-h", "--version")):
            args = ["serve", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a fault is reported in one line, with exit status 1 or 2."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as fault:
            if os.environ.get("BYLINE_DEBUG"):
                raise
            from index.faults import QuestionFault

            told = (
                str(fault)
                if isinstance(fault, Fault)
                else f"{type(fault).__name__}: {fault}. BYLINE_DEBUG=1 shows where."
            )
            click.echo(f"byline: {' '.join(told.split())}", err=True)
            raise click.exceptions.Exit(2 if isinstance(fault, QuestionFault) else 1) from fault


def dumped(value: object) -> str:
    """Return a value as JSON to read."""
    return json.dumps(value, ensure_ascii=False, indent=2)


@contextmanager
def status(doing: str) -> Iterator[None]:
    """Say on a terminal what takes seconds, and wipe it out afterwards."""
    terminal = sys.stderr.isatty()
    if terminal:
        click.echo(doing, nl=False, err=True)
    try:
        yield
    finally:
        if terminal:
            click.echo("\r" + " " * len(doing) + "\r", nl=False, err=True)


@contextmanager
def bar(label: str) -> "Iterator[Progress]":
    """Show a bar with the time that is left, whose length may still change."""
    with click.progressbar(length=1, label=label, file=sys.stderr, show_pos=True) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield progress
