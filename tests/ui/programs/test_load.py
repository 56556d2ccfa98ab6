"""More requests than can be served: programs are told to come again, and the page still answers."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx

from rag.assistant import Assistant
from tests.support.browser import serving
from tests.support.held import HELD, Held
from tests.ui.programs.conftest import ready
from tests.ui.server.test_waiting import called
from ui.programs.turns import MOST, SHARE

RETNO, MORE = "Who did Retno meet?", 5
FULL = f"{MOST} requests of programs wait already. Ask again in a few seconds."


def using(held: Held, use: Callable[[httpx.AsyncClient], Any]) -> Any:
    """Serve a page, and let a client that keeps any number of connections use it."""

    async def run(address: str) -> Any:
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(base_url=address, timeout=60, trust_env=False, limits=limits) as client:
            return await use(client)

    try:
        with serving(lambda: held) as address:
            return asyncio.run(run(ready(address)))
    finally:
        held.goes_on.set()


async def begun(held: Held) -> None:
    """Wait until programs have all the turns that are theirs."""
    for _ in range(SHARE):
        assert await asyncio.to_thread(held.begun.acquire, timeout=30)
    assert not held.begun.acquire(blocking=False)


async def page_answers(client: httpx.AsyncClient) -> None:
    components = (await client.get("config")).json()["components"]
    id = next(one["id"] for one in components if one["type"] == "html")
    assert "Neth Savoeun" in (await called(client, id, "ask", {"question": RETNO}))["html"]
    assert (await client.get("api/v1/articles")).status_code == 200


def test_the_page_answers_while_programs_ask_more_than_can_be_served(assistant: Assistant) -> None:
    held = Held(assistant)

    async def use(client: httpx.AsyncClient) -> list[int]:
        asked = [
            asyncio.create_task(client.post("api/v1/ask", json={"question": HELD})) for _ in range(SHARE + MOST + MORE)
        ]
        refused = []
        for done in asyncio.as_completed(asked):
            refused.append(await done)
            if len(refused) == MORE:
                break
        assert {(answer.status_code, answer.json()["error"]["message"]) for answer in refused} == {(503, FULL)}
        assert all(answer.headers["retry-after"] for answer in refused)
        await begun(held)
        await page_answers(client)
        held.goes_on.set()
        return [(await done).status_code for done in asked]

    assert sorted(using(held, use)) == [200] * (SHARE + MOST) + [503] * MORE


def test_the_queue_of_gradio_takes_no_more_than_others_and_says_so(assistant: Assistant) -> None:
    held = Held(assistant)

    async def use(client: httpx.AsyncClient) -> None:
        async def ask(count: int) -> list[httpx.Response]:
            sent = {"data": [HELD, [], True, None]}
            return await asyncio.gather(*(client.post("gradio_api/call/ask", json=sent) for _ in range(count)))

        await ask(SHARE)
        await begun(held)
        answers = await ask(MOST + MORE)
        refused = [answer for answer in answers if answer.status_code != 200]
        assert [answer.status_code for answer in refused] == [503] * MORE
        assert all(answer.headers["retry-after"] for answer in refused)
        assert {answer.json()["error"]["message"] for answer in refused} == {FULL}
        await page_answers(client)
        held.goes_on.set()

    using(held, use)
