"""A real HTTP server on loopback that speaks OpenAI's chat protocol, and misbehaves in every way that one may."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.support.misbehaving import serving

RIGHT = "62 Indonesian victims of fraud and trafficking were rescued last month."
"""What the bundled article says."""
OTHER = "Retno’s talks came days after 62 trafficked Indonesian nationals were freed from an online scam operation."
MARKED = "62 Indonesian victims of fraud and trafficking were rescued <i>last month</i>."
GONE = threading.Event()
"""Set when the server finds that nobody listens to a reply any more."""
ASKED: list[dict[str, Any]] = []
"""The requests, as they came."""
STEP = threading.Semaphore(0)
"""Each release lets the trick "steps" write another line."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *values: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        """Answer as the first part of the path asks."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        ASKED.append(asked)
        self.close_connection = True
        part = self.path.split("/")[1]
        if part.isdigit():
            self._send(int(part))
        else:
            _TRICKS[part](self, asked["messages"][-1]["content"])

    def _send(self, status: int) -> None:
        words = f"The server's own words on {self.headers['Authorization']}."
        body = json.dumps({"error": {"message": words, "type": "x"}}).encode()
        self.send_response(status)
        if status == 307:
            self.send_header("Location", "/right/v1/chat/completions")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def begin(self, length: int | None = None) -> None:
        """Begin a stream, whose end is the connection's, unless it promises a length."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        if length:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def event(self, text: str = "", finish: str | None = None, usage: tuple[int, int] | None = None) -> None:
        """Send a chunk of a reply."""
        choices = [{"index": 0, "delta": {"content": text}, "finish_reason": finish}]
        chunk: dict[str, Any] = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
        chunk["choices"] = [] if usage else choices
        if usage:
            chunk["usage"] = dict(zip(("prompt_tokens", "completion_tokens"), usage, strict=True))
            chunk["usage"]["total_tokens"] = sum(usage)
        self.raw(f"data: {json.dumps(chunk)}\n\n")

    def raw(self, words: str) -> None:
        """Send words as they are."""
        self.wfile.write(words.encode())
        self.wfile.flush()

    def whole(self, text: str, finish: str = "stop") -> None:
        """Send a reply as it should be, in small pieces."""
        self.begin()
        for at in range(0, len(text), 7):
            self.event(text[at : at + 7])
        self.event(finish=finish)
        self.event(usage=(321, 45))
        self.raw("data: [DONE]\n\n")


def numbered(prompt: str, words: str) -> str:
    """Return the number of the given sentence that holds some words."""
    found = re.search(rf"^\[(\d+)\] .*{re.escape(words)}", prompt, re.MULTILINE)
    assert found, f"“{words}” was not given"
    return found[1]


def _right(handler: _Handler, prompt: str) -> None:
    mark = f"[{numbered(prompt, '62 Indonesian victims')}]"
    handler.whole(f"{mark} {RIGHT}\n{mark} They were rescued by 700 soldiers.")


@contextmanager
def _leaving_told() -> Iterator[None]:
    try:
        yield
    except OSError:
        GONE.set()


def _forever(handler: _Handler, prompt: str) -> None:
    handler.begin()
    number = numbered(prompt, "62 Indonesian victims")
    handler.event(f"[{number}] {RIGHT}\n")
    with _leaving_told():
        for _ in range(3000):
            handler.event(" and")
            time.sleep(0.01)


def _steps(handler: _Handler, prompt: str) -> None:
    mark, other = (f"[{numbered(prompt, words)}]" for words in ("62 Indonesian victims", "62 trafficked"))
    handler.begin()
    for line in (f"{mark} {RIGHT}", f"{mark} They were rescued by 700 soldiers.", f"{mark}{other} {OTHER}"):
        STEP.acquire(timeout=30)
        handler.event(f"{line}\n")
    STEP.acquire(timeout=30)
    handler.event(finish="stop")
    handler.event(usage=(321, 45))
    handler.raw("data: [DONE]\n\n")


def _marked(handler: _Handler, prompt: str) -> None:
    mark = f"[{numbered(prompt, '62 Indonesian victims')}]"
    handler.whole(f"{mark} {MARKED}\n{mark} <script>alert('1')</script> [here](http://example.org/) 700 more.")


def _flood(handler: _Handler, prompt: str) -> None:
    handler.begin()
    with _leaving_told():
        while True:
            handler.event("word " * 100)


def _silent(handler: _Handler, prompt: str) -> None:
    with _leaving_told():
        handler.begin()
        for _ in range(1000):
            handler.raw(": still thinking\n\n")
            time.sleep(0.01)


def _cut(handler: _Handler, prompt: str) -> None:
    handler.begin()
    handler.event("[1] The foreign minister")


def _short(handler: _Handler, prompt: str) -> None:
    handler.begin(100_000)
    handler.event("[1] The foreign minister")


def _malformed(handler: _Handler, prompt: str) -> None:
    handler.begin()
    handler.raw('data: {"choices": [{"delta": {"content": "[1] Th\n\n')


def _error(handler: _Handler, prompt: str) -> None:
    handler.begin()
    handler.raw('data: {"error": {"message": "out of memory"}}\n\n')


def _page(handler: _Handler, prompt: str) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    handler.raw("<html><body>This is no model.</body></html>")


def _saying(text: str, finish: str = "stop") -> Callable[[_Handler, str], None]:
    return lambda handler, prompt: handler.whole(text, finish)


def _beside(handler: _Handler, prompt: str) -> None:
    """Tell of what a question without an answer is nearest to."""
    handler.whole(f"[{numbered(prompt, '62 trafficked')}] {OTHER}")


_TRICKS: dict[str, Callable[[_Handler, str], None]] = {
    "right": _right,
    "beside": _beside,
    "steps": _steps,
    "marked": _marked,
    "forever": _forever,
    "flood": _flood,
    "silent": _silent,
    "cut": _cut,
    "short": _short,
    "malformed": _malformed,
    "error": _error,
    "page": _page,
    "empty": _saying(""),
    "uncited": _saying(RIGHT),
    "wrong": _saying(f"[99] {RIGHT}"),
    "german": _saying("[1] Die Ministerin traf in Phnom Penh zweiundsechzig gerettete Landsleute."),
    "markup": _saying(
        "[1] <script>alert(1)</script> ![seen](http://127.0.0.1:1/x.png) <a href='javascript:x'>here</a>."
    ),
    "says-not": _saying("The articles do not say."),
    "limit": _saying("[1] The foreign minister went to", "length"),
}


def scripted() -> AbstractContextManager[str]:
    """Serve, and give the address; `ADDRESS/TRICK/v1` is an endpoint."""
    return serving(_Handler)
