"""What the commands of the shell share: options, faults in one line, JSON, and word of what takes long."""

import json
import logging
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from index.faults import Fault, IndexFault

if TYPE_CHECKING:
    from index.holdings import Progress
    from index.library import Library

index_option = click.option(
    "--index",
    "folder",
    metavar="DIR",
    envvar="BYLINE_INDEX",
    help="The folder of the index, or postgresql://…; made with the bundled article if it is not there. "
    "Default: $BYLINE_INDEX, else a folder among your user data.",
)
_UNSEEN = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
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
            say(f"byline: {' '.join(told.split())}", err=True)
            raise click.exceptions.Exit(2 if isinstance(fault, QuestionFault) else 1) from fault


def say(*lines: str, err: bool = False, end: str = "\n") -> None:
    """Print lines, so that nothing in them can steer a terminal, whoever wrote it: the one place that prints."""
    click.echo("\n".join(map(visible, lines)) + end, nl=False, err=err)


def visible(line: str) -> str:
    """Return a line with what a terminal would obey or not show as escapes, which in JSON stand for the same.

    These are control characters but the tab, what turns the direction of writing, and what is no character at all.
    """
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def say_json(value: object) -> None:
    """Print a value as JSON to read."""
    say(*json.dumps(value, ensure_ascii=False, indent=2).split("\n"))


def log_faults() -> None:
    """Let what goes wrong while a command serves reach standard error."""
    logging.disable(logging.NOTSET)
    logging.basicConfig(level=logging.ERROR, format="%(asctime)s %(name)s: %(message)s")


def opened_library(folder: str | None) -> "Library":
    """Open the library of a command."""
    with status("Opening the index…"):
        from index.library import Library
        from ui.access.watch import watched

        library = Library.open(folder)
        watched(library)
        return library


def no_article(article_id: str, library: "Library") -> IndexFault:
    """Return what to raise where there is no article of an id."""
    return IndexFault(f"No article {article_id} in {library.place}. `byline list` names those there are.")


@contextmanager
def status(doing: str) -> Iterator[None]:
    """Say on a terminal what takes seconds, and wipe it out afterwards."""
    terminal = sys.stderr.isatty()
    if terminal:
        say(doing, end="", err=True)
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
