"""Seals on results: what a page brings back to be rated is an answer that was given here, to the letter."""

import hmac
import json
import secrets
from functools import cache
from pathlib import Path

from index.place import private
from rag.results import Result
from ui.server.kept import brought, plain

FILE = "feedback.key"


def seal(folder: Path, result: Result) -> str:
    """Return what nobody else can put to a result; the key lies in an index folder."""
    given = json.dumps(plain(brought(plain(result))), sort_keys=True)  # as a browser brings it back
    return hmac.new(_key(folder), given.encode("utf-8", "replace"), "sha256").hexdigest()


def is_sealed(folder: Path, result: Result, given: str) -> bool:
    """Tell whether a seal belongs to a result."""
    return hmac.compare_digest(seal(folder, result).encode(), given.encode("utf-8", "replace"))


@cache
def _key(folder: Path) -> bytes:
    """Return the key of an index folder, made at first; where nothing can be written, one of this process."""
    made = secrets.token_bytes(32)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(folder / FILE, "xb", opener=private) as file:
            file.write(made)
    except FileExistsError:
        return (folder / FILE).read_bytes() or made
    except OSError:
        pass
    return made
