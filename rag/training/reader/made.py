"""Examples that are made by rule: the command that makes them, and how they are kept."""

import argparse
import random
from collections import Counter
from collections.abc import Callable, Mapping, MutableSequence
from pathlib import Path

from rag.training.reader.prepare import Window, write


def command(told: str | None, prepare: Callable[[Path, Path, int, int], Counter[str]]) -> None:
    """Read options, write the examples, and print how many of each kind there are."""
    parser = argparse.ArgumentParser(description=told, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the folders train and support")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--questions", type=int, default=6000, help="questions of a set that examples are made from")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    for kind, count in sorted(prepare(given.data, given.out, given.questions, given.seed).items()):
        print(f"{count:7} {kind}")


def keep(made: Mapping[bool, MutableSequence[Window]], out: Path, chance: random.Random) -> Counter[str]:
    """Write the windows that are held out and those that are not, shuffled; return how many there are of each kind."""
    counts = Counter[str]()
    for name, windows in (("train", made[False]), ("dev", made[True])):
        chance.shuffle(windows)
        write(out / f"{name}.jsonl.gz", windows)
        counts += Counter(f"{name}: {window.kind}" for window in windows)
    return counts
