"""Records of each variant -> a table, with how far each differs from the first."""

from collections.abc import Callable, Mapping, Sequence
from statistics import median

import numpy as np

from rag.evaluation.metrics import exact_match, f1, interval
from rag.evaluation.run import Record

Measure = Callable[[Record], float]

_HEAD = (
    "| | found @1 | @3 | @10 | best sentence | EM | F1 | answered | EM of these | F1 of these | ms, ratio "
    "| found @10, more | best sentence, more | F1, more |\n|---|" + "---:|" * 13
)


def table(found: Mapping[str, Sequence[Record]], timed: bool) -> str:
    """Return a row for each variant, by its title, of the same questions in the same order; the first is compared to.

    If `timed`, `ms, ratio` is the median of each question's time to the first's on that question.
    """
    first = next(iter(found.values()))
    return "\n".join([_HEAD, *(_row(title, records, first, timed) for title, records in found.items())])


def _row(title: str, records: Sequence[Record], first: Sequence[Record], timed: bool) -> str:
    answered = [one for one in records if one.answered]
    cells = [
        *(_share(records, _among(depth)) for depth in (1, 3, 10)),
        *(_share(records, measure) for measure in (_sentence, _exact, _overlap)),
        f"{100 * len(answered) / len(records):.0f}",
        *(_share(answered, measure) for measure in (_exact, _overlap)),
        f"{median(_ms(one) / _ms(base) for one, base in zip(records, first, strict=True)):.2f}" if timed else "",
        *(_more(records, first, measure) for measure in (_among(10), _sentence, _overlap)),
    ]
    return f"| {title} | {' | '.join(cells)} |"


def _share(records: Sequence[Record], measure: Measure) -> str:
    return f"{100 * sum(map(measure, records)) / max(1, len(records)):.1f}"


def _more(records: Sequence[Record], first: Sequence[Record], measure: Measure) -> str:
    """Return by how much the mean is higher than the first's, with its interval; nothing where nothing differs."""
    gaps = np.array([measure(one) - measure(base) for one, base in zip(records, first, strict=True)])
    if not gaps.any():
        return ""
    low, high = interval(gaps, [one.case.article_id or one.case.question for one in records])
    return f"{100 * gaps.mean():+.1f} ({100 * low:+.1f} to {100 * high:+.1f})"


def _among(depth: int) -> Measure:
    return lambda record: float(any(record.relevant[:depth]))


def _sentence(record: Record) -> float:
    return float(record.best_cited)


def _exact(record: Record) -> float:
    return exact_match(record.best, record.case.answers)


def _overlap(record: Record) -> float:
    return f1(record.best, record.case.answers)


def _ms(record: Record) -> float:
    return record.timings_ms["total"]
