"""Calls of the page that may wait long, in threads of their own, so that all others are served meanwhile."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

from ui.server.library import Call

MOST = 64


def apart(call: Call) -> Callable[[Any], Awaitable[dict[str, Any]]]:
    """Return a call that takes no thread from those that serve the page; one too many is told that it is."""
    threads, asked = CapacityLimiter(MOST), 0

    @wraps(call)
    async def called(value: Any) -> dict[str, Any]:
        nonlocal asked
        if asked >= MOST:
            return {"error": f"Byline is busy: {MOST} others ask at the same time. Try again in a minute."}
        asked += 1
        try:
            return await run_sync(call, value, limiter=threads)
        finally:
            asked -= 1

    return called
