"""Who is let in: whoever has a session or a token, and to what the role allows."""

import re
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any

from ui.access.roles import WHO, Role, Who
from ui.access.sessions import COOKIE, Sessions
from ui.access.store import Accounts
from ui.server.failures import as_json

Scope = dict[str, Any]
_OPEN = re.compile(r"/(?:healthz|readyz|favicon\.ico|robots\.txt|sign-in|sign-out|gradio_api/startup-events)/?")
_ADMINS = re.compile(r"/(?:metrics|api/v1/log)/?")
_EDITORS = re.compile(
    r"/gradio_api/upload.*|/api/v1/articles.*|/api/v1/collections.*"
)  # where they write; the library itself asks as well
_READING = ("GET", "HEAD")


class Gate:
    """An ASGI layer inside the guard: it lets through whom `accounts` know, and names them in `WHO`."""

    def __init__(self, app: Any, accounts: Accounts, root_path: str = "") -> None:
        self._app, self._accounts, self._root = app, accounts, root_path
        self._sessions = Sessions(accounts)

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Serve a request, send who has not signed in to sign in, or say why not."""
        if scope["type"] == "lifespan" or _OPEN.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
        elif (who := self._who(scope)) is None:
            await self._unknown(scope, send)
        elif who.role < (needed := _needed(scope)):
            told = f"“{who.name}” is {_a(who.role)}, and this needs {_a(needed)}."
            await _answer(send, HTTPStatus.FORBIDDEN, as_json(HTTPStatus.FORBIDDEN, told))
        else:
            asking = WHO.set(who)
            try:
                await self._app(scope, receive, _unkept(send) if scope["path"] == "/" else send)
            finally:
                WHO.reset(asking)

    def _who(self, scope: Scope) -> Who | None:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        kind, _, token = headers.get(b"authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return self._accounts.bearer(token.strip())
        try:
            cookie = SimpleCookie(headers.get(b"cookie", "")).get(COOKIE)
        except CookieError:
            return None
        return self._sessions.who(cookie.value) if cookie else None

    async def _unknown(self, scope: Scope, send: Any) -> None:
        if scope["path"] == "/" and scope["method"] in _READING:
            await _answer(send, HTTPStatus.SEE_OTHER, b"", (b"location", f"{self._root}/sign-in".encode()))
            return
        told = as_json(HTTPStatus.UNAUTHORIZED, "Sign in, or send a token: Authorization: Bearer byl_…")
        await _answer(send, HTTPStatus.UNAUTHORIZED, told, (b"www-authenticate", b"Bearer"))


def _unkept(send: Any) -> Any:
    """Return what sends a page that no browser keeps, so that Back does not show it after signing out."""

    async def sending(message: Scope) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), (b"cache-control", b"no-store")]}
        await send(message)

    return sending


def _needed(scope: Scope) -> Role:
    if _ADMINS.fullmatch(scope["path"]):
        return Role.ADMIN
    writes = scope["method"] not in _READING and _EDITORS.fullmatch(scope["path"])
    return Role.EDITOR if writes else Role.READER


def _a(role: Role) -> str:
    return f"an {role.word}" if role.word[0] in "ae" else f"a {role.word}"


async def _answer(send: Any, status: HTTPStatus, body: bytes, *headers: tuple[bytes, bytes]) -> None:
    kinds = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    start = {"type": "http.response.start", "status": int(status)}
    await send({**start, "headers": [*kinds, (b"cache-control", b"no-store"), *headers]})
    await send({"type": "http.response.body", "body": body})
