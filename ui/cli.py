"""The `byline` command."""

import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

import click

from index.library import Library
from index.types import Article, Fault, IndexFault

_PAGE = ("127.0.0.1", 7860)

_index = click.option(
    "--index",
    "folder",
    metavar="DIR",
    envvar="BYLINE_INDEX",
    help="The folder of the index; made with the bundled article if it is not there. "
    "Default: $BYLINE_INDEX, else a folder among your user data.",
)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


class _Byline(click.Group):
    """Serves the page where no command is named, and says what is wrong in one line."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in ("--help", "-h", "--version")):
            args = ["serve", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as fault:
            if os.environ.get("BYLINE_DEBUG"):
                raise
            from rag.question import QuestionFault

            told = (
                str(fault)
                if isinstance(fault, Fault)
                else f"{type(fault).__name__}: {fault}. BYLINE_DEBUG=1 shows where."
            )
            click.echo(f"byline: {' '.join(told.split())}", err=True)
            raise click.exceptions.Exit(2 if isinstance(fault, QuestionFault) else 1) from fault


@click.group(cls=_Byline, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="byline", message="byline %(version)s")
def main() -> None:
    """Ask news articles; every answer quotes its source.

    Without a command, the web chat is served. Exit status: 0 for a result, answered or not;
    2 for wrong usage, an empty question included; 1 for a fault.
    """
    logging.disable()


@main.command()
@_index
@click.option("--host", default=_PAGE[0], show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=_PAGE[1],
    show_default=True,
    type=click.IntRange(1, 65535),
    help="The port to listen on.",
)
@click.option("--browser/--no-browser", default=True, help="Open the page in a browser.")
def serve(folder: str | None, host: str, port: int, browser: bool) -> None:
    """Serve the web chat."""
    Library.probe(folder)
    from rag.assistant import Assistant
    from ui.web import serve as serve_page

    logging.disable(logging.NOTSET)
    logging.basicConfig(level=logging.ERROR, format="%(asctime)s %(name)s: %(message)s")
    serve_page(
        lambda: Assistant.open(folder),
        host=host,
        port=port,
        open_browser=browser,
        started=lambda address: click.echo(f"Byline is at {address} (Ctrl+C stops it)."),
    )


@main.command()
@click.argument("question", nargs=-1, required=True)
@_index
@_json
def ask(question: tuple[str, ...], folder: str | None, as_json: bool) -> None:
    """Answer QUESTION from the articles."""
    from rag.question import cleaned

    asked = " ".join(question)
    cleaned(asked)
    with _status("Reading the articles…"):
        from rag.assistant import Assistant

        result = Assistant.open(folder).ask(asked)
    click.echo(_dumped(result.as_dict()) if as_json else str(result))


@main.command("list")
@_index
@_json
def list_articles(folder: str | None, as_json: bool) -> None:
    """List the articles of the index."""
    articles = _library(folder).articles()
    if as_json:
        click.echo(_dumped([_known(article) for article in articles]))
    for article in articles if not as_json else []:
        origin = ", ".join(part for part in (article.source, article.published) if part)
        click.echo(f"{article.id}  {article.title}" + (f" ({origin})" if origin else ""))


@main.command()
@click.argument("article_id")
@_index
@_json
def show(article_id: str, folder: str | None, as_json: bool) -> None:
    """Print the article ARTICLE_ID, as `byline list` names it."""
    library = _library(folder)
    try:
        article = library.article(article_id)
    except KeyError:
        raise IndexFault(f"No article {article_id} in {library.folder}. `byline list` names those there are.") from None
    if as_json:
        click.echo(_dumped({**_known(article), "text": article.text}))
    else:
        known = [
            article.title,
            *(f"{key}: {value}" for key, value in _known(article).items() if key != "title" and value),
        ]
        click.echo("\n".join([*known, "", article.text]))


@main.command()
@_index
def rebuild(folder: str | None) -> None:
    """Cut and embed all articles anew, after a change of model."""
    library = _library(folder)
    total = len(library.articles())
    with click.progressbar(length=total, label="Embedding articles", file=sys.stderr) as bar:
        library.rebuild(lambda done, _: bar.update(done - bar.pos))
    click.echo(f"Rebuilt {total} article{'' if total == 1 else 's'} in {library.folder}.")


def _library(folder: str | None) -> Library:
    with _status("Opening the index…"):
        return Library.open(folder)


def _known(article: Article) -> dict[str, str | None]:
    return {"id": article.id, **{key: value for key, value in asdict(article).items() if key != "text"}}


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


@contextmanager
def _status(doing: str) -> Iterator[None]:
    """Say on a terminal what takes seconds, and wipe it out afterwards."""
    terminal = sys.stderr.isatty()
    if terminal:
        click.echo(doing, nl=False, err=True)
    try:
        yield
    finally:
        if terminal:
            click.echo("\r" + " " * len(doing) + "\r", nl=False, err=True)


if __name__ == "__main__":
    main(prog_name="byline")
