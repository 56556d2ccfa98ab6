"""More requests than can be served: programs are told to come again, and the page still answers."""

import asyncio

import httpx
from gradio_client import Client  # type: ignore[import-untyped]

from rag.assistant import Assistant
from tests.support.browser import serving
from tests.support.held import HELD, Held
from tests.ui.programs.conftest import ready
from ui.programs.turns import MOST, SHARE

RETNO, MORE = "Who did Retno meet?", 5


def test_the_page_answers_while_programs_ask_more_than_can_be_served(assistant: Assistant) -> None:
    held = Held(assistant)

    async def ask(address: str) -> list[int]:
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(base_url=address, timeout=60, trust_env=False, limits=limits) as client:
            asked = [
                asyncio.create_task(client.post("api/v1/ask", json={"question": HELD}))
                for _ in range(SHARE + MOST + MORE)
            ]
            refused = []
            for done in asyncio.as_completed(asked):
                refused.append(await done)
                if len(refused) == MORE:
                    break
            assert {answer.status_code for answer in refused} == {503}
            assert all(answer.headers["retry-after"] for answer in refused)
            for _ in range(SHARE):
                assert await asyncio.to_thread(held.begun.acquire, timeout=30)
            assert not held.begun.acquire(blocking=False)
            page = await asyncio.to_thread(Client, address, verbose=False)
            answer = await asyncio.to_thread(page.predict, RETNO, api_name="/ask")
            assert answer["answered"]
            assert (await client.get("api/v1/articles")).status_code == 200
            held.goes_on.set()
            return [(await done).status_code for done in asked]

    try:
        with serving(lambda: held) as address:
            statuses = asyncio.run(ask(ready(address)))
    finally:
        held.goes_on.set()
    assert sorted(statuses) == [200] * (SHARE + MOST) + [503] * MORE
