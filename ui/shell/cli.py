"""The `byline` command."""

import logging
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from index.faults import Fault
from ui.shell.checking import check
from ui.shell.collections import collection
from ui.shell.common import Commands, index_option, json_option, log_faults, say, say_json, status
from ui.shell.library import COMMANDS
from ui.shell.measure import evaluate
from ui.shell.model import llm_options, opened, tell
from ui.shell.programs import mcp
from ui.shell.search import search
from ui.shell.selecting import offer_all, selecting_options, selection_of

if TYPE_CHECKING:
    from rag.conversation.chat import Part

_PAGE = ("127.0.0.1", 7860)
_OPEN = "Whoever reaches this address can read, add and remove articles: there is no sign-in, and nothing is encrypted."


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="byline", message="byline %(version)s")
def main() -> None:
    """Ask news articles; every answer quotes its source.

    Without a command, the web chat is served. Exit status: 0 for a result, answered or not;
    2 for wrong usage, an empty question included; 1 for a fault.
    """
    logging.disable()


@main.command()
@index_option
@click.option("--host", default=_PAGE[0], show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=_PAGE[1],
    show_default=True,
    type=click.IntRange(1, 65535),
    help="The port to listen on.",
)
@click.option(
    "--allow-host", "names", multiple=True, metavar="NAME", help="Another host name the page is asked for by."
)
@click.option("--allow-add", is_flag=True, help="Let assistants that ask at /mcp add articles too.")
@click.option("--browser/--no-browser", default=True, help="Open the page in a browser.")
@llm_options
def serve(
    folder: str | None,
    host: str,
    port: int,
    names: tuple[str, ...],
    allow_add: bool,
    browser: bool,
    llm: str | None,
    llm_model: str | None,
) -> None:
    """Serve the web chat."""
    from index.glimpse import glimpse
    from index.library import Library

    Library.probe(folder)
    model = opened(llm, llm_model)
    from rag.assistant import Assistant
    from ui.server.guard import LOOPBACK
    from ui.server.web import serve as serve_page

    if host not in LOOPBACK:
        say(_OPEN, err=True)
    log_faults()
    serve_page(
        lambda: Assistant.open(folder, model),
        host=host,
        port=port,
        open_browser=browser,
        names=names,
        allow_add=allow_add,
        look=lambda: glimpse(folder),
        started=lambda address: say(f"Byline is at {address} (Ctrl+C stops it)."),
    )


@main.command()
@click.argument("question", nargs=-1, required=True)
@selecting_options
@index_option
@json_option
@llm_options
def ask(
    question: tuple[str, ...], folder: str | None, as_json: bool, llm: str | None, llm_model: str | None, **chosen: Any
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
    model = opened(llm, llm_model)
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
def chat(folder: str | None, llm: str | None, llm_model: str | None, **chosen: Any) -> None:
    """Ask one question after another; "what about ..." and "his" are understood. An empty line ends it."""
    within = selection_of(**chosen)
    model = opened(llm, llm_model)
    with status("Loading the models…"):
        from rag.assistant import Assistant

        conversation = Assistant.open(folder, model).chat(within)
    while question := _next_question():
        try:
            tell(conversation.stream(question), understood=True)
        except Fault as fault:
            say(str(fault))
        say("")


def _next_question() -> str:
    """Read a line; none at the end of the input, whose prompt is for terminals alone."""
    if sys.stdin.isatty():
        say("? ", end="")
    return sys.stdin.readline().strip()


for command in (*COMMANDS, collection, search, check, evaluate, mcp):
    main.add_command(command)

if __name__ == "__main__":
    main(prog_name="byline")
