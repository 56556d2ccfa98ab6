"""Whether the package is there that speaks the Model Context Protocol."""

import sys
from importlib.util import find_spec

NEEDED = "mcp>=2.3,<3"
"""What the extra `mcp` brings."""


def lacking() -> str:
    """Return what to do where the package is not there, in a sentence; nothing where it is."""
    if find_spec("mcp"):
        return ""
    install = f"{sys.executable} -m pip install '{NEEDED}'"
    return f"The Model Context Protocol needs the extra “mcp”, which is not installed. Install it: {install}"
