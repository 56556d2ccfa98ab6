"""The command that adds articles, in this process or on Dask workers."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from index.faults import IndexFault
from index.types import Outcome
from ui.outcomes import counted, offered, worth_a_line
from ui.shell.common import bar, index_option, json_option, opened_library, say, say_json

if TYPE_CHECKING:
    from index.library import Library

_SIGNS = {"added": "+", "updated": "~", "already there": "=", "rejected": "!"}


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("--title", help="The article's title; only for a single article.")
@click.option("--source", help="The outlet.")
@click.option("--published", metavar="DATE", help="When it was published, such as 2022-08-02.")
@click.option("--author", help="Who wrote it.")
@click.option("--url", help="Its web address; only for a single article.")
@click.option(
    "--in", "collections", multiple=True, metavar="NAME", help="A collection to put them in; made if need be."
)
@click.option("--allow-private", is_flag=True, help="Fetch addresses of this machine and its network too.")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Embed with so many processes of this machine.")
@click.option(
    "--scheduler", metavar="ADDRESS", help="Embed with the workers of a Dask scheduler, such as tcp://a:8786."
)
@index_option
@json_option
def add(
    sources: tuple[str, ...],
    folder: str | None,
    as_json: bool,
    collections: tuple[str, ...],
    allow_private: bool,
    workers: int | None,
    scheduler: str | None,
    **known: str | None,
) -> None:
    """Add articles from files, folders, patterns, web addresses, feeds, or "-" for standard input.

    Text, Markdown, HTML, PDF, DOCX, ODT, EPUB, mails (EML), saved pages (MHT), feeds, CSV, subtitles and JSON lines are
    read. An article that is there already is left as it is; one that has changed under the same address or path is
    replaced. Exit status 1 tells that something was rejected. Ctrl+C keeps what is in; the same command goes on.
    """
    from index.sources import Sources

    known = _checked(sources, known)
    if workers and scheduler:
        raise click.UsageError("--workers and --scheduler are both given. Leave one of them out.")
    library = opened_library(folder)
    read = Sources(sources, allow_private, None, **known)
    outcomes: list[Outcome] = []
    try:
        with _embedding(library, workers, scheduler), bar("Adding") as progress:
            outcomes = library.add(read, lambda done, _: progress(done, read.total(done)), collections)
    except KeyboardInterrupt:
        say("Stopped. What was added stays; the same command goes on.", err=True)
        raise click.exceptions.Exit(130) from None
    found = offered(outcomes, library)
    if as_json:
        say_json([asdict(one) | {"offers": found.get(one.article_id or "", {})} for one in outcomes])
    else:
        say(*_told(outcomes, found, folder))
    if any(outcome.status == "rejected" for outcome in outcomes):
        raise click.exceptions.Exit(1)


def _checked(sources: Sequence[str], known: dict[str, str | None]) -> dict[str, str | None]:
    """Return what is told of articles, its date as ISO 8601; a usage error where that cannot be so."""
    from index.formats.dates import iso

    if (known["title"] or known["url"]) and (len(sources) > 1 or Path(sources[0]).is_dir()):
        raise click.UsageError("--title and --url are for one article; here are several. Leave them out.")
    if not (published := known["published"]):
        return known
    if not (date := iso(published)):
        raise click.UsageError(f"--published {published} is no date. Write it as 2022-08-02.")
    return known | {"published": date}


@contextmanager
def _embedding(library: "Library", workers: int | None, scheduler: str | None) -> Iterator[None]:
    """Let Dask workers embed, where they are asked for."""
    if not workers and not scheduler:
        yield
        return
    try:
        from index.workers import embedding
    except ModuleNotFoundError as error:
        told = f"--workers and --scheduler need the package {error.name}"
        raise IndexFault(f"{told}. Install Byline with the extra: pip install 'byline[cluster]'") from error
    with embedding(workers, scheduler) as library.encoder:
        yield


def _told(outcomes: Sequence[Outcome], found: Mapping[str, Mapping[str, str]], folder: str | None) -> list[str]:
    lines = []
    for one in worth_a_line(outcomes):
        named = f"{one.article_id}  {one.title}" if one.article_id else one.where
        lines.append(f"{_SIGNS[one.status]} {one.status}: {named}" + (f": {one.reason}" if one.reason else ""))
        if known := found.get(one.article_id or ""):
            lines.append(
                f"  Its text seems to say: {', '.join(known.values())}. To keep that: {_edit(one, known, folder)}"
            )
    return [*lines, f"{counted(outcomes) or 'No article was found'}."]


def _edit(one: Outcome, known: Mapping[str, str], folder: str | None) -> str:
    """Return the command that accepts what an article's text seems to say."""
    options = {**known, **({"index": folder} if folder else {})}
    return " ".join(["byline edit", str(one.article_id), *(f"--{name} {quote(of)}" for name, of in options.items())])
