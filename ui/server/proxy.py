"""The server behind a reverse proxy: the path under which it is reached, and headers that only a proxy may send.

uvicorn reads `X-Forwarded-For` and `-Proto` of trusted proxies; past it, nothing may take such headers from anybody.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

Scope = dict[str, Any]
_TRUSTED = "FORWARDED_ALLOW_IPS"  # by which uvicorn is told whom to trust
_TOLD = (b"x-forwarded-", b"x-gradio-server")


class ProxyLayer:
    """An ASGI layer that serves what is asked for under `root_path`, whether or not the proxy takes it off."""

    def __init__(self, app: Any, root_path: str = "") -> None:
        self._app, self._root = app, root_path

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Serve a request without what a proxy put to it."""
        if scope["type"] == "http":
            headers = [header for header in scope["headers"] if not header[0].startswith(_TOLD)]
            path = scope["path"]
            if self._root and (path == self._root or path.startswith(f"{self._root}/")):
                path = path[len(self._root) :] or "/"
            scope = {**scope, "headers": headers, "path": path, "raw_path": path.encode()}
        await self._app(scope, receive, send)


class RootLayer:
    """An ASGI layer inside the guard that puts `root_path` before the path again, where applications look for it."""

    def __init__(self, app: Any, root_path: str) -> None:
        self._app, self._root = app, root_path

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Serve a request."""
        if scope["type"] == "http":
            path = self._root + scope["path"]
            scope = {**scope, "path": path, "raw_path": path.encode(), "root_path": self._root}
        await self._app(scope, receive, send)


@contextmanager
def trusting(proxies: Sequence[str]) -> Iterator[None]:
    """Let a server that starts inside the block believe these addresses whom they forward, and nobody else."""
    before = os.environ.get(_TRUSTED)
    os.environ[_TRUSTED] = ",".join(proxies)
    try:
        yield
    finally:
        os.environ.pop(_TRUSTED)
        if before is not None:
            os.environ[_TRUSTED] = before
