"""What both readers' networks have in common: weights from files, windows in batches."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load
from torch import Tensor

from index.embedding import has_bfloat16
from index.faults import RagFault

_SCALE, _HIGHEST = ".scale", 127
_ROWS = 100  # fewer, and a matrix is too small to be worth it
_AT_ONCE = 2048  # tokens of a batch, padding included: bounds the memory

Floats = NDArray[np.float32]


class SpanNetwork(Protocol):
    """Scores each token of "question, passage" as the start and as the end of the answer; the first as "no answer"."""

    def __call__(self, ids: Tensor, types: Tensor, attended: Tensor) -> tuple[Tensor, Tensor]:
        """Return the scores of starts and of ends, each of the shape (windows, tokens)."""


class JudgingModel(SpanNetwork, Protocol):
    """A network with a second head, which judges claims."""

    def judged(self, ids: Tensor, attended: Tensor) -> Tensor:
        """Return the scores of labels, of the shape (windows, labels)."""


class Network:
    """A model that reads windows, in batches of about the same length. Safe to share between threads.

    Computes in bfloat16 where the processor has it, which moves a score by less than 0.1.
    """

    def __init__(self, model: SpanNetwork) -> None:
        self._model = model
        self._half = has_bfloat16()
        self._lock = threading.Lock()  # two batches at once would share the same cores and both be slower

    def scores(self, windows: Sequence[Sequence[int]], firsts: Sequence[int]) -> list[tuple[Floats, Floats]]:
        """Return the scores of starts and ends for each window of token ids; the passage begins at `firsts`."""
        scores: dict[int, tuple[Floats, Floats]] = {}
        for batch in _batches(windows):
            with self._computing():
                starts, ends = self._model(*padded([windows[i] for i in batch], [firsts[i] for i in batch]))
            for row, i in enumerate(batch):
                scores[i] = (starts[row, : len(windows[i])].numpy(), ends[row, : len(windows[i])].numpy())
        return [scores[i] for i in range(len(windows))]

    @contextmanager
    def _computing(self) -> Iterator[None]:
        with self._lock, torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=self._half):
            yield


class JudgingNetwork(Network):
    """A network that judges claims as well."""

    def __init__(self, model: JudgingModel) -> None:
        super().__init__(model)
        self._judge = model

    def judged(self, windows: Sequence[Sequence[int]]) -> Floats:
        """Return the scores of labels for each window of a claim, of the shape (windows, labels)."""
        scores: dict[int, Floats] = {}
        for batch in _batches(windows):
            ids, _, attended = padded([windows[i] for i in batch], [0] * len(batch))
            with self._computing():
                found = self._judge.judged(ids, attended)
            scores |= dict(zip(batch, found.numpy(), strict=True))
        return np.array([scores[i] for i in range(len(windows))])


def _batches(windows: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Yield the numbers of windows in batches of about the same length, the longest first."""
    order = sorted(range(len(windows)), key=lambda i: len(windows[i]))
    while order:
        longest = len(windows[order[-1]])
        yield [order.pop() for _ in range(min(len(order), max(1, _AT_ONCE // longest)))]


def padded(windows: Sequence[Sequence[int]], firsts: Sequence[int]) -> tuple[Tensor, Tensor, Tensor]:
    """Return ids, types and which are attended to, each of the shape (windows, longest); padding is 0 in all."""
    ids, types, attended = (torch.zeros(len(windows), max(map(len, windows)), dtype=torch.long) for _ in range(3))
    for row, (window, first) in enumerate(zip(windows, firsts, strict=True)):
        ids[row, : len(window)] = torch.tensor(window)
        types[row, first : len(window)] = 1
        attended[row, : len(window)] = 1
    return ids, types, attended


def packed(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return weights as they are shipped: matrices as 8-bit rows, each with its scale; all else in half precision."""
    kept: dict[str, Tensor] = {}
    for name, tensor in state.items():
        if tensor.ndim < 2 or len(tensor) < _ROWS:
            kept[name] = tensor.half().contiguous()
            continue
        scale = (tensor.float().abs().amax(1, keepdim=True) / _HIGHEST).clamp(min=1e-12)
        kept[name] = (tensor.float() / scale).round().to(torch.int8).contiguous()
        kept[f"{name}{_SCALE}"] = scale.contiguous()
    return kept


def unpacked(kept: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return shipped weights in single precision."""
    return {
        name: tensor.float() * kept[f"{name}{_SCALE}"] if tensor.dtype == torch.int8 else tensor.float()
        for name, tensor in kept.items()
        if not name.endswith(_SCALE)
    }


def tensors(file: Path, digests: Mapping[str, str]) -> dict[str, Tensor]:
    """Return the weights in a file, in single precision.

    Raises `RagFault` when it is missing, is no such file, or its SHA-256 is not the one in `digests`, if that names it.
    """
    try:
        data = file.read_bytes()
        digest = digests.get(file.name)
        if digest and (found := sha256(data).hexdigest()) != digest:
            raise weights_fault(file, f"were altered: their SHA-256 is {found}, not {digest}")
        return unpacked(load(data))
    except OSError as error:
        raise weights_fault(file, f"are missing: {error.strerror}") from error
    except SafetensorError as error:
        raise weights_fault(file, f"cannot be read: {error}") from error


def weights_fault(file: Path, what: str) -> RagFault:
    """Return a fault about the weights in a file."""
    return RagFault(f"The reader's weights in {file} {what}. Install byline again.")
