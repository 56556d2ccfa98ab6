"""The calls with which the page keeps collections, and offers what may be asked within."""

from typing import Any

from ui.server.answers import Answers
from ui.server.library import GONE, Call


class CollectionCalls:
    """The calls of one page about collections; they wait until `answers` has the assistant."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def all(self) -> tuple[Call, ...]:
        """Return the calls, each named as the script names it."""
        return (self.choices, self.collect, self.uncollect, self.renameCollection, self.deleteCollection)

    def choices(self, _: None) -> dict[str, Any]:
        """Give the collections and the outlets, each with how many articles it has."""
        catalogue = self._answers.assistant.library.catalogue
        return {"collections": catalogue.collections(), "outlets": catalogue.sources()}

    def collect(self, given: dict[str, Any]) -> dict[str, Any]:
        """Put the articles `ids` into the collection `name`."""
        try:
            self._answers.assistant.library.collect(given["name"], *given["ids"])
        except KeyError:
            return {"error": GONE}
        return {"told": f"Put into {given['name']}."}

    def uncollect(self, given: dict[str, Any]) -> dict[str, Any]:
        """Take the articles `ids` out of the collection `name`."""
        self._answers.assistant.library.uncollect(given["name"], *given["ids"])
        return {"told": f"Taken out of {given['name']}."}

    def renameCollection(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802, which the script names
        """Give the collection `name` the name `new`."""
        self._answers.assistant.library.rename_collection(given["name"], given["new"])
        return {"told": f"Renamed to {given['new']}."}

    def deleteCollection(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        """Delete the collection `name`; its articles stay."""
        self._answers.assistant.library.delete_collection(given["name"])
        return {"told": f"Deleted the collection {given['name']}."}
