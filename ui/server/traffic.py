"""Requests on their way: how many there are, so that a server that stops finishes them and takes no others."""

import re
from http import HTTPStatus
from threading import Condition
from typing import Any

from ui.server.failures import as_json

Scope = dict[str, Any]
_ENDLESS = re.compile(r".*/gradio_api/heartbeat/.*")  # a page's open line, over which nothing is asked
_BEGUN = re.compile(r".*(/gradio_api/(queue/data|call/.+/\w+)|/healthz|/readyz)")  # what was asked before is fetched


class Traffic:
    """Counts what runs. Safe to share between threads."""

    def __init__(self) -> None:
        self._change = Condition()
        self.running = 0
        self.closing = False

    def drain(self, patience: float) -> bool:
        """Let no more requests in and wait at most `patience` seconds for those that run; tell whether all ended."""
        with self._change:
            self.closing = True
            return self._change.wait_for(lambda: not self.running, patience)

    def count(self, by: int) -> None:
        """Count requests that begin or end."""
        with self._change:
            self.running += by
            self._change.notify_all()


class TrafficLayer:
    """An ASGI layer around the server that counts its requests in `traffic`, and refuses new ones when it stops."""

    def __init__(self, app: Any, traffic: Traffic) -> None:
        self._app, self._traffic = app, traffic

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Serve a request, or tell that the server stops."""
        if scope["type"] != "http" or _ENDLESS.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        if self._traffic.closing and not _BEGUN.fullmatch(scope["path"]):
            await _stopping(send)
            return
        self._traffic.count(1)
        try:
            await self._app(scope, receive, send)
        finally:
            self._traffic.count(-1)


async def _stopping(send: Any) -> None:
    status = HTTPStatus.SERVICE_UNAVAILABLE
    body = as_json(status, "Byline is stopping. Ask again when it runs again.")
    headers = [(b"content-type", b"application/json"), (b"retry-after", b"5"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": body})
