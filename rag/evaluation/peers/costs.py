"""What a system costs: the time to its first answer and the memory of a fresh process, and its size on the disk."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from statistics import median
from time import perf_counter

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from rag.evaluation.peers.run import Asked
from rag.evaluation.peers.systems import SYSTEMS

_TORCH = "torch"
_OWN = "byline"
_PACKAGES = ("index", "rag", "ui")  # an installation for development records none of their files
_HEAD = (
    "| | seconds to the first answer | peak MB | MB installed | of them without torch | packages |\n"
    "|---|---:|---:|---:|---:|---:|"
)


@dataclass(frozen=True)
class Start:
    """A fresh process: seconds from its start to its first answer, and the most memory it held, in MB."""

    seconds: float
    peak_mb: float


def start(name: str, models: Path, asked: Sequence[Asked]) -> Start:
    """Let a fresh process load a system and answer these questions."""
    command = [sys.executable, str(Path(__file__).with_name("once.py")), name, str(models)]
    pipe, pairs = subprocess.PIPE, json.dumps([[one.article, one.question] for one in asked])
    began = perf_counter()
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdin is not None and process.stdout is not None  # noqa: PT018
        process.stdin.write(pairs)
        process.stdin.close()
        process.stdout.readline()
        seconds = perf_counter() - began
        rest = process.stdout.read()
    if process.returncode:
        raise RuntimeError(f"{name} failed in a process of its own. Run it to see why: {' '.join(command)}")
    return Start(seconds, float(rest))


def sizes(packages: Sequence[str]) -> Mapping[str, int]:
    """Return the bytes of each distribution that installing these brings, as their wheels record them.

    What is not installed here is left out.
    """
    found: dict[str, int] = {}
    todo = [Requirement(package) for package in packages]
    seen: set[tuple[str, str]] = set()
    while todo:
        wanted = todo.pop()
        name = canonicalize_name(wanted.name)
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            continue
        found[name] = _bytes(name, installed)
        for extra in ("", *wanted.extras):
            if (name, extra) not in seen:
                seen.add((name, extra))
                needs = map(Requirement, installed.requires or ())
                todo += [one for one in needs if one.marker is None or one.marker.evaluate({"extra": extra})]
    return found


def _bytes(name: str, installed: Distribution) -> int:
    if name == _OWN:
        files = [file for package in _PACKAGES for file in (Path(__file__).parents[3] / package).rglob("*")]
        return sum(file.stat().st_size for file in files if file.is_file() and file.suffix != ".pyc")
    return sum(file.size or 0 for file in installed.files or ())


def table(names: Sequence[str], models: Path, asked: Sequence[Asked], times: int) -> str:
    """Return a row for each system; seconds and memory are medians of so many fresh processes, the systems in turn."""
    rounds = [{name: start(name, models, asked) for name in names} for _ in range(times)]
    return "\n".join([_HEAD, *(_row(name, [one[name] for one in rounds]) for name in names)])


def _row(name: str, starts: Sequence[Start]) -> str:
    each = sizes(SYSTEMS[name].packages)
    size = sum(each.values())
    cells = [
        f"{median(one.seconds for one in starts):.1f}",
        f"{median(one.peak_mb for one in starts):,.0f}",
        f"{size / 1e6:,.0f}",
        f"{(size - each.get(_TORCH, 0)) / 1e6:,.0f}",
        str(len(each)),
    ]
    return f"| {SYSTEMS[name].title} | {' | '.join(cells)} |"
