"""Many articles are embedded by Dask workers: on this machine, or wherever a scheduler has them."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache

import numpy as np
from distributed import CancelledError, Client, KilledWorker, LocalCluster

from index.embedding import MiniLMEncoder
from index.encoding import Encoder, Vectors
from index.faults import IndexFault

_AT_ONCE = 16  # texts that a worker embeds at once
_PATIENCE = 30  # seconds until a worker has to be there
_GOES_ON = "What was added stays; the same command goes on."

Make = Callable[[], Encoder]


class DistributedEncoder:
    """Embeds texts as another encoder does, which each worker makes for itself.

    What a lost worker had in hand is embedded again by another.
    """

    def __init__(self, client: Client, make: Make = MiniLMEncoder) -> None:
        self._client, self._make = client, make
        self._own = make()
        self.name, self.dimension = self._own.name, self._own.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row for each text; raises `IndexFault` where the workers are lost."""
        pieces = [list(texts[start : start + _AT_ONCE]) for start in range(0, len(texts), _AT_ONCE)]
        if len(pieces) < 2:
            return self._own.encode(texts)
        try:
            made = self._client.map(_encoded, pieces, make=self._make, name=self.name, pure=False)
            return np.concatenate(self._client.gather(made))
        except (CancelledError, KilledWorker, OSError, TimeoutError, RuntimeError) as error:
            raise IndexFault(f"The workers are lost: {' '.join(str(error).split())[:200]}. {_GOES_ON}") from error


@contextmanager
def embedding(count: int | None, scheduler: str | None, make: Make = MiniLMEncoder) -> Iterator[DistributedEncoder]:
    """Give an encoder of so many workers on this machine, or of those of a scheduler, until the end."""
    if scheduler:
        with _connected(scheduler) as client:
            yield DistributedEncoder(client, make)
    else:
        quiet = logging.CRITICAL
        with (
            LocalCluster(n_workers=count, threads_per_worker=1, dashboard_address=None, silence_logs=quiet) as here,
            _connected(here) as client,
        ):
            yield DistributedEncoder(client, make)


@contextmanager
def _connected(scheduler: str | LocalCluster) -> Iterator[Client]:
    try:
        client = Client(scheduler, timeout=_PATIENCE)
    except (OSError, TimeoutError, ValueError) as error:
        raise IndexFault(f"There is no Dask scheduler at {scheduler}. Start one with: dask scheduler") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            raise IndexFault(f"No worker came to {scheduler}. Start one with: dask worker {scheduler}") from error
        yield client


@cache
def _encoder(make: Make) -> Encoder:
    return make()


def _encoded(texts: Sequence[str], make: Make, name: str) -> Vectors:
    encoder = _encoder(make)
    if encoder.name != name:
        raise RuntimeError(f"a worker embeds with {encoder.name} and not {name}; install the same Byline there")
    return encoder.encode(texts)
