"""A real HTTP server on loopback that misbehaves in every way that a page on the web may."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STORY = (
    "<html><head><title>Ferry sails again</title></head><body><article><h1>Ferry sails again</h1>"
    + "<p>The ferry sailed again on Monday after the storm, and Captain Maeve Doyle was glad of it.</p>" * 5
    + "</article></body></html>"
).encode()
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Post</title>
<item><link>/story?utm_source=feed</link></item><item><link>/gone</link></item></channel></rss>"""

_PAGES: dict[str, tuple[bytes, str, str]] = {
    "/robots.txt": (b"User-agent: *\nDisallow: /private\n", "text/plain", ""),
    "/story": (STORY, "text/html; charset=utf-8", ""),
    "/private/story": (STORY, "text/html", ""),
    "/packed": (gzip.compress(STORY), "text/html", "gzip"),
    "/bomb": (gzip.compress(bytes(3_000_000)), "text/html", "gzip"),
    "/brotli": (STORY, "text/html", "br"),
    "/large": (bytes(1_500_000), "text/html", ""),
    "/feed": (FEED.encode(), "application/rss+xml", ""),
    "/picture": (b"\x89PNG", "image/png", ""),
}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *values: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer as the path asks."""
        path = self.path.split("?")[0]
        if path in _PAGES:
            self._send(*_PAGES[path])
        elif path.startswith("/to/"):
            self._away(path.removeprefix("/to/"))
        elif path in _TRICKS:
            _TRICKS[path](self)
        else:
            self.send_response({"/gone": 410, "/later": 429, "/broken": 500, "/wall": 403}.get(path, 404))
            self.send_header("Content-Length", "0")
            self.end_headers()

    def _send(self, content: bytes, kind: str, encoding: str = "") -> None:
        self._head(kind, len(content), encoding)
        self.wfile.write(content)

    def _head(self, kind: str, length: int, encoding: str = "") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.end_headers()

    def _away(self, target: str) -> None:
        self.send_response(302)
        self.send_header("Location", {"loop": "/loop", "file": "file:///etc/passwd"}.get(target, f"/{target}"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _loop(self) -> None:
        self._away("loop")

    def _cut(self) -> None:
        self._head("text/html", len(STORY) + 100)
        self.wfile.write(STORY)
        self.close_connection = True

    def _garbage(self) -> None:
        self.wfile.write(b"\x00\xff no http at all \r\n\r\n")
        self.close_connection = True

    def _drip(self) -> None:
        self._head("text/html", 1000)
        try:
            for _ in range(1000):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            self.close_connection = True


_TRICKS = {"/loop": _Handler._loop, "/cut": _Handler._cut, "/drip": _Handler._drip, "/garbage": _Handler._garbage}


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Serve on a free port of this machine, and give the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def served() -> AbstractContextManager[str]:
    """Serve the tricks, and give the address."""
    return serving(_Handler)


def pages(contents: Mapping[str, bytes | str | int]) -> AbstractContextManager[str]:
    """Serve bytes by their paths, send on to addresses, and answer with numbers as the status; give the address."""

    class Handler(_Handler):
        """Answers as `contents` says; all else is not there."""

        def do_GET(self) -> None:
            """Answer as the path asks."""
            found = contents.get(self.path, 404)
            if isinstance(found, bytes):
                self._send(found, "" if found.startswith((b"<?xml", b"[")) else "text/html")
                return
            self.send_response(302 if isinstance(found, str) else found)
            self.send_header("Content-Length", "0")
            if isinstance(found, str):
                self.send_header("Location", found)
            self.end_headers()

    return serving(Handler)


def story(title: str, address: str = "", outlet: str = "") -> bytes:
    """Return a page of an article that claims an address and an outlet."""
    claims = f'<link rel="canonical" href="{address}"><meta property="og:site_name" content="{outlet}">'
    return STORY.replace(b"</head>", f"{claims if address else ''}</head>".encode()).replace(
        b"Ferry sails again", title.encode()
    )


def unused_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
