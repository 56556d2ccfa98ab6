"""Public sets and sets of our own, asked and scored."""

import json
from importlib.resources import files
from typing import Any


def shipped(name: str) -> list[dict[str, Any]]:
    """Return the objects of a file of JSON lines that lies beside the benchmarks."""
    return [json.loads(line) for line in files(__package__).joinpath(name).read_text("utf-8").splitlines()]
