"""Where an index lies, a folder or a cluster, and that what is made on the disk is its owner's alone."""

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from platformdirs import user_data_path

from index.faults import IndexFault

_FORM = "postgresql://USER@HOST/DATABASE?search=FOLDER"


@dataclass(frozen=True)
class Cluster:
    """An index in PostgreSQL: `database` is its connection string, `search` a shared folder or `s3://` bucket."""

    database: str
    search: str

    @classmethod
    def read(cls, place: str) -> "Cluster":
        """Take the place apart; `IndexFault` where it does not say what to search in."""
        parts = urlsplit(place)
        options = dict(parse_qsl(parts.query))
        search = options.pop("search", "")
        if not search:
            raise IndexFault(f"{_shown(place)} does not name the folder or bucket to search in. Write it as {_FORM}.")
        return cls(urlunsplit(parts._replace(query=urlencode(options, safe="/"))), search)

    def __str__(self) -> str:
        """Return the place as it is typed, without a password."""
        return f"{_shown(self.database)}{'&' if '?' in self.database else '?'}search={self.search}"

    @property
    def folder(self) -> Path:
        """Return the folder of this machine in which files beside the index lie: feedback, users, the socket."""
        return user_data_path("byline") / "clusters" / sha256(str(self).encode()).hexdigest()[:16]


def default_place() -> str:
    """Return the place of the index of who names none: `BYLINE_INDEX`, else a folder among the user's data."""
    return os.environ.get("BYLINE_INDEX") or str(user_data_path("byline") / "index")


def placed(place: str | Path | None = None) -> Path | Cluster:
    """Return what a place names, or the default one: a folder or a cluster."""
    named = str(place or default_place())
    return Cluster.read(named) if is_cluster(named) else Path(named)


def is_cluster(place: str) -> bool:
    """Tell whether a place is one of PostgreSQL, not a folder."""
    return place.startswith(("postgresql://", "postgres://"))


def folder_of(place: str | Path | None = None) -> Path:
    """Return the folder in which files beside an index lie; a folder's own."""
    found = placed(place)
    return found.folder if isinstance(found, Cluster) else found


def private(path: str, flags: int) -> int:
    """Open a file, as an `opener` of `open`; one that is made thereby only its owner may read."""
    return os.open(path, flags, 0o600)


def _shown(place: str) -> str:
    """Return a connection string without its password."""
    parts = urlsplit(place)
    user, at, host = parts.netloc.rpartition("@")
    kept = [(key, value) for key, value in parse_qsl(parts.query) if key not in ("password", "sslpassword")]
    bare = parts._replace(netloc=f"{user.split(':')[0]}{at}{host}", query=urlencode(kept, safe="/"))
    return urlunsplit(bare)
