"""Teach the quick reader by the careful one: `python -m rag.training.reader.distil --data PREPARED --out RUN`.

The quick reader, from its shipped weights, learns how probable the careful one finds each start and end, and what the
annotators marked (Hinton, Vinyals, Dean 2015). `PREPARED` is what `rag.training.reader.prepare` wrote. A stopped run
goes on from its last checkpoint; `rag.training.reader.export` writes its weights.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from index.wordpieces import SEPARATE
from rag.reading.careful import CarefulModel
from rag.reading.quick import QuickModel
from rag.reading.readers import WEIGHTS
from rag.reading.windows import LONGEST
from rag.training.reader.batches import Batch, Example, load
from rag.training.reader.plots import training
from rag.training.reader.train import scores_of
from rag.training.run import Loss, Recipe, Run, batches

_MARKED = 0.3  # what the annotators count, of 1; the careful reader counts the rest
_HELD_OUT = 24  # batches


def untitled(example: Example) -> Example:
    """Return a window of the careful reader as the quick one sees it: the passage right after the question."""
    asked = example.ids.tolist().index(SEPARATE) + 1
    gone = example.passage - asked
    ids = np.concatenate([example.ids[:asked], example.ids[example.passage :]])
    starts, ends = (
        {at - gone if at else 0: share for at, share in marked.items()} for marked in (example.starts, example.ends)
    )
    return Example(ids, asked, starts, ends)


@dataclass(frozen=True)
class Views:
    """The same windows as each reader sees them."""

    careful: Batch
    quick: Batch

    @property
    def attended(self) -> NDArray[np.int64]:
        """Return 1 for each token that the quick reader sees, 0 for padding."""
        return self.quick.attended

    @classmethod
    def of(cls, examples: Sequence[Example]) -> "Views":
        """Pad both views to the longest of each."""
        return cls(Batch.of(examples), Batch.of([untitled(example) for example in examples]))


def taught_by(teacher: nn.Module) -> Loss:
    """Return the loss of a quick reader: the cross entropy against a teacher's shares and those of the annotators."""

    def loss_of(model: nn.Module, views: Views, device: torch.device) -> Tensor:
        scores, targets = scores_of(model, views.quick, device)
        likely = scores.log_softmax(-1)
        with torch.no_grad():
            shares = scores_of(teacher, views.careful, device)[0].softmax(-1)
        # Both views have the same places where a span may stand, in the same order.
        read, told = (torch.from_numpy(batch.allowed).to(device) for batch in (views.quick, views.careful))
        taught = -(shares[:, told] * likely[:, read]).sum() / likely.shape[:2].numel()
        marked = -(likely * targets).sum(-1).mean()
        loss: Tensor = (1 - _MARKED) * taught + _MARKED * marked
        return loss

    return loss_of


def main() -> None:
    """Train, or go on training."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the prepared windows")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="folder of both readers' weights")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    for name, default in vars(Recipe(steps=1100, decay=900, tokens=32768, rate=3e-4)).items():
        parser.add_argument(f"--{name}", type=type(default), default=default)
    options = parser.parse_args()
    recipe = Recipe(**{name: getattr(options, name) for name in vars(Recipe())})
    torch.manual_seed(recipe.seed)
    teacher = CarefulModel.to_train(options.weights).eval().requires_grad_(False).to(options.device)
    student = QuickModel("eager")
    student.load_state_dict(QuickModel.load(options.weights, {}).state_dict())
    run = Run(options.out, recipe, options.device, student, taught_by(teacher))
    examples, left_out = (load(options.data / f"{name}.jsonl.gz", LONGEST, titled=True) for name in ("train", "dev"))
    print(f"{len(examples)} windows, {len(left_out)} held out, from step {run.step}", flush=True)
    order = batches(examples, recipe.tokens, recipe.seed, Views.of)
    run.train(order, list(islice(batches(left_out, recipe.tokens, 0, Views.of), _HELD_OUT)))
    training(options.out / "log.jsonl", options.out / "log.png")


if __name__ == "__main__":
    main()
