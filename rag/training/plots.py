"""Pictures of the training and of the calibration."""

import json
from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

_INK, _ACCENT = "#44403c", "#b45309"


def reliability(bins: Sequence[tuple[float, float, int]], out: Path) -> None:
    """Draw the share of right answers over the probability given to them, each bin as large as its questions."""
    figure = Figure(figsize=(5, 4.2), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color=_INK, linewidth=0.8, linestyle=":")
    said, right, counts = zip(*bins, strict=True)
    axes.scatter(said, right, s=[30 + 300 * count / sum(counts) for count in counts], color=_ACCENT, alpha=0.75)
    for x, y, count in bins:
        axes.annotate(f"{count}", (x, y), xytext=(9, -9), textcoords="offset points", fontsize=8, color=_INK)
    axes.set(xlabel="probability given to the best answer", ylabel="share that is right", xlim=(0, 1), ylim=(0, 1))
    figure.savefig(out, dpi=120)


def training(log: Path, out: Path) -> None:
    """Draw the loss of a run, on the windows trained on and on those held out, over its steps."""
    entries = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    figure = Figure(figsize=(6, 4.2), layout="constrained")
    axes = figure.subplots()
    for name, label, style in (("loss", "training, mean of 20 steps", "-"), ("held_out", "held out", "o-")):
        found = [(entry["step"], entry[name]) for entry in entries if name in entry]
        if found:
            axes.plot(*zip(*found, strict=True), style, label=label, color=_INK if name == "loss" else _ACCENT)
    axes.set(xlabel="step", ylabel="cross entropy", ylim=(0, 3))
    axes.legend(frameon=False)
    figure.savefig(out, dpi=120)
