"""What the shell and the page report of articles that were added."""

from collections import Counter
from collections.abc import Sequence

from index.types import Outcome

EACH = 20
"""Up to how many articles get a line each."""


def worth_a_line(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return the outcomes that are told one by one: all of a few, of many those that need a word."""
    return [one for one in outcomes if len(outcomes) <= EACH or one.reason]


def counted(outcomes: Sequence[Outcome]) -> str:
    """Return how many there are of each kind, such as `3 added, 1 rejected`."""
    counts = Counter(outcome.status for outcome in outcomes)
    return ", ".join(f"{count:,} {status}" for status, count in sorted(counts.items()))
