"""Train a reader: `python -m rag.training.reader.train --data PREPARED --out RUN`; the careful one with `--base MPNET`.

`MPNET` is the folder that `rag.training.reader.base` assembled, or one of shipped weights to go on from. `PREPARED` is
what `rag.training.reader.prepare` wrote. In `RUN` it keeps `checkpoint.pt`, from which the same command goes on after a
stop, and `log.jsonl` with its picture. The learning rate rises, stays, and falls to 0 over the last `--decay` steps; a
run may be made longer up to there.
"""

import argparse
import json
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from index.embedding import has_bfloat16
from rag.reading.careful import CarefulModel
from rag.reading.quick import QuickModel
from rag.reading.windows import LONGEST
from rag.training.reader.batches import Batch, Example, batches, load
from rag.training.reader.plots import training

_WARMUP = 100  # steps
_CHECKPOINT = 100  # steps
_LOGGED = 20  # steps
_HELD_OUT = 24  # batches


@dataclass(frozen=True)
class Recipe:
    """How to train: `tokens` in a batch, padding included; the highest `rate`; how many layers stay `frozen`."""

    steps: int = 3400
    decay: int = 700
    tokens: int = 4096
    rate: float = 2e-4
    seed: int = 0
    frozen: int = 0

    def rate_at(self, step: int) -> float:
        """Return the learning rate of a step, counted from 0."""
        rising = min(1.0, (step + 1) / _WARMUP)
        falling = min(1.0, (self.steps - step) / max(self.decay, 1))
        return self.rate * rising * falling


def loss_of(model: nn.Module, batch: Batch, device: torch.device) -> Tensor:
    """Return the mean cross entropy of starts and ends against the shares of the annotators."""
    ids, types, attended, allowed, starts, ends = (
        torch.from_numpy(part).to(device)
        for part in (batch.ids, batch.types, batch.attended, batch.allowed, batch.starts, batch.ends)
    )
    # A processor without bfloat16 multiplies it a hundred times slower than single precision.
    with torch.autocast(device.type, torch.bfloat16, enabled=device.type != "cpu" or has_bfloat16()):
        scores = model(ids, types, attended)
    total = torch.zeros((), device=device)
    for score, target in zip(scores, (starts, ends), strict=True):
        likely = score.masked_fill(~allowed, -1e4).log_softmax(-1)
        total = total - (likely * target).sum(-1).mean() / 2
    return total


class Run:
    """A training run in a folder, which goes on from its last checkpoint."""

    def __init__(self, folder: Path, recipe: Recipe, device: str, base: Path | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.recipe, self.device = folder, recipe, torch.device(device)
        torch.manual_seed(recipe.seed)
        model = CarefulModel.to_train(base) if base else QuickModel("eager")
        model.freeze(recipe.frozen)
        self.model = model.to(self.device).train()
        trained = [p for p in self.model.parameters() if p.requires_grad]
        groups = [
            {"params": [p for p in trained if p.ndim > 1], "weight_decay": 0.01},
            {"params": [p for p in trained if p.ndim == 1], "weight_decay": 0.0},
        ]
        self.optimizer = torch.optim.AdamW(groups, recipe.rate, betas=(0.9, 0.98), fused=True)
        self.step = self.tokens = 0
        if (kept := folder / "checkpoint.pt").exists():
            self._load(torch.load(kept, map_location=self.device, weights_only=True))

    def train(self, examples: list[Example], held_out: list[Example]) -> None:
        """Train up to the recipe's last step."""
        began, before, losses = time.monotonic(), self.tokens, []
        order = batches(examples, self.recipe.tokens, self.recipe.seed)
        for batch in islice(order, self.step, self.recipe.steps):
            for group in self.optimizer.param_groups:
                group["lr"] = self.recipe.rate_at(self.step)
            loss = loss_of(self.model, batch, self.device)
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

    def loss_on(self, examples: list[Example]) -> float:
        """Return the mean loss over the first batches of held-out examples."""
        with torch.no_grad():
            order = islice(batches(examples, self.recipe.tokens, seed=0), _HELD_OUT)
            losses = [loss_of(self.model.eval(), batch, self.device).item() for batch in order]
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


def main() -> None:
    """Train, or go on training."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the prepared windows")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--base", type=Path, help="folder of MPNet's weights, to train the careful reader")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    for name, default in vars(Recipe()).items():
        parser.add_argument(f"--{name}", type=type(default), default=default)
    options = parser.parse_args()
    recipe = Recipe(**{name: getattr(options, name) for name in vars(Recipe())})
    run = Run(options.out, recipe, options.device, options.base)
    titled = options.base is not None
    examples, held_out = (load(options.data / f"{name}.jsonl.gz", LONGEST, titled) for name in ("train", "dev"))
    print(f"{len(examples)} windows, {len(held_out)} held out, from step {run.step}", flush=True)
    run.train(examples, held_out)
    training(options.out / "log.jsonl", options.out / "log.png")


if __name__ == "__main__":
    main()
