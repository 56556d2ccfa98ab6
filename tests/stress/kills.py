"""Kill every part of a cluster at random instants and look at what is left:
`python -m tests.stress.kills [--kills 100] [--seed 0]`.

A client adds and removes articles, embedded by two Dask workers; a server searches them without end; a PostgreSQL of
its own, with fsync, keeps them. In each round one of these, or the scheduler, is killed (SIGKILL) in the midst and
started again. Then what the client was told done must be done, what it had begun must be done whole or not at all, and
`verify` must find nothing.
"""

import argparse
import asyncio
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack, nullcontext
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from index.library import Library
from index.types import Article
from tests.support.browser import free_port
from tests.support.doubles import WordEncoder
from tests.support.postgres import Server, running

PARTS = ("client", "server", "worker", "scheduler", "PostgreSQL")
_PLACES, _PUT = 100, 20  # articles that there may be, and of an addition
_APART = get_context("forkserver")  # what starts quickly, and shares nothing with this process
_APART.set_forkserver_preload([__name__, "distributed", "psycopg", "pyarrow"])

State = dict[str, str | None]


def write(told: Connection, place: str, seed: int, scheduler: str) -> None:
    """Change the library whenever it is asked to, telling each change before it is begun and when it is done."""
    from index.workers import embedding

    chance = random.Random(seed)
    with embedding(None, scheduler, WordEncoder) if scheduler else nullcontext(WordEncoder()) as encoder:
        library = Library.open(place, encoder)
        told.send("ready")
        while changes := told.recv():
            for _ in range(changes):
                _change(library, chance, told)
            told.send("rest")


def _change(library: Library, chance: random.Random, told: Connection) -> None:
    held = {article.place: article.id for article in library.articles() if article.place}
    if chance.random() < 0.7 or len(held) < _PUT:
        turn = chance.randrange(1_000_000)
        numbers = chance.sample(range(_PLACES), _PUT)
        new = [Article(f"No {n}", f"Turn {turn} of number {n}. " * 40, place=f"/{n}.txt") for n in numbers]
        told.send({article.place: article.id for article in new})
        library.add(new)
    else:
        gone = chance.sample(sorted(held), 3)
        told.send(dict.fromkeys(gone))
        library.remove(*(held[place] for place in gone))
    told.send("done")


def search(told: Connection, place: str) -> None:
    """Search without end."""
    library = Library.open(place, WordEncoder())
    told.send("ready")
    while True:
        library.search("number turn", 5)
        time.sleep(0.02)


def schedule(told: Connection, port: int) -> None:
    """Be a Dask scheduler."""
    from distributed import Scheduler

    asyncio.run(_served(lambda: Scheduler(host="127.0.0.1", port=port, dashboard=False), told))


def work(told: Connection, scheduler: str) -> None:
    """Be a Dask worker; end with its scheduler."""
    from distributed import Worker

    asyncio.run(_served(lambda: Worker(scheduler, nthreads=1, dashboard=False), told))


async def _served(make: Callable[[], Any], told: Connection) -> None:
    async with make() as node:
        told.send("ready")
        await node.finished()


def started(run: Callable[..., None], *given: object) -> tuple[Any, Connection]:
    """Return a process in which a function runs, once it is ready, and what it tells."""
    here, there = _APART.Pipe()
    process = _APART.Process(target=run, args=(there, *given), daemon=True)
    process.start()
    there.close()
    assert here.recv() == "ready"
    return process, here


class Played:
    """A cluster whose parts are processes of this machine."""

    def __init__(self, postgres: Server, folder: Path, seed: int, embedding: bool) -> None:
        self._postgres, self._seed, self._embedding = postgres, seed, embedding
        self.place = f"{postgres.database()}&search={folder / 'search'}"
        self._port = free_port()
        self._processes: dict[str, Any] = {}
        self._client: Connection
        self.state: State = {}
        self.told = Counter[str]()

    def start(self) -> None:
        """Start every part that does not run."""
        scheduler = f"tcp://127.0.0.1:{self._port}" if self._embedding else ""
        if self._embedding:
            self._run("scheduler", schedule, self._port)
            for name in ("worker", "second worker"):
                self._run(name, work, scheduler)
        self._seed += 1
        self._client = self._run("client", write, self.place, self._seed, scheduler) or self._client
        self._run("server", search, self.place)

    def _run(self, name: str, run: Callable[..., None], *given: object) -> Connection | None:
        """Start a process under a name if none runs; return what it tells, if it is new."""
        if name in self._processes and self._processes[name].is_alive():
            return None
        self._processes[name], told = started(run, *given)
        return told

    def round(self, victim: str, after: float, changes: int) -> None:
        """Let the client work, kill a part of the cluster `after` so many seconds, and look at what is left."""
        self.start()
        self._client.send(changes)
        time.sleep(after)
        if victim == "PostgreSQL":
            self._postgres.kill()
            self._postgres.start()
        else:
            os.kill(self._processes[victim].pid, signal.SIGKILL)
            self._processes[victim].join()
        begun: State = {}
        try:
            while (line := self._client.recv()) != "rest":
                if line == "done":
                    self.state |= begun
                    self.told["changes"] += 1
                begun = {} if line == "done" else line
        except EOFError:
            self._processes["client"].join()
            self.told["clients that ended"] += 1
        if victim not in ("server", "PostgreSQL"):
            assert self._processes["server"].is_alive(), f"the server ended with the {victim}"
        self.check(begun)

    def check(self, begun: State) -> None:
        """Compare the library with what the client was told, and with what it had begun."""
        library = Library.open(self.place, WordEncoder())
        assert library.verify() == []
        found = {article.place: article.id for article in library.articles() if article.place}
        library.close()
        before, after = self.state, self.state | begun
        held = [{place: id for place, id in state.items() if id} for state in (before, after)]
        assert found in held, f"neither what was done nor what was begun: {found.items() ^ held[0].items()}"
        self.state = dict(found)

    def stop(self) -> None:
        """Kill all that runs."""
        for process in self._processes.values():
            process.kill()
            process.join()


def rounds(
    postgres: Server, victims: Sequence[str], seed: int, changes: int = 6, embedding: bool = True
) -> Counter[str]:
    """Kill one part after another; return how many changes were done meanwhile, and how many clients ended."""
    chance = random.Random(seed)
    with TemporaryDirectory() as folder, ExitStack() as stack:
        played = Played(postgres, Path(folder), seed, embedding)
        stack.callback(played.stop)
        for number, victim in enumerate(victims, start=1):
            played.round(victim, chance.uniform(0.0, 0.25 * changes), changes)
            print(f"{number} kills ({victim}), {dict(played.told)}", file=sys.stderr, flush=True)
    return played.told


def main() -> None:
    """Kill, look, and go on."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    victims = [PARTS[number % len(PARTS)] for number in range(options.kills)]
    random.Random(options.seed).shuffle(victims)
    with running(fsync=True) as postgres:
        told = rounds(postgres, victims, options.seed)
    print(f"{dict(Counter(victims))} killed, {dict(told)}; nothing acknowledged is lost, and verify finds nothing.")


if __name__ == "__main__":
    main()
