"""The commands `byline user`, `byline token` and `byline log`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.access.roles import ROLES, Role
from ui.shell.common import index_option, json_option, say, say_json

if TYPE_CHECKING:
    from ui.access.store import Accounts

role_option = click.option(
    "--role", type=click.Choice(ROLES), default=ROLES[0], show_default=True, help="What may be done."
)


@click.group()
def user() -> None:
    """Keep the users who sign in on the page: readers ask and read, editors change articles, admins see the log."""


@user.command("add")
@click.argument("name")
@role_option
@click.option("--password-file", type=click.Path(path_type=Path), help="A file that holds the password alone.")
@click.option("--replace", is_flag=True, help="Change the password and the role of a user that is there.")
@index_option
def add_user(name: str, role: str, password_file: Path | None, replace: bool, folder: str | None) -> None:
    """Add the user NAME; the password is asked for, or read from a file."""
    from ui.access.passwords import hashed

    accounts = _accounts(folder)
    typed = (
        _read(password_file) if password_file else click.prompt("Password", hide_input=True, confirmation_prompt=True)
    )
    accounts.put_user(name, Role[role.upper()], hashed(typed), replace)
    say(f"{name} may sign in, as {role}.")


@user.command("remove")
@click.argument("name")
@index_option
def remove_user(name: str, folder: str | None) -> None:
    """Remove the user NAME, who is signed out at once."""
    _accounts(folder).remove("user", name)
    say(f"Removed the user {name}.")


@user.command("list")
@index_option
@json_option
def list_users(folder: str | None, as_json: bool) -> None:
    """List the users with their roles."""
    _list(_accounts(folder).listed("user"), ("name", "role", "added"), as_json)


@click.group()
def token() -> None:
    """Keep the tokens with which programs ask: Authorization: Bearer TOKEN."""


@token.command("add")
@click.argument("name")
@role_option
@index_option
def add_token(name: str, role: str, folder: str | None) -> None:
    """Make a token that is called NAME and print it, this once."""
    say(_accounts(folder).add_token(name, Role[role.upper()]))


@token.command("remove")
@click.argument("name")
@index_option
def remove_token(name: str, folder: str | None) -> None:
    """Remove the token that is called NAME; it is refused at once."""
    _accounts(folder).remove("token", name)
    say(f"Removed the token {name}.")


@token.command("list")
@index_option
@json_option
def list_tokens(folder: str | None, as_json: bool) -> None:
    """List the names of the tokens with their roles."""
    _list(_accounts(folder).listed("token"), ("name", "role", "added"), as_json)


@click.command()
@click.option("--count", type=click.IntRange(1), default=50, show_default=True, help="How many.")
@index_option
@json_option
def log(count: int, folder: str | None, as_json: bool) -> None:
    """List who added, changed or removed which article, and when (UTC), the latest first.

    It is kept from the first user or token on. Of an article it has the id alone.
    """
    _list(_accounts(folder).changes(count), ("at", "who", "what", "article_id"), as_json)


def _accounts(folder: str | None) -> "Accounts":
    from index.place import folder_of
    from ui.access.store import Accounts
    from ui.server.extra import require

    require("This command")
    return Accounts(folder_of(folder))


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8").rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise click.UsageError(f"The password cannot be read from {file}: {error}.") from error


def _list(rows: list[tuple[str, ...]], keys: tuple[str, ...], as_json: bool) -> None:
    if as_json:
        say_json([dict(zip(keys, row, strict=True)) for row in rows])
    elif rows:
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        say(*["  ".join(f"{part:{width}}" for part, width in zip(row, widths, strict=True)) for row in rows])
