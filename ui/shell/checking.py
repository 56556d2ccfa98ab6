"""The command that checks a text against the articles: check."""

from typing import TYPE_CHECKING, BinaryIO

import click

from ui.shell.common import index_option, json_option, no_article, opened_library, say, say_json, status

if TYPE_CHECKING:
    from rag.verification import Checked

_INPUT = "<stdin>"  # what Python calls it


@click.command()
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--article", "articles", multiple=True, metavar="ID", help="An article to check by; else all of them.")
@index_option
@json_option
def check(file: BinaryIO, articles: tuple[str, ...], folder: str | None, as_json: bool) -> None:
    """Check each sentence of a plain text, in FILE or from standard input, against the articles.

    A sentence is supported, contradicted (the nearest quote says otherwise), or not said. Exit
    status 1 where one is not supported.
    """
    found = _checked(_text(file), articles, folder)
    if as_json:
        say_json([one.as_dict() for one in found])
    else:
        for one in found:
            say(*str(one).split("\n"))
        supported = sum(one.supported for one in found)
        say("", f"{supported} of {len(found)} sentence{'' if len(found) == 1 else 's'} supported.")
    if not all(one.supported for one in found):
        raise click.exceptions.Exit(1)


def _text(file: BinaryIO) -> str:
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        name = getattr(file, "name", _INPUT)
        told = "Standard input" if name == _INPUT else name
        raise click.UsageError(f"{told} is no plain text in UTF-8. Save it as such and check it again.") from None


def _checked(text: str, articles: tuple[str, ...], folder: str | None) -> "tuple[Checked, ...]":
    library = opened_library(folder)
    with status("Loading the models…"):
        from rag.assistant import Assistant
        from rag.reading.readers import CascadeReader

        assistant = Assistant(library, CascadeReader())
    try:
        return assistant.check(text, articles or None)
    except KeyError as unknown:
        raise no_article(unknown.args[0], library) from None
