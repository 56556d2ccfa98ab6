"""Train the network that judges claims: `python -m rag.training.claims.train --data PREPARED --out RUN`.

It begins with the quick reader's weights, which know how a question is compared with a passage. `PREPARED` is what
`rag.training.claims.prepare` wrote. A stopped run goes on from its last checkpoint; `--export FOLDER` writes the
weights of the run as they are shipped, and prints their SHA-256.
"""

import argparse
import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save
from torch import Tensor, nn

from rag.reading.network import padded
from rag.reading.quick import QuickModel
from rag.reading.readers import WEIGHTS
from rag.training.claims.network import FILE, LABELS, SupportModel, in_tokens
from rag.training.run import Recipe, Run, autocast, batches

_HELD_OUT = 24  # batches
_AT_ONCE = 1000  # pairs that are put into tokens together


@dataclass(frozen=True)
class Example:
    """A pair in tokens: ids, where the claim begins, and which labels may be right."""

    ids: NDArray[np.int64]
    claim: int
    right: NDArray[np.bool_]


@dataclass(frozen=True)
class Batch:
    """Examples side by side, padded to the longest."""

    ids: Tensor
    types: Tensor
    attended: NDArray[np.int64]
    right: Tensor

    @classmethod
    def of(cls, examples: Sequence[Example]) -> "Batch":
        """Pad examples to the longest of them."""
        ids, types, attended = padded([one.ids.tolist() for one in examples], [one.claim for one in examples])
        return cls(ids, types, attended.numpy(), torch.from_numpy(np.stack([one.right for one in examples])))


def load(file: Path) -> list[Example]:
    """Read the pairs of a file as tokens."""
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        kept = [json.loads(line) for line in stream]
    found = []
    for start in range(0, len(kept), _AT_ONCE):
        some = kept[start : start + _AT_ONCE]
        for one, read in zip(some, in_tokens([(one["claim"], one["cited"]) for one in some]), strict=True):
            right = np.array([label in one["labels"] for label in LABELS])
            found.append(Example(np.array(read.ids), read.claim, right))
    return found


def loss_of(model: nn.Module, batch: Batch, device: torch.device) -> Tensor:
    """Return the mean of -log of what the model gives to the labels that may be right, together."""
    ids, types, right = (part.to(device) for part in (batch.ids, batch.types, batch.right))
    with autocast(device):
        scores = model(ids, types, torch.from_numpy(batch.attended).to(device))
    likely = scores.log_softmax(-1).masked_fill(~right, -torch.inf)
    loss: Tensor = -likely.logsumexp(-1).mean()
    return loss


def to_train(recipe: Recipe) -> SupportModel:
    """Return the model with the quick reader's layers."""
    torch.manual_seed(recipe.seed)
    model = SupportModel("eager")
    read = QuickModel.load(WEIGHTS, {}).encoder.state_dict()
    model.encoder.load_state_dict(read)
    return model


def export(run: Path, folder: Path) -> str:
    """Write the weights of a run as they are shipped; return their SHA-256."""
    model = SupportModel()
    model.load_state_dict(torch.load(run / "checkpoint.pt", map_location="cpu", weights_only=True)["model"])
    data = save(model.shipped())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_bytes(data)
    return sha256(data).hexdigest()


def main() -> None:
    """Train, or go on training; write the weights where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the prepared pairs")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--export", type=Path, help="folder to write the weights to")
    for name, default in vars(Recipe(steps=2000, decay=1000, rate=1e-4)).items():
        parser.add_argument(f"--{name}", type=type(default), default=default)
    given = parser.parse_args()
    recipe = Recipe(**{name: getattr(given, name) for name in vars(Recipe())})
    run = Run(given.out, recipe, given.device, to_train(recipe), loss_of)
    examples, held_out = (load(given.data / f"{name}.jsonl.gz") for name in ("train", "dev"))
    print(f"{len(examples)} pairs, {len(held_out)} held out, from step {run.step}", flush=True)
    order = batches(examples, recipe.tokens, recipe.seed, Batch.of)
    run.train(order, list(islice(batches(held_out, recipe.tokens, 0, Batch.of), _HELD_OUT)))
    if given.export:
        print(export(given.out, given.export))


if __name__ == "__main__":
    main()
