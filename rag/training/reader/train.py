"""Train a reader: `python -m rag.training.reader.train --data PREPARED --out RUN`; the careful one with `--base MPNET`.

`MPNET` is the folder that `rag.training.reader.base` assembled, or one of shipped weights to go on from. `PREPARED` is
what `rag.training.reader.prepare` wrote. In `RUN` it keeps `checkpoint.pt`, from which the same command goes on after a
stop, and `log.jsonl` with its picture. The learning rate rises, stays, and falls to 0 over the last `--decay` steps; a
run may be made longer up to there.
"""

import argparse
from itertools import islice
from pathlib import Path

import torch
from torch import Tensor, nn

from rag.reading.careful import CarefulModel
from rag.reading.quick import QuickModel
from rag.reading.windows import LONGEST
from rag.training.reader.batches import Batch, load
from rag.training.reader.plots import training
from rag.training.run import Recipe, Run, autocast, batches

_HELD_OUT = 24  # batches


def to_train(recipe: Recipe, base: Path | None = None) -> nn.Module:
    """Return the model that a recipe trains: the careful reader from the weights in a folder, else the quick one."""
    torch.manual_seed(recipe.seed)
    model = CarefulModel.to_train(base) if base else QuickModel("eager")
    model.freeze(recipe.frozen)
    return model


def loss_of(model: nn.Module, batch: Batch, device: torch.device) -> Tensor:
    """Return the mean cross entropy of starts and ends against the shares of the annotators."""
    ids, types, attended, allowed, starts, ends = (
        torch.from_numpy(part).to(device)
        for part in (batch.ids, batch.types, batch.attended, batch.allowed, batch.starts, batch.ends)
    )
    with autocast(device):
        scores = model(ids, types, attended)
    total = torch.zeros((), device=device)
    for score, target in zip(scores, (starts, ends), strict=True):
        likely = score.masked_fill(~allowed, -1e4).log_softmax(-1)
        total = total - (likely * target).sum(-1).mean() / 2
    return total


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
    run = Run(options.out, recipe, options.device, to_train(recipe, options.base), loss_of)
    titled = options.base is not None
    examples, held_out = (load(options.data / f"{name}.jsonl.gz", LONGEST, titled) for name in ("train", "dev"))
    print(f"{len(examples)} windows, {len(held_out)} held out, from step {run.step}", flush=True)
    order = batches(examples, recipe.tokens, recipe.seed, Batch.of)
    run.train(order, list(islice(batches(held_out, recipe.tokens, 0, Batch.of), _HELD_OUT)))
    training(options.out / "log.jsonl", options.out / "log.png")


if __name__ == "__main__":
    main()
