"""Which articles of the library a reader's selection leaves."""

from dataclasses import dataclass, replace

from index.faults import SelectionFault
from index.selection import Selection
from index.storage.catalogue import Catalogue
from index.where import EVERY, Where, in_any, of_any, only
from rag.retrieval.mentions import outlets_called
from rag.within import Within

_NAMED = 10  # outlets that are named where one is unknown


@dataclass(frozen=True)
class Selected:
    """The articles to ask within, and what an answer tells of them, which is nothing where all are asked."""

    articles: Where = EVERY
    within: Within | None = None


def selected(selection: Selection | None, catalogue: Catalogue) -> Selected:
    """Return the articles that a selection leaves, and its names as the library writes them.

    An article without a date is in no time, and counted. Raises `CollectionFault` and `SelectionFault` for a
    collection and an outlet that the library does not have.
    """
    if not selection:
        return Selected()
    left = only(selection.articles) if selection.articles else EVERY
    if selection.collections:
        selection = replace(selection, collections=tuple(map(catalogue.known_as, selection.collections)))
        left &= in_any(selection.collections)
    if selection.outlets:
        named = [_outlets(outlet, catalogue) for outlet in selection.outlets]
        left &= of_any(name for names in named for name in names)
        selection = replace(selection, outlets=tuple(names[0] for names in named))
    undated = 0
    if selection.since or selection.until:
        undated = catalogue.undated(left)
        left &= Where(since=selection.since, until=selection.until)
    return Selected(left, Within(selection, catalogue.count(left), undated))


def _outlets(called: str, catalogue: Catalogue) -> tuple[str, ...]:
    if names := outlets_called(called, catalogue):
        return names
    there = sorted(catalogue.outlets(), key=str.casefold)
    more = f", and {len(there) - _NAMED:,} more" if len(there) > _NAMED else ""
    known = f"The outlets are {', '.join(there[:_NAMED])}{more}." if there else "No article names its outlet."
    raise SelectionFault(f"No article here is from “{called}”. {known}")
