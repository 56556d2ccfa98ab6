"""What reaches the page's server: requests for its own routes, from its own page or a program, of a bounded size."""

import ipaddress
import re
import socket
from collections.abc import Collection
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from ui.server.failures import as_json

Scope = dict[str, Any]

# What the page and `gradio_client` ask for; Gradio serves much else, such as any address of the web under `file=`.
_ROUTES = re.compile(
    r"/|/(?:config|theme\.css|favicon\.ico|robots\.txt|manifest\.json|login_check|healthz|readyz|metrics|sign-in|sign-out)/?|/(?:assets|static|svelte)/.+"
    r"|/gradio_api/(?:info|startup-events|queue/join|queue/data|component_server|upload|upload_progress|cancel|reset)/?"
    r"|/gradio_api/heartbeat/\w+|/gradio_api/call/(?:v2/)?\w+(?:/\w+)?"
)
_DOORS = re.compile(r"/api/v1/.+|/v1/.+|/mcp/?")  # for programs, each an application that knows its own routes
_FORMS = re.compile(r"/gradio_api/upload.*|/api/v1/articles/upload")
_HOST = re.compile(r"([^\s\[\]:/?#@,]+|\[[\da-fA-F:.]+\])(?::\d*)?")
_ONCE = (b"host", b"origin", b"content-type", b"sec-fetch-site", b"authorization")
_SIGNING = re.compile(r"/sign-(?:in|out)/?")
_UPLOADS, _TYPED = "multipart/form-data", "application/x-www-form-urlencoded"
_JSON_BYTES, _UPLOAD_BYTES = 8_000_000, 200_000_000
LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
_EVERYWHERE = frozenset(("0.0.0.0", "::", ""))
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)


class Refused(Exception):
    """A request that is not served: the status, and why."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


class Guard:
    """An ASGI layer around the page. `host` is the address that is served, `names` what else it is called by.

    A page of another site can send requests to a server on the reader's machine, and by DNS rebinding it can read the
    answers too. So a request has to name this server (`Host`), and what a browser sends has to come from its page.
    """

    def __init__(self, app: Any, host: str = "127.0.0.1", names: Collection[str] = ()) -> None:
        self._app = app
        self._names = LOOPBACK | {host, *names} | ({socket.gethostname()} if host in _EVERYWHERE else set())
        self._addressed = host in _EVERYWHERE  # then by any of the machine's addresses, which no name stands for

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Serve a request, or say why not."""
        if scope["type"] == "websocket":  # the page has none, and they come from any site
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def answering(message: Scope) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *_HEADERS]}
            await send(message)

        try:
            self._check(scope)
        except Refused as refused:
            await _say(refused, scope, answering)
            return
        body = _Body(receive, _UPLOAD_BYTES if _FORMS.fullmatch(scope["path"]) else _JSON_BYTES)
        await self._app(scope, body.receive, body.unless_long(answering))
        if body.is_long:
            long = Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"Send at most {body.most:,} bytes.")
            await _say(long, scope, answering)

    def _check(self, scope: Scope) -> None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        names = [name.lower() for name, _ in scope["headers"]]
        if any(names.count(name) > 1 for name in _ONCE):  # of which a proxy may have believed the other
            raise Refused(HTTPStatus.BAD_REQUEST, "A header comes twice. Send each once.")
        host = headers.get("host", "")
        if not self._is_ours(host):
            raise Refused(HTTPStatus.MISDIRECTED_REQUEST, f"This server is not “{host[:100]}”. See --allow-host.")
        if not _ROUTES.fullmatch(scope["path"]) and not _DOORS.fullmatch(scope["path"]):
            raise Refused(HTTPStatus.NOT_FOUND, "There is nothing here.")
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
        opened = scope["path"] in ("/", "/sign-in") and scope["method"] in ("GET", "HEAD")  # by a link of another site
        if (origin and urlsplit(origin).netloc != host) or (site not in ("same-origin", "none") and not opened):
            raise Refused(HTTPStatus.FORBIDDEN, "Only Byline’s own page may ask this.")
        if scope["method"] in ("POST", "PUT", "PATCH"):
            kind = headers.get("content-type", "").partition(";")[0].strip().lower()
            wanted = _wanted(scope["path"])
            if kind != wanted:
                raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Send this as {wanted}.")

    def _is_ours(self, host: str) -> bool:
        named = _HOST.fullmatch(host)
        name = named[1].strip("[]").lower() if named else ""
        return name in self._names or (self._addressed and _is_address(name))


def _wanted(path: str) -> str:
    if _SIGNING.fullmatch(path):
        return _TYPED
    return _UPLOADS if _FORMS.fullmatch(path) else "application/json"


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class _Body:
    """The body of a request, of at most so many bytes; its length is counted, not believed."""

    def __init__(self, receive: Any, most: int) -> None:
        self._receive, self._got, self._begun = receive, 0, False
        self.most = most

    @property
    def is_long(self) -> bool:
        """Tell whether it is too long, and nothing has been answered."""
        return self._got > self.most and not self._begun

    async def receive(self) -> Scope:
        """Receive what comes next; of a body that is too long nothing more, as if the client had gone."""
        message: Scope = await self._receive()
        self._got += len(message.get("body", b""))
        return {"type": "http.disconnect"} if self._got > self.most else message

    def unless_long(self, send: Any) -> Any:
        """Return what sends an answer, and nothing to a body that is too long."""

        async def sending(message: Scope) -> None:
            if not self.is_long:
                self._begun = True
                await send(message)

        return sending


async def _say(refused: Refused, scope: Scope, send: Any) -> None:
    """Say why a request is not served: to a program in JSON, to a browser in words."""
    program = _DOORS.fullmatch(scope["path"])
    kind = b"application/json" if program else b"text/plain; charset=utf-8"
    body = as_json(refused.status, str(refused)) if program else str(refused).encode()
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": int(refused.status), "headers": headers})
    await send({"type": "http.response.body", "body": body})
