"""The commands that keep the library: edit, remove, list, show, export, verify, rebuild."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from index.edits import FIELDS
from index.types import Article
from ui.shell.common import bar, index_option, json_option, no_article, opened_library, say, say_json, status, visible

if TYPE_CHECKING:
    from index.library import Library


@click.command()
@click.argument("article_id")
@click.option("--title", help="The article's title.")
@click.option("--source", help="The outlet.")
@click.option("--published", metavar="DATE", help="When it was published, such as 2022-08-02.")
@click.option("--author", help="Who wrote it.")
@click.option("--url", help="Its web address.")
@click.option("--as-told", "told", multiple=True, type=click.Choice(FIELDS), help="Take what the file says again.")
@index_option
@json_option
def edit(article_id: str, folder: str | None, as_json: bool, told: tuple[str, ...], **typed: str | None) -> None:
    """Change what is known of the article ARTICLE_ID; an empty value says that it is unknown.

    What is typed wins over what the article's file says, also when the file is added again.
    """
    known = {field: value for field, value in typed.items() if value is not None}
    if not known and not told:
        raise click.UsageError("Nothing is to be changed. Give --title, --source, --published, --author or --url.")
    if both := known.keys() & {*told}:
        raise click.UsageError(f"--{min(both)} is given, and --as-told {min(both)} too. Leave one of them out.")
    library = opened_library(folder)
    _article(library, article_id)
    with status("Embedding the article…"):
        article = library.edit(article_id, **known, **dict.fromkeys(told))
    if as_json:
        say_json(_known(article))
    else:
        say(*[f"{key}: {value}" for key, value in _known(article).items() if value and key in ("id", *FIELDS)])


@click.command()
@click.argument("article_ids", metavar="ARTICLE_ID...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
@index_option
def remove(article_ids: tuple[str, ...], folder: str | None, yes: bool) -> None:
    """Remove articles, as `byline list` names them, and every trace of them."""
    library = opened_library(folder)
    articles = list({article_id: _article(library, article_id) for article_id in article_ids}.values())
    if not yes and not sys.stdin.isatty():
        raise click.UsageError("Nobody can be asked here whether to remove. Say --yes.")
    lines = [f"{article.id}  {article.title}" for article in articles]
    if len(lines) > 1 and not yes:
        say(*lines, err=True)
    asked = f"Remove these {len(lines)} articles for good?" if len(lines) > 1 else f"Remove {lines[0]} for good?"
    if yes or click.confirm(visible(asked), err=True):
        library.remove(*[article.id for article in articles])
        say(*[f"Removed {line}" for line in lines])


@click.command("list")
@click.argument("words", metavar="[WORDS]...", nargs=-1)
@click.option(
    "--sort",
    type=click.Choice(["title", "source", "published", "added", "sentences"]),
    default="added",
    show_default=True,
    help="What to sort by.",
)
@click.option("--reverse", is_flag=True, help="The last first.")
@index_option
@json_option
def list_articles(words: tuple[str, ...], sort: str, reverse: bool, folder: str | None, as_json: bool) -> None:
    """List the articles; with WORDS, those with all of them in title, outlet, author or date."""
    rows, _ = opened_library(folder).listed(" ".join(words), sort, reverse, count=-1)
    if as_json:
        say_json([row._asdict() for row in rows])
    for row in rows if not as_json else []:
        origin = ", ".join(part for part in (row.source, row.published) if part)
        say(f"{row.id}  {row.title}" + (f" ({origin})" if origin else ""))


@click.command()
@click.argument("article_id")
@index_option
@json_option
def show(article_id: str, folder: str | None, as_json: bool) -> None:
    """Print the article ARTICLE_ID, as `byline list` names it."""
    article = _article(opened_library(folder), article_id)
    if as_json:
        say_json({**_known(article), "text": article.text})
    else:
        known = _known(article).items()
        told = [f"{key}: {value}" for key, value in known if value and key not in ("title", "original", "scans")]
        say(
            article.title,
            *told,
            *filter(None, [article.scans.told]),
            "",
            *article.text.replace("\r\n", "\n").split("\n"),
        )


@click.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; else standard output.")
@index_option
def export(out: Path | None, folder: str | None) -> None:
    """Write all articles as JSON lines, which `byline add` reads; `original` is what files say of edited fields."""
    library = opened_library(folder)
    with click.open_file(str(out) if out else "-", "w", encoding="utf-8", atomic=bool(out)) as file:
        for article in library.each():
            known = {key: value for key, value in _fields(article).items() if value}
            file.write(visible(json.dumps(known, ensure_ascii=False)) + "\n")


@click.command()
@click.option("--sample", type=click.IntRange(min=1), metavar="N", help="Check only N articles, drawn at random.")
@index_option
def verify(folder: str | None, sample: int | None) -> None:
    """Check that articles, chunks, words and vectors agree; exit status 1 where they do not."""
    library = opened_library(folder)
    with status("Checking the index…"):
        found = library.verify(sample)
    for problem in found:
        say(problem)
    if found:
        raise click.exceptions.Exit(1)
    count = library.catalogue.count()
    if sample is None or not count:
        say(f"All is well: {count:,} article{'' if count == 1 else 's'} in {library.place}.")
    else:
        from index.verify import share_at_most  # with NumPy, which no other command waits for

        some = min(sample, count)
        say(
            f"Nothing is wrong with {some:,} of {count:,} articles, drawn at random, in {library.place}. With 95 % "
            f"confidence, at most {share_at_most(some):.1%} of all are damaged. What belongs to no article, and the "
            "files as a whole, only a full check sees: byline verify"
        )


@click.command()
@index_option
def rebuild(folder: str | None) -> None:
    """Embed all articles again after a change of model."""
    library = opened_library(folder)
    with bar("Embedding articles") as progress:
        library.rebuild(progress)
    total = library.catalogue.count()
    say(f"Rebuilt {total} article{'' if total == 1 else 's'} in {library.place}.")


COMMANDS = (edit, remove, list_articles, show, export, verify, rebuild)


def _article(library: "Library", article_id: str) -> Article:
    try:
        return library.article(article_id)
    except KeyError:
        raise no_article(article_id, library) from None


def _known(article: Article) -> dict[str, Any]:
    return {"id": article.id, **{key: value for key, value in _fields(article).items() if key != "text"}}


def _fields(article: Article) -> dict[str, Any]:
    scans = asdict(article.scans) if article.scans else {}
    return {**asdict(article), "original": dict(article.original), "scans": scans}
