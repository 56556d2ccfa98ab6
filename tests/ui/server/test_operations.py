"""A server that is watched over: health, figures, lines of its log, an end that finishes what runs."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread
from typing import Any

import httpx
import pytest

from rag.assistant import Assistant
from tests.support.browser import free_port
from ui.server.deployment import Deployment
from ui.server.traffic import Traffic, TrafficLayer
from ui.server.web import launch

QUESTION = "Who did Retno meet?"


def got(url: str, **headers: str) -> httpx.Response:
    return httpx.get(url, headers=headers, trust_env=False, timeout=120)


def asked(url: str) -> httpx.Response:
    return httpx.post(f"{url}api/v1/ask", json={"question": QUESTION}, trust_env=False, timeout=120)


def ready(url: str) -> str:
    while got(f"{url}readyz").status_code == 503:
        Event().wait(0.05)
    return url


@pytest.fixture(scope="module")
def counted(assistant: Assistant) -> Iterator[str]:
    """Give the address of a server that counts."""
    page = launch(lambda: assistant, port=free_port(), deployment=Deployment(metrics=True))
    yield ready(page.local_url or "")
    page.close(verbose=False)


def test_a_server_is_alive_at_once_and_ready_when_the_models_are(assistant: Assistant) -> None:
    loading: Future[Assistant] = Future()
    page = launch(loading.result, port=free_port())
    url = page.local_url or ""
    assert got(f"{url}healthz").status_code == 200
    assert (got(f"{url}readyz").status_code, got(f"{url}readyz").text) == (503, "loading the models\n")
    loading.set_result(assistant)
    assert got(f"{ready(url)}readyz").text == "ready\n"
    assert got(f"{url}metrics").status_code == 404
    page.close(verbose=False)


def test_a_server_without_models_is_not_ready() -> None:
    def fail() -> Assistant:
        raise OSError("no weights")

    page = launch(fail, port=free_port())
    url = page.local_url or ""
    while (told := got(f"{url}readyz").text) == "loading the models\n":
        Event().wait(0.05)
    assert told == "the models could not be loaded\n"
    assert got(f"{url}healthz").status_code == 200
    page.close(verbose=False)


def test_figures_tell_of_answers_stages_and_requests_and_of_no_words(counted: str) -> None:
    assert asked(counted).status_code == 200
    told = got(f"{counted}metrics").text
    assert 'byline_answers_total{outcome="Answer"} 1.0' in told
    assert 'byline_stage_seconds_count{stage="total"} 1.0' in told
    assert 'byline_requests_total{door="rest",status="200"} 1.0' in told
    assert "byline_articles 1.0" in told
    assert "byline_requests_running 1.0" in told
    assert "Retno" not in told


def test_each_request_has_an_id(counted: str) -> None:
    first, second = (got(f"{counted}healthz").headers["x-request-id"] for _ in range(2))
    assert first != second
    assert got(f"{counted}healthz", **{"X-Request-ID": "from:proxy-1"}).headers["x-request-id"] == "from:proxy-1"
    assert got(f"{counted}healthz", **{"X-Request-ID": "not this"}).headers["x-request-id"] != "not this"


def test_what_runs_when_the_server_stops_is_finished_and_nothing_new_begins() -> None:
    async def scenario() -> None:
        go, begun, sent = asyncio.Event(), asyncio.Event(), []

        async def app(scope: Any, receive: Any, send: Any) -> None:
            begun.set()
            await go.wait()
            await send({"type": "http.response.start", "status": 200})

        async def send(message: Any) -> None:
            sent.append(message.get("status"))

        traffic = Traffic()
        layer = TrafficLayer(app, traffic)
        first = asyncio.create_task(layer({"type": "http", "path": "/api/v1/ask"}, None, send))
        await begun.wait()
        assert traffic.drain(0) is False
        await layer({"type": "http", "path": "/api/v1/ask"}, None, send)
        assert sent[0] == 503
        go.set()
        await first
        assert (sent[-1], traffic.drain(0)) == (200, True)

    asyncio.run(scenario())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to hear")
def test_a_server_that_is_terminated_answers_first_and_logs_lines_of_json(bundled_index: Path) -> None:
    port = free_port()
    words = ["serve", "--no-browser", "--port", str(port), "--metrics", "--log", "json"]
    served = subprocess.Popen(
        [sys.executable, "-m", "ui.shell.cli", *words],
        env={**os.environ, "BYLINE_INDEX": str(bundled_index)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert served.stdout
    assert served.stderr
    assert f"http://127.0.0.1:{port}/" in served.stdout.readline()
    url = f"http://127.0.0.1:{port}/"
    lines: list[str] = []
    reading = Thread(target=lambda: lines.extend(served.stderr or ()))
    reading.start()
    ready(url)
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(asked, url)
        while "byline_requests_running 1.0" in got(f"{url}metrics").text and not answer.done():
            Event().wait(0.01)
        served.send_signal(signal.SIGTERM)
        assert answer.result().status_code == 200
    assert served.wait(timeout=60) == 0
    reading.join()
    logged = [json.loads(line) for line in lines]
    (one,) = [line for line in logged if line.get("path") == "/api/v1/ask"]
    assert (one["status"], one["door"], one["method"]) == (200, "rest", "POST")
    assert one["request_id"] == answer.result().headers["x-request-id"]
    assert "Retno" not in "".join(lines)
