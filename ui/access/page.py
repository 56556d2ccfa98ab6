"""The page on which a user signs in and out, and the log of changes for admins."""

import re
from functools import partial
from html import escape
from http import HTTPStatus
from importlib.resources import files
from urllib.parse import parse_qs

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from ui.access.passwords import fits
from ui.access.patience import Patience
from ui.access.sessions import A_YEAR, COOKIE, OWNER, SECONDS, Sessions, owner
from ui.access.store import Accounts

_MOST = 4096  # bytes of a form
_LOGGED = 500
_WRONG = "That name and password do not go together."


def access_routes(accounts: Accounts, root_path: str = "") -> list[BaseRoute]:
    """Return the routes `/sign-in`, `/sign-out` and `/api/v1/log`."""
    desk = _Desk(accounts, root_path)
    return [
        Route("/sign-in", desk.show, methods=["GET"]),
        Route("/sign-in", desk.sign_in, methods=["POST"]),
        Route("/sign-out", desk.sign_out, methods=["POST"]),
        Route("/api/v1/log", desk.log, methods=["GET"]),
    ]


class _Desk:
    def __init__(self, accounts: Accounts, root_path: str) -> None:
        self._accounts, self._root = accounts, root_path
        self._sessions, self._patience = Sessions(accounts), Patience()
        self._hashing = CapacityLimiter(2)  # each takes 64 MB

    async def show(self, request: Request) -> Response:
        who = self._sessions.who(request.cookies.get(COOKIE, ""))
        return _page("signed-in", name=who.name, role=who.role.word) if who else _asked()

    async def sign_in(self, request: Request) -> Response:
        address = request.client.host if request.client else ""
        if wait := self._patience.wait(address):
            told = f"Too many tries. Wait {wait:.0f} seconds, and try again."
            return _asked(HTTPStatus.TOO_MANY_REQUESTS, told)
        self._patience.tried(address)
        name, password = await _typed(request)
        found = self._accounts.user(name)
        kept = found[1] if found else None
        if not await run_sync(partial(fits, password, kept), limiter=self._hashing):
            self._patience.failed(address)
            return _asked(HTTPStatus.FORBIDDEN, _WRONG, name)
        self._patience.succeeded(address)
        answer = RedirectResponse(f"{self._root}/", HTTPStatus.SEE_OTHER)
        self._set(answer, request, COOKIE, self._sessions.begun(name), SECONDS)
        self._set(answer, request, OWNER, owner(name), A_YEAR)
        return answer

    def _set(self, answer: Response, request: Request, cookie: str, value: str, seconds: int) -> None:
        answer.set_cookie(
            cookie,
            value,
            max_age=seconds,
            path=f"{self._root}/",
            httponly=cookie == COOKIE,
            samesite="lax",
            secure=request.url.scheme == "https",
        )

    async def sign_out(self, request: Request) -> Response:
        self._sessions.end(request.cookies.get(COOKIE, ""))
        answer = RedirectResponse(f"{self._root}/sign-in", HTTPStatus.SEE_OTHER)
        for cookie in (COOKIE, OWNER):
            answer.delete_cookie(cookie, path=f"{self._root}/")
        return answer

    async def log(self, _: Request) -> Response:
        keys = ("at", "who", "what", "article_id")
        rows = self._accounts.changes(_LOGGED)
        return JSONResponse({"changes": [dict(zip(keys, row, strict=True)) for row in rows]})


async def _typed(request: Request) -> tuple[str, str]:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST:
            return "", ""
    form = parse_qs(body.decode("utf-8", "replace"), max_num_fields=8)
    return form.get("name", [""])[0].strip(), form.get("password", [""])[0]


def _asked(status: HTTPStatus = HTTPStatus.OK, told: str = "", name: str = "") -> Response:
    """Return the page that asks for name and password, at whichever is to be typed next."""
    first = {"at_name": "" if name else "autofocus", "at_password": "autofocus" if name else ""}
    return _page("sign-in", status, told=told, name=name, **first)


def _page(page: str, status: HTTPStatus = HTTPStatus.OK, /, **words: str) -> Response:
    """Return a page with words put in, each as text."""
    html = (files("ui.access") / f"{page}.html").read_text("utf-8")
    html = re.sub(r"\{(\w+)\}", lambda found: escape(words[found[1]]) if found[1] in words else found[0], html)
    html = html.replace("{style}", (files("ui.access") / "sign-in.css").read_text("utf-8"))
    html = html.replace("{script}", (files("ui.page") / "owner.js").read_text("utf-8"))
    return HTMLResponse(html, status, {"Cache-Control": "no-store"})
