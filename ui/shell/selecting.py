"""Options that say within which articles a command asks."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from index.faults import SelectionFault
from index.selection import Selection
from ui.shell.common import say

if TYPE_CHECKING:
    from rag.results import Result

Command = TypeVar("Command", bound=Callable[..., Any])
_OPTIONS = (
    click.option("--in", "collections", multiple=True, metavar="NAME", help="Ask within a collection."),
    click.option("--outlet", "outlets", multiple=True, metavar="NAME", help="Ask the articles of an outlet."),
    click.option("--from", "since", metavar="DATE", help="Ask what was published on a date or later."),
    click.option("--to", "until", metavar="DATE", help="Ask what was published on a date or earlier."),
    click.option("--article", "articles", multiple=True, metavar="ID", help="Ask one article."),
)


def selecting_options(command: Command) -> Command:
    """Add `--in`, `--outlet`, `--from`, `--to` and `--article`, from which a `Selection` is made."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def selection_of(**chosen: Any) -> Selection | None:
    """Return what the options choose; None where they choose nothing."""
    try:
        return Selection(**chosen) or None
    except SelectionFault as fault:
        raise click.UsageError(str(fault)) from fault


def offer_all(result: "Result") -> None:
    """Say how to ask all articles where those that were chosen do not tell."""
    from rag.results import NoAnswer

    if result.within and isinstance(result, NoAnswer):
        say("To ask all articles, leave out --in, --outlet, --from, --to and --article.")
