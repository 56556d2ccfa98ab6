"""The `byline` command."""

import logging
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from index.faults import Fault
from ui.shell.access import log, token, user
from ui.shell.adding import add
from ui.shell.checking import check
from ui.shell.collections import collection
from ui.shell.common import Commands, index_option, json_option, say, say_json, status
from ui.shell.library import COMMANDS
from ui.shell.measure import evaluate
from ui.shell.model import llm_options, opened, tell
from ui.shell.operating import COMMANDS as OPERATING
from ui.shell.programs import mcp
from ui.shell.search import search
from ui.shell.selecting import offer_all, selecting_options, selection_of
from ui.shell.serving import config, serve
from ui.shell.settings import default_map

if TYPE_CHECKING:
    from rag.conversation.chat import Part


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="byline", message="byline %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Ask news articles; every answer quotes its source.

    Without a command, the web chat is served. Exit status: 0 for a result, answered or not;
    2 for wrong usage, an empty question included; 1 for a fault.
    """
    logging.disable()
    ctx.default_map = default_map(main)


@main.command()
@click.argument("question", nargs=-1, required=True)
@selecting_options
@index_option
@json_option
@llm_options
def ask(
    question: tuple[str, ...],
    folder: str | None,
    as_json: bool,
    llm: str | None,
    llm_model: str | None,
    llm_key_file: str | None,
    **chosen: Any,
) -> None:
    """Answer QUESTION from the articles, or from those that are chosen.

    Where `byline serve` runs on the same index, it answers at once.
    """
    from rag.conversation.chat import last
    from rag.question.checks import cleaned
    from ui.shell.running import ask_running

    asked = " ".join(question)
    cleaned(asked)
    within = selection_of(**chosen)
    model = opened(llm, llm_model, llm_key_file)
    if model is None and (result := ask_running(asked, folder, within)):
        parts: Iterator[Part] = iter((result,))
    else:
        with status("Loading the models…"):
            from rag.assistant import Assistant

            parts = Assistant.open(folder, model).stream(asked, within=within)
    if as_json:
        say_json(last(parts).as_dict())
    else:
        offer_all(tell(parts))


@main.command()
@selecting_options
@index_option
@llm_options
def chat(folder: str | None, llm: str | None, llm_model: str | None, llm_key_file: str | None, **chosen: Any) -> None:
    """Ask one question after another; "what about ..." and "his" are understood. An empty line ends it."""
    within = selection_of(**chosen)
    model = opened(llm, llm_model, llm_key_file)
    with status("Loading the models…"):
        from rag.assistant import Assistant

        conversation = Assistant.open(folder, model).chat(within)
    while question := _next_question():
        try:
            for left in tell(conversation.stream(question), understood=True).left:
                say("")
                tell(conversation.stream(left), understood=True)
        except Fault as fault:
            say(str(fault))
        say("")


def _next_question() -> str:
    """Read a line; none at the end of the input, whose prompt is for terminals alone."""
    if sys.stdin.isatty():
        say("? ", end="")
    return sys.stdin.readline().strip()


for command in (
    *(serve, add, *COMMANDS, collection, search, check, evaluate, mcp),
    *OPERATING,
    *(config, user, token, log),
):
    main.add_command(command)

if __name__ == "__main__":
    main(prog_name="byline")
