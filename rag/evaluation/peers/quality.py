"""What the systems answered -> how good the answers are, and how long they took."""

from collections.abc import Callable, Sequence
from statistics import median

import numpy as np

from rag.evaluation.metrics import exact_match, f1, interval
from rag.evaluation.peers.run import Asked, Given, Turn
from rag.evaluation.peers.systems import SYSTEMS
from rag.evaluation.run import holds

_HEAD = (
    "| | EM | F1 | F1 less than the first's | holds a right one | verbatim | no answer | words | ms | ratio "
    "| ms to take in an article |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
)


def table(asked: Sequence[Asked], turns: Sequence[Turn]) -> str:
    """Return a row for each system; times are medians, `ratio` the median of each time to the first system's."""
    first = next(iter(turns[0]))
    rows = [_row(name, asked, [t[name] for t in turns], [t[first] for t in turns]) for name in turns[0]]
    return "\n".join([_HEAD, *rows])


def _row(name: str, asked: Sequence[Asked], given: Sequence[Given], first: Sequence[Given]) -> str:
    def share(metric: Callable[[Given, Asked], float]) -> str:
        return f"{100 * sum(map(metric, given, asked)) / len(asked):.1f}"

    answered = [(g, a) for g, a in zip(given, asked, strict=True) if g.text]
    cells = [
        share(lambda g, a: exact_match(g.text, a.answers)),
        share(lambda g, a: f1(g.text, a.answers)),
        behind(asked, given, first),
        share(lambda g, a: holds(g.text, a.answers)),
        f"{100 * sum(is_verbatim(g.text, a.article) for g, a in answered) / max(1, len(answered)):.1f}",
        str(len(given) - len(answered)),
        f"{median([len(g.text.split()) for g, _ in answered] or [0]):.0f}",
        f"{median(g.ms for g in given):,.0f}",
        f"{median(g.ms / base.ms for g, base in zip(given, first, strict=True)):.2f}",
        f"{median([g.held_ms for g in given if g.held_ms is not None] or [0]):,.0f}",
    ]
    return f"| {SYSTEMS[name].title} | {' | '.join(cells)} |"


def behind(asked: Sequence[Asked], given: Sequence[Given], first: Sequence[Given]) -> str:
    """Return by how much the F1 of the first is higher, with the 95 % interval of a bootstrap over the articles."""
    gaps = np.array(
        [f1(b.text, a.answers) - f1(g.text, a.answers) for a, g, b in zip(asked, given, first, strict=True)]
    )
    if not gaps.any():
        return "0"
    low, high = interval(gaps, [one.article for one in asked])
    return f"{100 * gaps.mean():.1f} ({100 * low:.1f} to {100 * high:.1f})"


def is_verbatim(answer: str, article: str) -> bool:
    """Tell whether an answer stands in the article letter for letter, white space and a last full stop aside."""
    return " ".join(answer.split()).removesuffix(".") in " ".join(article.split())
