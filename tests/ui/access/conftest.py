"""A server on which users have to sign in."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import httpx
import pytest

from index.library import Library
from rag.assistant import Assistant
from tests.support.browser import free_port
from ui.access.passwords import hashed
from ui.access.roles import Role
from ui.access.store import Accounts
from ui.server.deployment import Deployment
from ui.server.web import launch

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    """Give the users rita, ed and ada: a reader, an editor, an admin."""
    made = Accounts(tmp_path_factory.mktemp("team") / "index")
    for name, role in (("rita", Role.READER), ("ed", Role.EDITOR), ("ada", Role.ADMIN)):
        made.put_user(name, role, hashed(PASSWORD))
    return made


@pytest.fixture(scope="module")
def tokens(accounts: Accounts) -> dict[Role, str]:
    """Give a token of each role."""
    return {role: accounts.add_token(role.word, role) for role in Role}


@pytest.fixture(scope="module")
def guarded(accounts: Accounts, assistant: Assistant) -> Iterator[str]:
    """Give the address of a server that lets in these users alone."""
    folder: Path = accounts._path.parent
    own = Assistant(Library.open(folder, assistant.library.encoder), assistant.reader)
    page = launch(
        lambda: own,
        port=free_port(),
        allow_add=True,
        deployment=Deployment(metrics=True, accounts=folder, root_path="/news", proxies=("127.0.0.1",)),
    )
    address = f"http://127.0.0.1:{page.server_port}/"
    while httpx.get(f"{address}readyz", trust_env=False).status_code == 503:
        Event().wait(0.05)
    yield address
    page.close(verbose=False)
