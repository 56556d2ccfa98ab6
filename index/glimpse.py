"""What an index shows before any model is loaded: how many articles, the newest, and questions to begin with."""

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from index.articles import bundled, bundled_questions
from index.storage.forms import truth_in
from index.storage.kept import QUESTIONS
from index.storage.truth import Truth
from index.types import Listed

NEWEST = 3
"""Articles that are named, and that questions to begin with are made from."""


class Glimpse(NamedTuple):
    """How many articles there are, those added last, and questions that an earlier run found answered."""

    articles: int
    newest: tuple[Listed, ...]
    questions: tuple[str, ...]


def glimpse(folder: str | Path | None = None) -> Glimpse:
    """Look into the index in a folder or a cluster; one that is still to be made shows what will be in it.

    Raises `IndexFault` where the folder cannot be used.
    """
    with closing(truth_in(folder)) as truth:
        return seen(truth)


def seen(truth: Truth) -> Glimpse:
    """Look into a truth."""
    if truth.meta("model") is None:
        new = tuple(Listed(one.id, one.title, one.source, one.published, "", one.url, 0) for one in bundled())
        return Glimpse(len(new), new, bundled_questions())
    newest, articles = truth.listed("", "added", True, NEWEST)
    return Glimpse(articles, tuple(newest), _kept(truth)[1])


def questions(truth: Truth, of: Sequence[str]) -> tuple[str, ...] | None:
    """Return the questions that were kept for just these articles; None where there are none."""
    known, kept = _kept(truth)
    return kept if known == tuple(of) else None


def keep_questions(truth: Truth, of: Sequence[str], found: Sequence[str]) -> None:
    """Keep questions that these articles answer, until an article goes: nothing made of it may stay."""
    if not truth.read_only:
        with truth.transaction():
            if all(map(truth.has, of)):
                truth.set_meta(QUESTIONS, json.dumps({"of": list(of), "questions": list(found)}))


def _kept(truth: Truth) -> tuple[tuple[str, ...], tuple[str, ...]]:
    kept = json.loads(truth.meta(QUESTIONS) or '{"of": [], "questions": []}')
    return tuple(kept["of"]), tuple(kept["questions"])
