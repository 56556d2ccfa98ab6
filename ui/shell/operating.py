"""The commands `byline backup` and `byline restore`."""

from pathlib import Path

import click

from ui.shell.common import index_option, say, status


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@index_option
def backup(file: Path, folder: str | None) -> None:
    """Write the whole index into FILE, also while it is served and written.

    Articles, feedback, users and the log are in it; who has the file has these. A file that is there is not
    overwritten.
    """
    from index.backup import backup as write
    from index.place import default_folder

    with status("Copying the index…"):
        names = write(Path(folder) if folder else default_folder(), file)
    say(f"Wrote {', '.join(names)} to {file}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@index_option
def restore(file: Path, folder: str | None) -> None:
    """Make an index of FILE, which `byline backup` wrote, and verify it.

    The index folder must be empty or not there: nothing is overwritten.
    """
    from index.backup import restore as read
    from index.place import default_folder

    place = Path(folder) if folder else default_folder()
    with status("Restoring and verifying the index…"):
        articles = read(file, place)
    say(f"{place} has {articles} article{'s' * (articles != 1)}, and all its parts agree.")
