"""What the shell and the page report of articles that were added."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.offers import offers
from index.types import Outcome

if TYPE_CHECKING:
    from index.library import Library

EACH = 20
"""Up to how many articles get a line each."""


def worth_a_line(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return the outcomes that are told one by one: all of a few, of many those that need a word."""
    return [one for one in outcomes if len(outcomes) <= EACH or one.reason]


def offered(outcomes: Sequence[Outcome], library: "Library") -> dict[str, dict[str, str]]:
    """Return what the texts of new articles that get a line seem to say of details that are not known, by their ids."""
    new = [one.article_id for one in worth_a_line(outcomes) if one.article_id and one.status in ("added", "updated")]
    found = {article_id: offers(library.article(article_id)) for article_id in new}
    return {article_id: known for article_id, known in found.items() if known}


def counted(outcomes: Sequence[Outcome]) -> str:
    """Return how many there are of each kind, such as `3 added, 1 rejected`."""
    counts = Counter(outcome.status for outcome in outcomes)
    return ", ".join(f"{count:,} {status}" for status, count in sorted(counts.items()))
