"""Users, tokens and the log, as they are kept."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedding import MiniLMEncoder
from index.faults import AccessFault
from index.library import Library
from tests.support.doubles import FERRY, ORCHARD
from ui.access.passwords import fits, hashed
from ui.access.patience import Patience
from ui.access.roles import WHO, Role, Who
from ui.access.sessions import Sessions
from ui.access.store import FILE, Accounts
from ui.access.watch import watched

PASSWORD = "correct horse battery"


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return Accounts(tmp_path)


def test_a_user_is_kept_without_the_password(accounts: Accounts, tmp_path: Path) -> None:
    accounts.put_user("ada", Role.ADMIN, hashed(PASSWORD))
    found = Accounts(tmp_path).user("ada")
    assert found
    assert found[0] == Who("ada", Role.ADMIN)
    assert fits(PASSWORD, found[1])
    assert not fits("correct horse", found[1])
    assert not fits(PASSWORD, None)
    assert PASSWORD.encode() not in (tmp_path / FILE).read_bytes()
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_a_token_is_known_until_it_is_removed(accounts: Accounts, tmp_path: Path) -> None:
    token = accounts.add_token("feed", Role.EDITOR)
    assert accounts.bearer(token) == Who("token feed", Role.EDITOR)
    assert token.encode() not in (tmp_path / FILE).read_bytes()
    assert accounts.bearer(token[:-1]) is None
    accounts.remove("token", "feed")
    assert accounts.bearer(token) is None


@given(st.text())
def test_no_made_up_token_and_no_made_up_cookie_is_known(made_up: str) -> None:
    assert KNOWN.bearer(made_up) is None
    assert Sessions(KNOWN).who(made_up) is None


@pytest.fixture(autouse=True, scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> None:
    global KNOWN
    KNOWN = Accounts(tmp_path_factory.mktemp("known"))
    KNOWN.add_token("feed", Role.ADMIN)
    KNOWN.put_user("ada", Role.ADMIN, hashed(PASSWORD))


KNOWN: Accounts


def test_a_session_ends_with_the_password_and_with_the_user(accounts: Accounts, tmp_path: Path) -> None:
    accounts.put_user("ada", Role.ADMIN, hashed(PASSWORD))
    sessions = Sessions(accounts)
    cookie = sessions.begun("ada")
    assert sessions.who(cookie) == Who("ada", Role.ADMIN)
    assert sessions.who(f"{cookie}x") is None
    assert Sessions(Accounts(tmp_path / "other")).who(cookie) is None
    accounts.put_user("ada", Role.READER, hashed(PASSWORD), replace=True)
    assert sessions.who(cookie) is None
    cookie = sessions.begun("ada")
    accounts.remove("user", "ada")
    assert sessions.who(cookie) is None


def test_a_session_that_was_signed_out_ends_for_whoever_has_its_cookie(accounts: Accounts, tmp_path: Path) -> None:
    accounts.put_user("ada", Role.ADMIN, hashed(PASSWORD))
    sessions = Sessions(accounts)
    cookie = sessions.begun("ada")
    sessions.end(f"{cookie}x")
    assert sessions.who(cookie)
    sessions.end(cookie)
    assert sessions.who(cookie) is None
    assert len(accounts._rows("SELECT session FROM ended")) == 1
    assert cookie.encode() not in (tmp_path / FILE).read_bytes()


def test_all_addresses_of_a_network_of_ipv6_wait_together() -> None:
    patience = Patience(lambda: 0.0)
    for number in range(6):
        patience.tried(f"2001:db8:1:2::{number}")
        patience.tried(f"::ffff:192.0.2.{number}")
    waits = [patience.wait(one) > 0 for one in ("2001:db8:1:2:ffff::1", "2001:db8:1:3::1", "192.0.2.1", "testclient")]
    assert waits == [True, False, False, False]


def test_what_cannot_be_kept_is_told(accounts: Accounts) -> None:
    accounts.put_user("ada", Role.ADMIN, hashed(PASSWORD))
    with pytest.raises(AccessFault, match="already"):
        accounts.put_user("ada", Role.ADMIN, hashed(PASSWORD))
    with pytest.raises(AccessFault, match="is no name"):
        accounts.put_user("a da", Role.ADMIN, hashed(PASSWORD))
    with pytest.raises(AccessFault, match="at least 10"):
        hashed("short")
    with pytest.raises(AccessFault, match="There is no user"):
        accounts.remove("user", "nobody")


def test_who_fails_again_and_again_has_to_wait() -> None:
    now = [0.0]
    patience = Patience(lambda: now[0])
    for _ in range(4):
        patience.tried("a")
    assert patience.wait("a") == 0
    patience.tried("a")
    patience.tried("a")
    assert (patience.wait("a"), patience.wait("b")) == (2, 0)
    now[0] = 1
    patience.failed("a")
    assert patience.wait("a") == 2
    now[0] = 3
    assert patience.wait("a") == 0
    for _ in range(100):
        patience.tried("a")
    assert patience.wait("a") == 600
    patience.succeeded("a")
    assert patience.wait("a") == 0


def test_the_log_has_what_becomes_of_collections(tmp_path: Path, encoder: MiniLMEncoder) -> None:
    library, accounts = Library.open(tmp_path, encoder), Accounts(tmp_path)
    watched(library, "somebody")
    library.add([FERRY], collections=["Sea"])
    library.collect("Empty")
    library.rename_collection("Sea", "Islands")
    library.uncollect("Islands", FERRY.id)
    library.collect("Islands", FERRY.id)
    library.delete_collection("islands")
    library.delete_collection("Empty")
    assert [row[2:] for row in reversed(accounts.changes(9))] == [
        ("added", FERRY.id),
        ("put into a collection", FERRY.id),
        ("put into a collection", ""),
        ("renamed a collection", FERRY.id),
        ("taken out of a collection", FERRY.id),
        ("put into a collection", FERRY.id),
        ("deleted a collection", FERRY.id),
        ("deleted a collection", ""),
    ]
    assert b"Islands" not in (tmp_path / FILE).read_bytes()


def test_the_log_has_every_change_and_a_reader_makes_none(tmp_path: Path, encoder: MiniLMEncoder) -> None:
    library = Library.open(tmp_path, encoder)
    watched(library)
    library.add([ORCHARD])
    assert not Accounts.there(tmp_path)
    accounts = Accounts(tmp_path)
    watched(library, "somebody")
    asking = WHO.set(Who("ed", Role.EDITOR))
    (outcome,) = library.add([FERRY])
    id = outcome.article_id or ""
    library.edit(id, title="Ferry")
    library.put_back(library.remove(id))
    WHO.reset(asking)
    library.remove(id)
    wanted = [("somebody", "removed"), ("ed", "put back"), ("ed", "removed"), ("ed", "edited"), ("ed", "added")]
    assert [row[1:] for row in accounts.changes(9)] == [(who, what, id) for who, what in wanted]
    asking = WHO.set(Who("rita", Role.READER))
    for change in (
        lambda: library.add([FERRY]),
        lambda: library.edit(ORCHARD.id, title="x"),
        lambda: library.remove(ORCHARD.id),
        lambda: library.put_back(()),
    ):
        with pytest.raises(AccessFault, match="may ask and read"):
            change()
    WHO.reset(asking)
    assert len(accounts.changes(9)) == 5
