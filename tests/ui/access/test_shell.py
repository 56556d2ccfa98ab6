"""Users and tokens in the shell, and a server that others can reach."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ui.access.passwords import fits
from ui.access.roles import Role
from ui.access.store import Accounts
from ui.shell.cli import main
from ui.shell.deploying import deployment

PASSWORD = "correct horse battery"
CHOSEN = {"metrics": False, "log": "text", "root_path": "", "proxies": ()}


def run(folder: Path, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, [*words, "--index", str(folder)], input=typed)


def test_a_password_is_typed_twice_and_not_shown(tmp_path: Path) -> None:
    done = run(tmp_path, "user", "add", "ada", "--role", "admin", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0
    assert PASSWORD not in done.output
    found = Accounts(tmp_path).user("ada")
    assert found
    assert (found[0].role, fits(PASSWORD, found[1])) == (Role.ADMIN, True)


def test_what_is_wrong_is_told_in_a_line(tmp_path: Path) -> None:
    done = run(tmp_path, "user", "add", "ada", typed="short\nshort\n")
    assert (done.exit_code, "at least 10 characters" in done.stderr) == (1, True)
    done = run(tmp_path, "token", "remove", "none")
    assert done.stderr == "byline: There is no token “none”. `byline token list` names those there are.\n"
    assert run(tmp_path, "user", "add", "ada", "--password-file", str(tmp_path / "none")).exit_code == 2


@pytest.mark.parametrize(
    ("host", "auth", "guarded"),
    [("127.0.0.1", None, False), ("127.0.0.1", True, True), ("0.0.0.0", None, True), ("0.0.0.0", False, False)],
)
def test_users_sign_in_where_others_can_reach_the_page(
    tmp_path: Path, host: str, auth: bool | None, guarded: bool
) -> None:
    Accounts(tmp_path).add_token("feed", Role.READER)
    assert deployment(tmp_path, host, auth=auth, **CHOSEN).accounts == (tmp_path if guarded else None)  # type: ignore[arg-type]


def test_whoever_serves_others_is_told_what_is_open(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Accounts(tmp_path).add_token("feed", Role.READER)
    for auth, told in ((False, "there is no sign-in, and nothing is encrypted"), (True, "Nothing is encrypted here")):
        deployment(tmp_path, "0.0.0.0", auth=auth, **CHOSEN)  # type: ignore[arg-type]
        assert told in capsys.readouterr().err
    deployment(tmp_path, "127.0.0.1", auth=None, **CHOSEN)  # type: ignore[arg-type]
    assert capsys.readouterr().err == ""


def test_a_page_that_others_can_reach_is_not_served_before_there_is_a_user(tmp_path: Path) -> None:
    done = run(tmp_path, "serve", "--no-browser", "--host", "0.0.0.0")
    assert done.exit_code == 1
    assert "Others can reach 0.0.0.0, and nobody may sign in yet" in done.stderr
    assert "byline user add" in done.stderr
