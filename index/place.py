"""Where an index lies, and that what is made there is its owner's alone."""

import os
from pathlib import Path

from platformdirs import user_data_path


def default_folder() -> Path:
    """Return the index folder of who names none: `BYLINE_INDEX`, else one in the user's data folder."""
    return Path(os.environ.get("BYLINE_INDEX") or user_data_path("byline") / "index")


def private(path: str, flags: int) -> int:
    """Open a file, as an `opener` of `open`; one that is made thereby only its owner may read."""
    return os.open(path, flags, 0o600)
