"""The calls with which the page keeps collections, and offers what may be asked within.

Each that changes something tells how to `undo` it: calls, in order, with what they take.
"""

from collections.abc import Sequence
from typing import Any

from index.library import Library
from ui.server.answers import Answers
from ui.server.library import GONE, Call

Undo = list[tuple[str, dict[str, Any]]]


class CollectionCalls:
    """The calls of one page about collections; they wait until `answers` has the assistant."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def all(self) -> tuple[Call, ...]:
        """Return the calls, each named as the script names it."""
        return (self.choices, self.collect, self.uncollect, self.move, self.renameCollection, self.deleteCollection)

    def choices(self, _: None) -> dict[str, Any]:
        """Give the collections and the outlets, each with how many articles it has."""
        return {"collections": self._library.catalogue.collections(), "outlets": self._library.catalogue.sources()}

    def collect(self, given: dict[str, Any]) -> dict[str, Any]:
        """Put the articles `ids` into the collection `name`."""
        try:
            undo = _gathered(self._library, given["name"], given["ids"])
        except KeyError:
            return {"error": GONE}
        return {"told": f"Put {_articles(given['ids'])} into {given['name']}.", "undo": undo}

    def uncollect(self, given: dict[str, Any]) -> dict[str, Any]:
        """Take the articles `ids` out of the collection `name`."""
        undo = _parted(self._library, given["name"], given["ids"])
        return {"told": f"Took {_articles(given['ids'])} out of {given['name']}.", "undo": undo}

    def move(self, given: dict[str, Any]) -> dict[str, Any]:
        """Put the articles `ids` into the collection `name`, and take them out of all others."""
        try:
            undo = _gathered(self._library, given["name"], given["ids"])
        except KeyError:
            return {"error": GONE}
        into = self._library.catalogue.known_as(given["name"])
        for other in self._library.catalogue.collections():
            if other != into:
                undo += _parted(self._library, other, given["ids"])
        return {"told": f"Moved {_articles(given['ids'])} to {into}.", "undo": undo}

    def renameCollection(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802, which the script names
        """Give the collection `name` the name `new`."""
        self._library.rename_collection(given["name"], given["new"])
        back = {"name": given["new"], "new": given["name"]}
        return {"told": f"Renamed {given['name']} to {given['new']}.", "undo": [("renameCollection", back)]}

    def deleteCollection(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        """Delete the collection `name`; its articles stay."""
        self._library.watch.permit()  # whoever may not is told that, whatever there is
        held = self._library.catalogue.collected(given["name"])
        self._library.delete_collection(given["name"])
        undo = [("collect", {"name": given["name"], "ids": sorted(held)})]
        return {"told": f"Deleted the collection {given['name']}.", "undo": undo}

    @property
    def _library(self) -> Library:
        return self._answers.assistant.library


def _gathered(library: Library, name: str, ids: Sequence[str]) -> Undo:
    """Put articles into a collection; return what takes those out again that were not in it."""
    is_new = " ".join(name.split()).casefold() not in map(str.casefold, library.catalogue.collections())
    held = set() if is_new else library.catalogue.collected(name)
    library.collect(name, *ids)
    if is_new:
        return [("deleteCollection", {"name": name})]
    return [("uncollect", {"name": name, "ids": [id for id in ids if id not in held]})]


def _parted(library: Library, name: str, ids: Sequence[str]) -> Undo:
    """Take articles out of a collection; return what puts those back that were in it."""
    library.watch.permit()
    held = library.catalogue.collected(name)
    if not (out := [id for id in ids if id in held]):
        return []
    library.uncollect(name, *out)
    return [("collect", {"name": name, "ids": out})]


def _articles(ids: Sequence[str]) -> str:
    return "1 article" if len(ids) == 1 else f"{len(ids):,} articles"
