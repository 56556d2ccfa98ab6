"""The commands that keep collections: collection list, add, remove, rename, delete."""

import sys

import click

from index.where import in_any
from ui.shell.common import index_option, json_option, no_article, opened_library, say, say_json, visible


@click.group()
def collection() -> None:
    """Keep collections of articles, within which `ask`, `chat` and `search` can ask."""


@collection.command("list")
@click.argument("name", required=False)
@index_option
@json_option
def list_collections(name: str | None, folder: str | None, as_json: bool) -> None:
    """List the collections with how many articles each has; with NAME, the articles of that."""
    catalogue = opened_library(folder).catalogue
    if name is not None:
        rows = catalogue.rows(catalogue.ids(in_any([name])))
        say_json([row._asdict() for row in rows]) if as_json else say(*(f"{row.id}  {row.title}" for row in rows))
        return
    counts = catalogue.collections()
    if as_json:
        say_json([{"name": name, "articles": count} for name, count in counts.items()])
    else:
        say(*(f"{name} ({count:,} article{'' if count == 1 else 's'})" for name, count in counts.items()))


@collection.command("add")
@click.argument("name")
@click.argument("article_ids", metavar="[ARTICLE_ID]...", nargs=-1)
@index_option
def add_to_collection(name: str, article_ids: tuple[str, ...], folder: str | None) -> None:
    """Put articles, as `byline list` names them, into the collection NAME; made if it is not there."""
    library = opened_library(folder)
    try:
        library.collect(name, *article_ids)
    except KeyError as unknown:
        raise no_article(unknown.args[0], library) from None
    _tell(library.catalogue.known_as(name), library.catalogue.collections())


@collection.command("remove")
@click.argument("name")
@click.argument("article_ids", metavar="ARTICLE_ID...", nargs=-1, required=True)
@index_option
def remove_from_collection(name: str, article_ids: tuple[str, ...], folder: str | None) -> None:
    """Take articles out of the collection NAME; they stay in the library."""
    library = opened_library(folder)
    library.uncollect(name, *article_ids)
    _tell(library.catalogue.known_as(name), library.catalogue.collections())


@collection.command("rename")
@click.argument("name")
@click.argument("new")
@index_option
def rename_collection(name: str, new: str, folder: str | None) -> None:
    """Give the collection NAME the name NEW."""
    library = opened_library(folder)
    library.rename_collection(name, new)
    _tell(library.catalogue.known_as(new), library.catalogue.collections())


@collection.command("delete")
@click.argument("name")
@click.option("--articles", is_flag=True, help="Remove its articles from the library too, and every trace of them.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@index_option
def delete_collection(name: str, articles: bool, yes: bool, folder: str | None) -> None:
    """Delete the collection NAME; its articles stay in the library."""
    library = opened_library(folder)
    known, held = library.catalogue.known_as(name), library.catalogue.collected(name)
    if articles and held:
        count = f"{len(held):,} article{'' if len(held) == 1 else 's'}"
        if not yes and not sys.stdin.isatty():
            raise click.UsageError("Nobody can be asked here whether to remove. Say --yes.")
        if not yes and not click.confirm(visible(f"Remove {known} and its {count} for good?"), err=True):
            return
        library.remove(*held)
        say(f"Removed {count}.")
    library.delete_collection(name)
    say(f"Deleted the collection {known}.")


def _tell(name: str, counts: dict[str, int]) -> None:
    say(f"{name}: {counts[name]:,} article{'' if counts[name] == 1 else 's'}")
