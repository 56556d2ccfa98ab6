"""Export what was trained: `python -m rag.training.reader.export --run RUN --out FOLDER`.

Writes the weights as they are shipped, of several runs their mean (Wortsman et al. 2022). Their SHA-256 goes into the
calibrations that name them, which `rag.training.reader.calibrate` then has to fit anew.
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


def export(checkpoints: Sequence[Path], folder: Path, careful: bool = False) -> dict[str, str]:
    """Write the mean of the weights of checkpoints to a folder; return the SHA-256 of each file."""
    model = CarefulModel() if careful else QuickModel()
    states = [torch.load(one, map_location="cpu", weights_only=True)["model"] for one in checkpoints]
    model.load_state_dict({name: sum(one[name] for one in states) / len(states) for name in states[0]})
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
    options = parser.parse_args()
    for name, digest in export([run / "checkpoint.pt" for run in options.run], options.out, options.careful).items():
        print(digest, name)


if __name__ == "__main__":
    main()
