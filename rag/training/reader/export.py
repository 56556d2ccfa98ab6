"""Export what was trained: `python -m rag.training.reader.export --run RUN --out FOLDER`, `--base MPNET` if carefully.

Writes the weights as they are shipped. Their SHA-256 goes into the calibrations that name them, which
`rag.training.reader.calibrate` then has to fit anew.
"""

import argparse
import json
from hashlib import sha256
from pathlib import Path

import torch
from safetensors.torch import save

from rag.reading.careful import CarefulModel
from rag.reading.quick import QuickModel


def export(checkpoint: Path, folder: Path, base: Path | None = None) -> dict[str, str]:
    """Write the weights of a checkpoint to a folder; return the SHA-256 of each file."""
    model = CarefulModel(base) if base else QuickModel()
    model.load_state_dict(torch.load(checkpoint, map_location="cpu", weights_only=True)["model"])
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
    parser.add_argument("--run", type=Path, required=True, help="folder of the run")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--base", type=Path, help="folder of MPNet's weights, of a careful reader's run")
    options = parser.parse_args()
    for name, digest in export(options.run / "checkpoint.pt", options.out, options.base).items():
        print(digest, name)


if __name__ == "__main__":
    main()
