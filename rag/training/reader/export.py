"""Export what was trained: `python -m rag.training.reader.export --run RUN --out FOLDER`.

Writes the weights as they are shipped, of several runs their mean (Wortsman et al. 2022, "Model soups"); with `--share`
those that lie so far on the way to it from the weights that `FOLDER` holds, which keeps what a run on other questions
forgets (Wortsman et al. 2022, "Robust fine-tuning"). Their SHA-256 goes into the calibrations that name them, which
`rag.training.reader.calibrate` then has to fit anew.
"""

import argparse
import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import torch
from safetensors.torch import save

from rag.reading.careful import CarefulModel
from rag.reading.quick import QuickModel


def export(checkpoints: Sequence[Path], folder: Path, careful: bool = False, share: float = 1.0) -> dict[str, str]:
    """Write the mean of the weights of checkpoints to a folder; return the SHA-256 of each file.

    A `share` below 1 is how much of the careful reader's way there is gone, from the weights in the folder.
    """
    model = CarefulModel() if careful else QuickModel()
    states = [torch.load(one, map_location="cpu", weights_only=True)["model"] for one in checkpoints]
    mean = {name: sum(one[name] for one in states) / len(states) for name in states[0]}
    if share < 1:
        before = CarefulModel.to_train(folder).state_dict()
        mean = {name: (1 - share) * before[name] + share * tensor for name, tensor in mean.items()}
    model.load_state_dict(mean)
    folder.mkdir(parents=True, exist_ok=True)
    digests = {}
    for name, tensors in model.shipped().items():
        data = save(tensors)
        (folder / name).write_bytes(data)
        digests[name] = sha256(data).hexdigest()
    for file in folder.glob("*.json"):
        kept = json.loads(file.read_text("utf-8"))
        kept["weights"] |= {name: digest for name, digest in digests.items() if name in kept["weights"]}
        file.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    return digests


def main() -> None:
    """Write the weights files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, required=True, nargs="+", help="folders of runs from the same beginning")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--careful", action="store_true", help="the runs are the careful reader's")
    parser.add_argument("--share", type=float, default=1.0, help="of the careful reader's way from the weights in OUT")
    options = parser.parse_args()
    if options.share < 1 and not options.careful:
        parser.error("--share is for the careful reader: give --careful as well.")
    runs = [run / "checkpoint.pt" for run in options.run]
    for name, digest in export(runs, options.out, options.careful, options.share).items():
        print(digest, name)


if __name__ == "__main__":
    main()
