"""Sessions: a signed cookie that names a user, good for two weeks, unless they sign out, go or change the password."""

import hashlib

from itsdangerous import BadSignature, URLSafeTimedSerializer

from ui.access.roles import Who
from ui.access.store import Accounts

COOKIE = "byline_session"
SECONDS = 14 * 24 * 3600
OWNER = "byline_user"
"""A cookie that tells the page's script whose chats a browser keeps; it outlives the session, and opens nothing."""
A_YEAR = 365 * 24 * 3600


class Sessions:
    """Signs cookies and reads them."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._signer = URLSafeTimedSerializer(accounts.secret, salt=COOKIE)

    def begun(self, name: str) -> str:
        """Return the cookie of a user who has signed in; KeyError where there is none."""
        found = self._accounts.user(name)
        if not found:
            raise KeyError(name)
        return str(self._signer.dumps([name, _print(found[1])]))

    def who(self, cookie: str) -> Who | None:
        """Return whose a cookie is, if it is still good."""
        try:
            name, known = self._signer.loads(cookie, max_age=SECONDS)
        except (BadSignature, ValueError, TypeError):
            return None
        found = self._accounts.user(str(name))
        good = found and _print(found[1]) == known and not self._accounts.has_ended(_print(cookie))
        return found[0] if found and good else None

    def end(self, cookie: str) -> None:
        """Let a session end, whoever has a copy of its cookie."""
        if self.who(cookie):
            self._accounts.end(_print(cookie), SECONDS)


def owner(name: str) -> str:
    """Return what the page's script tells users apart by."""
    return _print(name)


def _print(kept: str) -> str:
    return hashlib.sha256(kept.encode()).hexdigest()[:16]
