"""The commands `byline serve`, and `byline config`, which prints the settings that it would serve with."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from ui.shell.common import index_option, json_option, say, say_json
from ui.shell.deploying import deploying_options, deployment
from ui.shell.model import llm_options, masked, opened
from ui.shell.settings import file, origin, settings

_PAGE = ("127.0.0.1", 7860)
_PASSWORD = re.compile(r"//[^/@]*@")  # in the address of a language model
Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    index_option,
    click.option("--host", default=_PAGE[0], show_default=True, envvar="BYLINE_HOST", help="The address to listen on."),
    click.option(
        "--port",
        default=_PAGE[1],
        show_default=True,
        type=click.IntRange(1, 65535),
        envvar="BYLINE_PORT",
        help="The port to listen on.",
    ),
    click.option(
        "--allow-host",
        "names",
        multiple=True,
        metavar="NAME",
        envvar="BYLINE_ALLOW_HOST",
        help="Another host name the page is asked for by.",
    ),
    click.option(
        "--allow-add", is_flag=True, envvar="BYLINE_ALLOW_ADD", help="Let assistants that ask at /mcp add articles too."
    ),
    click.option("--browser/--no-browser", default=True, envvar="BYLINE_BROWSER", help="Open the page in a browser."),
    llm_options,
    deploying_options,
)


def serving_options(command: Command) -> Command:
    """Add the options with which the page is served."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command()
@serving_options
def serve(
    folder: str | None,
    host: str,
    port: int,
    names: tuple[str, ...],
    allow_add: bool,
    browser: bool,
    llm: str | None,
    llm_model: str | None,
    llm_key_file: str | None,
    **deployed: Any,
) -> None:
    """Serve the web chat."""
    from index.glimpse import glimpse
    from index.library import Library
    from index.place import folder_of

    chosen = deployment(folder_of(folder), host, **deployed)
    Library.probe(folder)
    model = opened(llm, llm_model, llm_key_file)
    from rag.assistant import Assistant
    from ui.server.web import serve as serve_page

    serve_page(
        lambda: Assistant.open(folder, model),
        host=host,
        port=port,
        open_browser=browser,
        names=names,
        allow_add=allow_add,
        look=lambda: glimpse(folder),
        deployment=chosen,
        started=lambda address: say(f"Byline is at {address} (Ctrl+C stops it)."),
    )


@click.command()
@serving_options
@json_option
@click.pass_context
def config(ctx: click.Context, /, as_json: bool, **_: object) -> None:
    """Print the settings in force and where each is from, as `byline serve` with the same flags would take them.

    Flags win over BYLINE_* in the environment, which win over the file byline.toml, which wins over defaults.
    """
    from index.place import default_place

    given = {**ctx.params, "folder": ctx.params["folder"] or default_place()}
    rows = [(key, _shown(given[one.name or ""]), origin(ctx, one)) for key, one in settings(ctx.command).items()]
    rows += masked()
    if as_json:
        say_json([dict(zip(("setting", "value", "from"), row, strict=True)) for row in rows])
        return
    width = [max(len(row[column]) for row in rows) for column in (0, 1)]
    say(*[f"{key:{width[0]}}  {value:{width[1]}}  {place}" for key, value, place in rows])
    say(f"The file of settings is {file()}{'' if file().exists() else ', which is not there'}.", err=True)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "-"
    if isinstance(value, bool):
        return str(value).lower()
    return "-" if value in (None, "") else _PASSWORD.sub("//********@", str(value))
