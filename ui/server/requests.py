"""Each request by an id of its own, counted and logged: what was asked where and how it went, never its words."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from pythonjsonlogger.json import JsonFormatter

Scope = dict[str, Any]
_log = logging.getLogger("byline.requests")
_id: ContextVar[str] = ContextVar("request_id", default="")
_GIVEN = re.compile(r"[\w.:/+=-]{1,128}")  # an id that a proxy gives
_DOORS = {"/api/v1": "rest", "/v1": "openai", "/mcp": "mcp"}


class RequestLayer:
    """An ASGI layer that gives each request an id, and tells `served` of its door and status; logs it with `logged`."""

    def __init__(self, app: Any, served: Callable[[str, int], None], logged: bool) -> None:
        self._app, self._served, self._logged = app, served, logged

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"x-request-id"), "")
        request_id = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
        began, status, reset = time.perf_counter(), 500, _id.set(request_id)

        async def sending(message: Scope) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message.get("headers", ()), (b"x-request-id", request_id.encode())]}
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            self._served(_door(scope["path"]), status)
            if self._logged:
                _log.info("served", extra=_facts(scope, status, time.perf_counter() - began))
            _id.reset(reset)


def log_as_json() -> None:
    """Let everything that is logged be a line of JSON on standard error, with the id of the request it belongs to."""
    handler = logging.StreamHandler()
    handler.addFilter(_named)
    names = {"levelname": "level", "asctime": "time", "name": "logger"}
    form = "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s"
    handler.setFormatter(JsonFormatter(form, rename_fields=names))
    logging.disable(logging.NOTSET)
    logging.basicConfig(level=logging.ERROR, handlers=[handler], force=True)
    _log.setLevel(logging.INFO)


def _named(record: logging.LogRecord) -> bool:
    record.request_id = _id.get()
    return True


def _facts(scope: Scope, status: int, seconds: float) -> dict[str, Any]:
    client = scope.get("client")
    facts = {"method": scope["method"], "path": scope["path"], "door": _door(scope["path"]), "status": status}
    return {**facts, "ms": round(1000 * seconds, 1), "client": client[0] if client else ""}


def _door(path: str) -> str:
    return next((door for prefix, door in _DOORS.items() if path.startswith(prefix)), "page")
