"""Whoever asks and leaves: what still waits for its turn on their behalf is given up."""

import asyncio
from contextvars import ContextVar
from threading import Event
from typing import Any

from index.faults import LeftFault

Scope = dict[str, Any]
_left: ContextVar[Event | None] = ContextVar("left", default=None)


def check_still_there() -> None:
    """Raise `LeftFault` where whoever asks this has left."""
    left = _left.get()
    if left and left.is_set():
        raise LeftFault("Whoever asked this has left.")


class LeavingLayer:
    """An ASGI layer that notices when a client leaves before its request is answered."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        left, watch, answered = Event(), None, False

        async def leaving() -> Scope:
            message: Scope = await receive()
            if not answered:  # else it is the end of the request, and what it began goes on
                left.set()
            return message

        async def sending(message: Scope) -> None:
            nonlocal answered
            answered = message["type"] == "http.response.body" and not message.get("more_body")
            await send(message)

        async def receiving() -> Scope:
            nonlocal watch
            if watch:  # what follows a whole body is that the client leaves
                return await asyncio.shield(watch)
            message: Scope = await receive()
            if not message.get("more_body"):
                watch = asyncio.ensure_future(leaving())
            return message

        asked = _left.set(left)
        try:
            await self._app(scope, receiving, sending)
        finally:
            _left.reset(asked)
            if watch:
                watch.cancel()
