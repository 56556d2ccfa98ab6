"""The commands that keep an index in order: backup, restore, migrate, maintain."""

from pathlib import Path

import click

from index.faults import IndexFault
from ui.shell.common import bar, index_option, opened_library, say, status


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@index_option
def backup(file: Path, folder: str | None) -> None:
    """Write the whole index into FILE, also while it is served and written.

    Articles, feedback, users and the log are in it; who has the file has these. A file that is there is not
    overwritten.
    """
    from index.backup import backup as write

    with status("Copying the index…"):
        names = write(_folder(folder), file)
    say(f"Wrote {', '.join(names)} to {file}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@index_option
def restore(file: Path, folder: str | None) -> None:
    """Make an index of FILE, which `byline backup` wrote, and verify it.

    The index folder must be empty or not there: nothing is overwritten.
    """
    from index.backup import restore as read

    place = _folder(folder)
    with status("Restoring and verifying the index…"):
        articles = read(file, place)
    say(f"{place} has {articles} article{'s' * (articles != 1)}, and all its parts agree.")


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def migrate(source: str, target: str) -> None:
    """Copy the index FROM into TO, a folder or postgresql://…, and compare the two. Nothing is embedded.

    Ctrl+C keeps what is copied; the same command goes on. FROM stays as it is. Feedback and users are files of its
    folder, and are not copied.
    """
    from index.migrate import migrate as copy
    from index.place import placed

    with bar("Copying") as progress:
        articles = copy(source, target, progress)
    say(f"{placed(target)} has {articles} article{'s' * (articles != 1)}, compared with {placed(source)} one by one.")


@click.command()
@click.option("--anew", is_flag=True, help="Fill what is searched in again from the articles; nothing is embedded.")
@index_option
def maintain(folder: str | None, anew: bool) -> None:
    """Give back the room of what was deleted, and say what may still hold its words."""
    library = opened_library(folder)
    with status("Writing the index anew…"):
        told = library.maintain(anew)
    say(f"What is searched in {library.place} was written anew.", *told)


COMMANDS = (backup, restore, migrate, maintain)


def _folder(place: str | None) -> Path:
    from index.place import Cluster, placed

    if isinstance(found := placed(place), Cluster):
        raise IndexFault(f"{found} is in PostgreSQL, whose pg_dump saves it and whose pg_restore brings it back.")
    return found
