"""The updates of a live blog, told by the time before each."""

import re

from index.articles import blocks
from index.types import Article, Span

_LABEL = re.compile(
    r"\s*(?:#+\s+)?(?:(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]+) (?P<year>\d{4}), )?"
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s*(?P<half>[ap]\.?m\b\.?)?(?:\s+[A-Z]{2,4}\b)?\s*(?:[–—]|-\s|:\s)",
    re.IGNORECASE,
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def newest_update(article: Article) -> Span | None:
    """Return the span of the newest of an article's updates; None where it has not two with a time before them.

    Pages have the newest first or last; which, the first and the last time tell.
    """
    found = blocks(article.text, article.headline)
    labels = ((block.span.start, _LABEL.match(block.span.of(article.text))) for block in found)
    starts = [(start, label) for start, label in labels if label and (label["minute"] or label["half"])]
    if len(starts) < 2:
        return None
    edges = [start for start, _ in starts] + [len(article.text)]
    is_first = _moment(starts[0][1]) >= _moment(starts[-1][1])
    return Span(*edges[:2]) if is_first else Span(*edges[-2:])


def _moment(label: re.Match[str]) -> tuple[int, ...]:
    hour = int(label["hour"]) % 12 if label["half"] else int(label["hour"])
    hour += 12 * (label["half"] or "").lower().startswith("p")
    month = (label["month"] or "").lower()[:3]
    day = (int(label["year"] or 0), _MONTHS.index(month) if month in _MONTHS else 0, int(label["day"] or 0))
    return *day, hour, int(label["minute"] or 0)
