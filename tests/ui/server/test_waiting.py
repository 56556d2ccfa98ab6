"""Many who ask at once, and who leave: nobody else waits for them, and nothing is computed for who has left."""

import asyncio
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import httpx
import pytest

from index.faults import BusyFault
from rag.assistant import Assistant
from rag.conversation.chat import Part
from tests.support.browser import serving
from tests.support.held import HELD, Held
from ui.server import apart, queue, writing
from ui.server.answers import AT_ONCE
from ui.server.leaving import LeavingLayer, check_still_there
from ui.server.writing import Writings

MANY = 70
READERS = 45  # more than the threads that serve the page


async def called(client: httpx.AsyncClient, id: int, name: str, value: Any) -> dict[str, Any]:
    sent = {"component_id": id, "fn_name": name, "data": value, "session_hash": "x"}
    return dict((await client.post("gradio_api/component_server", json=sent)).json())


def using(held: Held, use: Callable[[httpx.AsyncClient, int], Any]) -> Any:
    """Serve a page, and let a client that keeps any number of connections use it, once the models are loaded."""

    async def run(address: str) -> Any:
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(base_url=address, timeout=60, trust_env=False, limits=limits) as client:
            while (await client.get("readyz")).status_code == 503:
                await asyncio.sleep(0.05)
            components = (await client.get("config")).json()["components"]
            return await use(client, next(one["id"] for one in components if one["type"] == "html"))

    try:
        with serving(lambda: held) as address:
            return asyncio.run(run(address))
    finally:
        held.goes_on.set()


def test_readers_who_ask_keep_no_other_reader_waiting(assistant: Assistant) -> None:
    held = Held(assistant)

    async def use(client: httpx.AsyncClient, id: int) -> None:
        asked = [asyncio.create_task(called(client, id, "ask", {"question": HELD})) for _ in range(MANY)]
        busy = []
        for done in asyncio.as_completed(asked):
            busy.append(await done)
            if len(busy) == MANY - apart.MOST:
                break
        assert all("Byline is busy: 64 others ask" in one["error"] for one in busy)
        for call in ("status", "welcome", "choices"):
            assert "error" not in await asyncio.wait_for(called(client, id, call, None), 5)
        assert (await asyncio.wait_for(client.get("api/v1/articles"), 5)).status_code == 200
        held.goes_on.set()
        answers = [await one for one in asked]
        assert sum("html" in one for one in answers) == apart.MOST

    using(held, use)


@pytest.mark.parametrize("door", ["page", "rest"])
def test_who_leaves_is_not_answered(assistant: Assistant, door: str) -> None:
    held = Held(assistant)

    async def use(client: httpx.AsyncClient, id: int) -> None:
        def ask() -> Any:
            if door == "page":
                return called(client, id, "ask", {"question": HELD})
            return client.post("api/v1/ask", json={"question": HELD})

        asked = [asyncio.create_task(ask()) for _ in range(READERS)]
        for _ in range(AT_ONCE if door == "page" else AT_ONCE // 2):
            assert await asyncio.to_thread(held.begun.acquire, timeout=30)
        for one in asked:
            one.cancel()
        await asyncio.sleep(3 * queue._A_LOOK)
        before = held.asked
        held.goes_on.set()
        answer = await client.post("api/v1/ask", json={"question": "Hello!"})
        assert answer.status_code == 200
        await asyncio.sleep(queue._A_LOOK)
        assert held.asked == before == (AT_ONCE if door == "page" else AT_ONCE // 2)

    using(held, use)


def test_what_a_request_began_goes_on_after_its_answer() -> None:
    messages = [{"type": "http.request", "body": b"", "more_body": False}]

    async def scenario() -> bool:
        ended, told = asyncio.Event(), []

        async def receive() -> Any:
            if messages:
                return messages.pop()
            await ended.wait()
            return {"type": "http.disconnect"}

        async def app(scope: Any, receive: Any, send: Any) -> None:
            await receive()
            await send({"type": "http.response.start", "status": 200})
            await send({"type": "http.response.body", "body": b""})
            ended.set()  # as a server tells that a request has its answer
            assert (await receive())["type"] == "http.disconnect"
            check_still_there()
            told.append(True)

        async def send(_: Any) -> None:
            pass

        await LeavingLayer(app)({"type": "http"}, receive, send)
        return bool(told)

    assert asyncio.run(scenario())


def test_only_so_many_answers_are_written_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST", 2)
    writings, goes_on = Writings(left=60), Event()

    def write(_: Callable[[], bool]) -> Iterator[Part]:
        goes_on.wait(30)
        yield from ()

    names = [writings.begin(write) for _ in range(2)]
    with pytest.raises(BusyFault, match="2 answers are being written already"):
        writings.begin(write)
    goes_on.set()
    assert [writings[name].after(0, 30) for name in names] == [[], []]
    writings.begin(write)
