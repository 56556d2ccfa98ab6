"""Passwords, by Argon2."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from index.faults import AccessFault

SHORTEST, _LONGEST = 10, 1000
_hasher = PasswordHasher()
_NOBODYS = _hasher.hash("the password of nobody")


def hashed(password: str) -> str:
    """Return what is kept of a password; raises `AccessFault` for one that is too short."""
    if not SHORTEST <= len(password) <= _LONGEST:
        raise AccessFault(f"A password has at least {SHORTEST} characters. Choose another.")
    return _hasher.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Tell whether a password is the one that is kept; takes as long where there is none."""
    try:
        return _hasher.verify(kept or _NOBODYS, password[:_LONGEST]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False
