"""Training runs: a recipe, and a run in a folder that goes on from its last checkpoint."""

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from index.embedding import has_bfloat16

_WARMUP = 100  # steps
_CHECKPOINT = 100  # steps
_LOGGED = 20  # steps
_SORTED_TOGETHER = 50  # batches; sorting all examples by length would show short ones only together


class Example(Protocol):
    """What a model learns from, in tokens."""

    @property
    def ids(self) -> NDArray[np.int64]:
        """Return the tokens."""


class Batch(Protocol):
    """Examples side by side; `attended` marks their tokens."""

    @property
    def attended(self) -> NDArray[np.int64]:
        """Return 1 for each token, 0 for padding."""


E = TypeVar("E", bound=Example)
B = TypeVar("B", bound=Batch)
Loss = Callable[[nn.Module, Any, torch.device], Tensor]


@dataclass(frozen=True)
class Recipe:
    """How to train: `tokens` in a batch, padding included; the highest `rate`; how many layers stay `frozen`.

    `dropout` is of what each layer that is trained adds.
    """

    steps: int = 3400
    decay: int = 700
    tokens: int = 4096
    rate: float = 2e-4
    seed: int = 0
    frozen: int = 0
    dropout: float = 0.0

    def rate_at(self, step: int) -> float:
        """Return the learning rate of a step, counted from 0."""
        rising = min(1.0, (step + 1) / _WARMUP)
        falling = min(1.0, (self.steps - step) / max(self.decay, 1))
        return self.rate * rising * falling


class Run:
    """A training run in a folder, which goes on from its last checkpoint; `loss` is that of a model on a batch."""

    def __init__(self, folder: Path, recipe: Recipe, device: str, model: nn.Module, loss: Loss) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.recipe, self.device = folder, recipe, torch.device(device)
        self.model, self._loss = model.to(self.device).train(), loss
        trained = [p for p in self.model.parameters() if p.requires_grad]
        groups = [
            {"params": [p for p in trained if p.ndim > 1], "weight_decay": 0.01},
            {"params": [p for p in trained if p.ndim == 1], "weight_decay": 0.0},
        ]
        self.optimizer = torch.optim.AdamW(groups, recipe.rate, betas=(0.9, 0.98), fused=True)
        self.step = self.tokens = 0
        if (kept := folder / "checkpoint.pt").exists():
            self._load(torch.load(kept, map_location=self.device, weights_only=True))

    def train(self, order: Iterator[B], held_out: Sequence[B]) -> None:
        """Train up to the recipe's last step, on batches in their order from the first step on."""
        began, before, losses = time.monotonic(), self.tokens, []
        for batch in islice(order, self.step, self.recipe.steps):
            for group in self.optimizer.param_groups:
                group["lr"] = self.recipe.rate_at(self.step)
            loss = self._loss(self.model, batch, self.device)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            self.optimizer.step()
            self.optimizer.zero_grad()
            self.step += 1
            self.tokens += int(batch.attended.sum())
            losses.append(loss.item())
            if self.step % _LOGGED == 0:
                speed = round((self.tokens - before) / (time.monotonic() - began))
                self._log(step=self.step, tokens=self.tokens, loss=sum(losses) / len(losses), tokens_per_s=speed)
                losses.clear()
            if self.step % _CHECKPOINT == 0 or self.step == self.recipe.steps:
                self.save()
            if self.step % (5 * _CHECKPOINT) == 0 or self.step == self.recipe.steps:
                self._log(step=self.step, held_out=self.loss_on(held_out))

    def loss_on(self, held_out: Sequence[B]) -> float:
        """Return the mean loss over batches."""
        with torch.no_grad():
            losses = [self._loss(self.model.eval(), batch, self.device).item() for batch in held_out]
        self.model.train()
        return sum(losses) / len(losses)

    def save(self) -> None:
        """Write the checkpoint whole, or leave the one before."""
        half = self.folder / "checkpoint.part"
        counts = {"step": self.step, "tokens": self.tokens}
        torch.save({"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(), **counts}, half)
        half.replace(self.folder / "checkpoint.pt")

    def _load(self, kept: dict[str, Any]) -> None:
        self.model.load_state_dict(kept["model"])
        self.optimizer.load_state_dict(kept["optimizer"])
        self.step, self.tokens = kept["step"], kept["tokens"]

    def _log(self, **values: float) -> None:
        line = json.dumps({key: round(value, 4) for key, value in values.items()})
        print(line, flush=True)
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(line + "\n")


def autocast(device: torch.device) -> torch.autocast:
    """Return what computes in bfloat16, but on a processor without it, where that is a hundred times slower."""
    return torch.autocast(device.type, torch.bfloat16, enabled=device.type != "cpu" or has_bfloat16())


def batches(examples: Sequence[E], tokens: int, seed: int, of: Callable[[Sequence[E]], B]) -> Iterator[B]:
    """Yield batches of at most `tokens` tokens, padding included, for ever: each pass in another order."""
    chance = random.Random(seed)
    average = sum(len(example.ids) for example in examples) / len(examples)
    together = int(_SORTED_TOGETHER * tokens / average)
    while True:
        order = chance.sample(range(len(examples)), len(examples))
        for start in range(0, len(order), together):
            near = sorted(order[start : start + together], key=lambda i: len(examples[i].ids))
            cut = list(_within(near, examples, tokens))
            for group in chance.sample(cut, len(cut)):
                yield of([examples[i] for i in group])


def _within(order: Sequence[int], examples: Sequence[E], tokens: int) -> Iterator[list[int]]:
    group: list[int] = []
    for i in order:
        if group and len(examples[i].ids) * (len(group) + 1) > tokens:
            yield group
            group = []
        group.append(i)
    yield group
