"""Train a reader: `python -m rag.training.reader.train --data PREPARED --out RUN`; the careful one with `--base MPNET`.

`MPNET` is the folder that `rag.training.reader.base` assembled, or one of shipped weights to go on from. `PREPARED` is
what `rag.training.reader.prepare` wrote; with `--claims`, what `rag.training.claims.prepare` wrote, the careful reader
learns to judge claims as well. With `--kept`, other windows prepared by the same, it is held to what the weights in the
folder `--teacher` mark in these, so that it learns something new and forgets nothing (Li, Hoiem 2016, "Learning without
Forgetting"). In `RUN` it keeps `checkpoint.pt`, from which the same command goes on after a stop, and
`log.jsonl` with its picture. The learning rate rises, stays, and falls to 0 over the last `--decay` steps; a run may be
made longer up to there.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from rag.reading.careful import CarefulModel
from rag.reading.quick import QuickModel
from rag.reading.windows import LONGEST
from rag.training.claims import batches as claims
from rag.training.reader.batches import Batch, load
from rag.training.reader.plots import training
from rag.training.run import Loss, Recipe, Run, autocast, batches

_HELD_OUT = 24  # batches
_JUDGED = 2  # steps from one batch of claims to the next
_CLAIMS = 0.5  # what their loss counts
_KEPT = 0.33  # of the tokens of new windows are those of windows that a teacher marks


@dataclass(frozen=True)
class Step:
    """What a step learns from: windows, windows that a teacher marks, and in some steps claims."""

    windows: Batch
    kept: Batch | None = None
    judged: claims.Batch | None = None

    @property
    def attended(self) -> NDArray[np.int64]:
        """Return 1 for each token of all windows, 0 for padding: of one dimension."""
        return np.concatenate([batch.attended.ravel() for batch in (self.windows, self.kept) if batch])


def to_train(recipe: Recipe, base: Path | None = None) -> nn.Module:
    """Return the model that a recipe trains: the careful reader from the weights in a folder, else the quick one."""
    torch.manual_seed(recipe.seed)
    if not base:
        quick = QuickModel("eager")
        quick.freeze(recipe.frozen)
        return quick
    model = CarefulModel.to_train(base)
    model.freeze(recipe.frozen)
    for layer in islice(model.encoder.encoder.layer, recipe.frozen, None):
        for name, module in layer.named_modules():
            if isinstance(module, nn.Dropout) and not name.endswith("attn.dropout"):
                module.p = recipe.dropout
    return model


def scores_of(model: nn.Module, batch: Batch, device: torch.device) -> tuple[Tensor, Tensor]:
    """Return the scores of starts and ends, -10,000 where no span may begin or end, and their targets.

    Both are of the shape (2, windows, tokens).
    """
    ids, types, attended, allowed, starts, ends = (
        torch.from_numpy(part).to(device)
        for part in (batch.ids, batch.types, batch.attended, batch.allowed, batch.starts, batch.ends)
    )
    with autocast(device):
        scores = model(ids, types, attended)
    return torch.stack(scores).masked_fill(~allowed, -1e4), torch.stack([starts, ends])


def loss_of(model: nn.Module, batch: Batch, device: torch.device) -> Tensor:
    """Return the mean cross entropy of starts and ends against the shares of the annotators."""
    scores, targets = scores_of(model, batch, device)
    return -(scores.log_softmax(-1) * targets).sum(-1).mean()


def claims_loss(model: CarefulModel, batch: claims.Batch, device: torch.device) -> Tensor:
    """Return the mean of -log of what the model gives to the labels that may be right, together."""
    ids, attended, right = (part.to(device) for part in (batch.ids, torch.from_numpy(batch.attended), batch.right))
    with autocast(device):
        scores = model.judged(ids, attended)
    loss: Tensor = -scores.log_softmax(-1).masked_fill(~right, -torch.inf).logsumexp(-1).mean()
    return loss


def taught_loss(model: nn.Module, teacher: nn.Module, batch: Batch, device: torch.device) -> Tensor:
    """Return the mean cross entropy of starts and ends against a teacher's shares."""
    scores, _ = scores_of(model, batch, device)
    with torch.no_grad():
        shares = scores_of(teacher, batch, device)[0].softmax(-1)
    return -(scores.log_softmax(-1) * shares).sum(-1).mean()


def step_loss(teacher: nn.Module | None = None) -> Loss:
    """Return the loss of a step's windows, of those that the teacher marks, and of its claims."""

    def loss_of_step(model: nn.Module, step: Step, device: torch.device) -> Tensor:
        loss = loss_of(model, step.windows, device)
        if step.kept and teacher:
            loss = loss + taught_loss(model, teacher, step.kept, device)
        if step.judged and isinstance(model, CarefulModel):
            loss = loss + _CLAIMS * claims_loss(model, step.judged, device)
        return loss

    return loss_of_step


def steps(
    windows: Iterator[Batch], kept: Iterator[Batch] | None = None, judged: Iterator[claims.Batch] | None = None
) -> Iterator[Step]:
    """Yield the steps of batches of windows, each with one that a teacher marks, and every second with claims."""
    for number, batch in zip(count(), windows, strict=False):
        marked = next(kept) if kept else None
        yield Step(batch, marked, next(judged) if judged and number % _JUDGED == 0 else None)


def main() -> None:
    """Train, or go on training."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the prepared windows")
    parser.add_argument("--claims", type=Path, help="folder of the prepared claims, for the careful reader")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--base", type=Path, help="folder of MPNet's weights, to train the careful reader")
    parser.add_argument("--kept", type=Path, help="folder of prepared windows that are to be marked as before")
    parser.add_argument("--teacher", type=Path, help="folder of the weights that mark them; BASE where none is given")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    for name, default in vars(Recipe()).items():
        parser.add_argument(f"--{name}", type=type(default), default=default)
    options = parser.parse_args()
    if (options.claims or options.kept) and not options.base:
        parser.error("--claims and --kept need --base: they are for the careful reader.")
    recipe = Recipe(**{name: getattr(options, name) for name in vars(Recipe())})
    teacher = None
    if options.kept:
        teacher = CarefulModel.to_train(options.teacher or options.base).eval().requires_grad_(False).to(options.device)
    run = Run(options.out, recipe, options.device, to_train(recipe, options.base), step_loss(teacher))
    titled = options.base is not None
    examples, left_out = (load(options.data / f"{name}.jsonl.gz", LONGEST, titled) for name in ("train", "dev"))
    print(f"{len(examples)} windows, {len(left_out)} held out, from step {run.step}", flush=True)
    kept = judged = None
    if options.kept:
        marked = load(options.kept / "train.jsonl.gz", LONGEST, titled)
        kept = batches(marked, int(_KEPT * recipe.tokens), recipe.seed, Batch.of)
    if options.claims:
        pairs = claims.load(options.claims / "train.jsonl.gz")
        judged = batches(pairs, recipe.tokens // 2, recipe.seed, claims.Batch.of)
    order = steps(batches(examples, recipe.tokens, recipe.seed, Batch.of), kept, judged)
    run.train(order, list(islice(steps(batches(left_out, recipe.tokens, 0, Batch.of)), _HELD_OUT)))
    training(options.out / "log.jsonl", options.out / "log.png")


if __name__ == "__main__":
    main()
