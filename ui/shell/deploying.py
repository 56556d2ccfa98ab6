"""The options of `byline serve` for a team, and what is served where they say so."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from index.faults import PageFault
from ui.shell.common import log_faults, say

if TYPE_CHECKING:
    from ui.server.deployment import Deployment

Command = TypeVar("Command", bound=Callable[..., Any])
_OPEN = "Whoever reaches this address can read, add and remove articles: there is no sign-in, and nothing is encrypted."
_PLAIN = "Nothing is encrypted here: passwords and tokens are safe only behind a proxy that speaks HTTPS."
_NOBODY = (
    "Others can reach {host}, and nobody may sign in yet. Add a user: byline user add NAME --role admin. "
    "Or say --no-auth to let everybody in."
)
_OPTIONS = (
    click.option("--metrics", is_flag=True, envvar="BYLINE_METRICS", help="Give figures for Prometheus at /metrics."),
    click.option(
        "--log",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        envvar="BYLINE_LOG",
        help="Log faults alone, as text; or each request too, without its words, as lines of JSON.",
    ),
    click.option(
        "--auth/--no-auth",
        default=None,
        envvar="BYLINE_AUTH",
        help="Let in whom `byline user` and `byline token` know, or everybody. Default: everybody on this machine, and "
        "whom they know where others can reach it.",
    ),
    click.option(
        "--root-path",
        default="",
        metavar="PATH",
        envvar="BYLINE_ROOT_PATH",
        help="The path under which a reverse proxy has the page, such as /byline.",
    ),
    click.option(
        "--trust-proxy",
        "proxies",
        multiple=True,
        metavar="ADDRESS",
        envvar="BYLINE_TRUST_PROXY",
        help="An address or network of a reverse proxy, whose X-Forwarded-For and -Proto are believed.",
    ),
)


def deploying_options(command: Command) -> Command:
    """Add the options that `deployment` takes."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def deployment(
    folder: Path, host: str, metrics: bool, log: str, auth: bool | None, root_path: str, proxies: tuple[str, ...]
) -> "Deployment":
    """Return what the options choose, and log as they say; raises `PageFault` where nobody could sign in."""
    from ui.server.deployment import Deployment
    from ui.server.guard import LOOPBACK

    reached = host not in LOOPBACK
    guarded = reached if auth is None else auth
    if guarded:
        _check_users(folder, host)
    if reached:
        say(_PLAIN if guarded else _OPEN, err=True)
    root = f"/{root_path.strip('/')}" if root_path.strip("/") else ""
    _log(log)
    return Deployment(metrics, log, folder if guarded else None, root, proxies)


def _check_users(folder: Path, host: str) -> None:
    from ui.server.extra import require

    require("Signing in")
    from ui.access.store import Accounts

    if not Accounts.there(folder) or not any(map(Accounts(folder).listed, ("user", "token"))):
        raise PageFault(_NOBODY.format(host=host))


def _log(form: str) -> None:
    if form != "json":
        log_faults()
        return
    from ui.server.extra import require

    require("--log json")
    from ui.server.requests import log_as_json

    log_as_json()
