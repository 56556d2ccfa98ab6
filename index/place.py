"""Where an index lies."""

import os
from pathlib import Path

from platformdirs import user_data_path


def default_folder() -> Path:
    """Return the index folder of who names none: `BYLINE_INDEX`, else one in the user's data folder."""
    return Path(os.environ.get("BYLINE_INDEX") or user_data_path("byline") / "index")
