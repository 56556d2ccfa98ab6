"""Export what was trained: `python -m rag.training.reader.export --run RUN --out FOLDER`.

Writes `reader.safetensors`, every weight but the word embeddings, in half precision, and a neutral `reader.json`, which
`rag.training.reader.calibrate` replaces by a fitted one.
"""

import argparse
from hashlib import sha256
from pathlib import Path

import torch
from safetensors.torch import save

from rag.reading.calibration import Calibration, Whether, Which
from rag.reading.network import SpanModel


def export(checkpoint: Path, folder: Path) -> str:
    """Write the weights of a checkpoint to a folder; return their SHA-256."""
    model = SpanModel()
    model.load_state_dict(torch.load(checkpoint, map_location="cpu", weights_only=True)["model"])
    data = save(model.trained())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "reader.safetensors").write_bytes(data)
    digest = sha256(data).hexdigest()
    plain = Calibration(Which(1.0, 0.0), Whether(0.0, 0.0, 1.0, 0.0), threshold=0.5, weights=digest)
    plain.save(folder / "reader.json")
    return digest


def main() -> None:
    """Write the weights file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, required=True, help="folder of the run")
    parser.add_argument("--out", type=Path, required=True, help="folder to write, such as rag/reading/weights")
    options = parser.parse_args()
    print(export(options.run / "checkpoint.pt", options.out))


if __name__ == "__main__":
    main()
