"""The default index, asked without more ado; it is opened once."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import TYPE_CHECKING

from index.place import default_place
from index.selection import Selection
from rag.assistant import Assistant
from rag.results import Result

if TYPE_CHECKING:
    from rag.verification import Checked

_opened = cache(Assistant.open)


def ask(
    question: str,
    *,
    collections: Sequence[str] = (),
    outlets: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    articles: Sequence[str] = (),
) -> Result:
    """Answer a question from the default index, within the articles that are chosen as `Selection` says.

    The first call loads the models.
    """
    within = Selection(collections, outlets, since, until, articles)
    return _opened(default_place()).ask(question, within=within)


def check(text: str, articles: Collection[str] | None = None) -> tuple["Checked", ...]:
    """Tell of each sentence of a text whether the articles of the default index say it, see `Assistant.check`."""
    return _opened(default_place()).check(text, articles)
