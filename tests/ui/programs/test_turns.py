"""Whose turn it is among programs, and that they leave turns to the page."""

from concurrent.futures import Future
from threading import Event, Semaphore

import anyio
import pytest

from index.faults import BusyFault
from rag.assistant import Assistant
from ui.programs.turns import SHARE, Turns
from ui.server.answers import AT_ONCE, Answers


@pytest.fixture
def turns(assistant: Assistant) -> Turns:
    """Give the turns of programs, of which three may wait."""
    loading: Future[Assistant] = Future()
    loading.set_result(assistant)
    return Turns(Answers(loading), most=3)


def test_programs_have_a_share_of_the_turns_and_only_so_many_wait(turns: Turns) -> None:
    begun, goes_on = Semaphore(0), Event()

    def answer(_: Assistant) -> str:
        begun.release()
        assert goes_on.wait(30)
        return "done"

    async def ask() -> None:
        done.append(await turns.search(answer))

    async def run() -> None:
        async with anyio.create_task_group() as group:
            for _ in range(SHARE + 3):
                group.start_soon(ask)
            for _ in range(SHARE):
                await anyio.to_thread.run_sync(begun.acquire)
            assert not begun.acquire(blocking=False), "the others wait, and no thread with them"
            with pytest.raises(BusyFault, match="3 requests of programs wait already"):
                await turns.search(answer)
            assert await turns.look(lambda _: "looked up") == "looked up", "what takes no time does not wait"
            assert await turns.write(lambda _: "written") == "written"
            goes_on.set()

    done: list[str] = []
    anyio.run(run)
    assert done == ["done"] * (SHARE + 3)
    assert 0 < SHARE < AT_ONCE


def test_changes_are_made_one_after_another(turns: Turns) -> None:
    begun, goes_on = Semaphore(0), Event()

    def write(_: Assistant) -> None:
        begun.release()
        assert goes_on.wait(30)

    async def run() -> None:
        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(turns.write, write)
            await anyio.to_thread.run_sync(begun.acquire)
            assert not begun.acquire(blocking=False)
            goes_on.set()

    anyio.run(run)


def test_a_fault_gives_the_turn_back(turns: Turns) -> None:
    def fail(_: Assistant) -> None:
        raise ValueError("Broken.")

    async def run() -> None:
        for _ in range(SHARE + 1):
            with pytest.raises(ValueError, match="Broken"):
                await turns.search(fail)

    anyio.run(run)


def test_while_the_models_load_nothing_waits() -> None:
    turns = Turns(Answers(Future()))

    async def run() -> None:
        for call in (turns.search, turns.look, turns.write):
            with pytest.raises(BusyFault, match="still being loaded"):
                await call(lambda _: None)

    anyio.run(run)
