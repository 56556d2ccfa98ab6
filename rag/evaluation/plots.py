"""Pictures of how good the answers are."""

from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from rag.evaluation.run import Record
from rag.evaluation.scores import Floats, binned, bins, covered, risk_coverage

_INK, _ACCENT = "#44403c", "#b45309"
_SIZE = (5, 4.2)
_STAGES = ("retrieve", "read", "cite")


def reliability(found: Sequence[tuple[float, float, int]], out: Path) -> None:
    """Draw the share of right answers over the probability given to them, each bin as large as its questions."""
    figure = Figure(figsize=_SIZE, layout="constrained")
    _reliability(figure.subplots(), found)
    figure.savefig(out, dpi=120)


def confidences(confidence: Floats, right: NDArray[np.bool_], threshold: float, out: Path) -> None:
    """Draw rightness over the probability given, beside the share wrong over the share answered."""
    figure = Figure(figsize=(2 * _SIZE[0], _SIZE[1]), layout="constrained")
    said, risked = figure.subplots(1, 2)
    _reliability(said, binned(confidence, right))
    said.axvline(threshold, color=_INK, linewidth=0.8)
    _covered(risked, *covered(confidence, right), float((confidence >= threshold).mean()))
    figure.savefig(out, dpi=120)


def growth(lines: Mapping[str, Sequence[tuple[int, float]]], out: Path) -> None:
    """Draw how many milliseconds a search takes over how many vectors there are, a line for each kind."""
    figure = Figure(figsize=_SIZE, layout="constrained")
    axes = figure.subplots()
    for name, points in lines.items():
        ours = name == "VectorIndex"
        axes.plot(*zip(*points, strict=True), "o-", label=name, markersize=3, linewidth=3 if ours else 1,
                  color=_ACCENT if ours else None, zorder=1 if ours else 2)  # fmt: skip
    axes.set(xlabel="vectors", ylabel="milliseconds", xscale="log", yscale="log")
    axes.legend(frameon=False, fontsize=8)
    figure.savefig(out, dpi=120)


def pictures(records: Sequence[Record], threshold: float) -> list[str]:
    """Return three pictures as SVG: confidence against rightness, risk against coverage, and the time of each stage."""
    drawn = []
    for draw in (_confidence, _risk, _time):
        figure = Figure(figsize=_SIZE, layout="constrained")
        draw(figure.subplots(), records, threshold)
        made = StringIO()
        figure.savefig(made, format="svg", transparent=True, metadata={"Date": None})
        drawn.append(made.getvalue()[made.getvalue().index("<svg") :])
    return drawn


def _confidence(axes: Axes, records: Sequence[Record], threshold: float) -> None:
    _reliability(axes, bins(records))
    axes.axvline(threshold, color=_INK, linewidth=0.8)


def _reliability(axes: Axes, found: Sequence[tuple[float, float, int]]) -> None:
    axes.plot([0, 1], [0, 1], color=_INK, linewidth=0.8, linestyle=":")
    said, right, counts = zip(*found, strict=True)
    axes.scatter(said, right, s=[30 + 300 * count / sum(counts) for count in counts], color=_ACCENT, alpha=0.75)
    for x, y, count in found:
        axes.annotate(f"{count}", (x, y), xytext=(9, -9), textcoords="offset points", fontsize=8, color=_INK)
    axes.set(xlabel="probability given to the best answer", ylabel="share that is right", xlim=(0, 1), ylim=(0, 1))


def _risk(axes: Axes, records: Sequence[Record], threshold: float) -> None:
    answered = sum(one.confidence >= threshold for one in records) / len(records)
    _covered(axes, *risk_coverage(records), answered)


def _covered(axes: Axes, coverage: Floats, risk: Floats, answered: float) -> None:
    axes.plot(coverage, risk, color=_ACCENT)
    axes.axvline(answered, color=_INK, linewidth=0.8)
    axes.set(xlabel="share of questions answered", ylabel="share of answers wrong", xlim=(0, 1), ylim=(0, 1))


def _time(axes: Axes, records: Sequence[Record], threshold: float) -> None:
    timed = [one.timings_ms for one in records if one.timings_ms]
    stages = [stage for stage in _STAGES if timed and stage in timed[0]]
    axes.boxplot([[times[stage] for times in timed] for stage in stages], tick_labels=stages, orientation="horizontal",
                 showfliers=False, medianprops={"color": _ACCENT})  # fmt: skip
    axes.set(xlabel="milliseconds")
