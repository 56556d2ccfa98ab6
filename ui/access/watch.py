"""What keeps a watch over a library: who may change it, and a line in the log for each change."""

import getpass
from collections.abc import Sequence

from index.faults import AccessFault
from index.holdings import Holdings
from ui.access.roles import WHO, Role
from ui.access.store import Accounts


class AccessWatch:
    """Lets editors change a library and writes down what they change."""

    def __init__(self, accounts: Accounts, unnamed: str) -> None:
        self._accounts, self._unnamed = accounts, unnamed

    def permit(self) -> None:
        """Raise `AccessFault` where who asks may only read."""
        who = WHO.get()
        if who and who.role < Role.EDITOR:
            raise AccessFault(f"“{who.name}” may ask and read. To change articles, ask for the role of an editor.")

    def changed(self, what: str, ids: Sequence[str]) -> None:
        """Write down who changed articles."""
        who = WHO.get()
        self._accounts.log(who.name if who else self._unnamed, what, *ids)


def _shell() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user may have no name
        return "unnamed"


def watched(library: Holdings, unnamed: str = "") -> None:
    """Keep a watch over a library whose folder has users; `unnamed` is who asks where nobody has signed in."""
    if Accounts.there(library.folder) and not library.read_only:
        library.watch = AccessWatch(Accounts(library.folder), unnamed or f"shell {_shell()}")
