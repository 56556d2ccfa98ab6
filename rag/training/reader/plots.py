"""A picture of the training."""

import json
from pathlib import Path

from matplotlib.figure import Figure

_INK, _ACCENT = "#44403c", "#b45309"


def training(log: Path, out: Path) -> None:
    """Draw the loss of a run, on the windows trained on and on those held out, over its steps."""
    entries = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    figure = Figure(figsize=(6, 4.2), layout="constrained")
    axes = figure.subplots()
    for name, label, style in (("loss", "training", "-"), ("held_out", "held out", "o-")):
        found = [(entry["step"], entry[name]) for entry in entries if name in entry]
        if found:
            axes.plot(*zip(*found, strict=True), style, label=label, color=_INK if name == "loss" else _ACCENT)
    axes.set(xlabel="step", ylabel="cross entropy")
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False)
    figure.savefig(out, dpi=120)
