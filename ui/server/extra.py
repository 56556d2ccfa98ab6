"""Whether the packages are there that serving a team needs: the extra `team`."""

import sys
from importlib.util import find_spec

from index.faults import PageFault

_PACKAGES = ("argon2", "itsdangerous", "prometheus_client", "pythonjsonlogger")


def require(what: str) -> None:
    """Raise `PageFault` that says how to install what is lacking for something."""
    if not all(map(find_spec, _PACKAGES)):
        install = (
            f"{sys.executable} -m pip install 'argon2-cffi' 'itsdangerous' 'prometheus-client' 'python-json-logger'"
        )
        raise PageFault(f"{what} needs the extra “team”, which is not installed. Install it: {install}")
