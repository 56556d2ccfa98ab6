"""The collections of a library: articles come into them and go out of them, each time in one transaction."""

from collections.abc import Sequence

from index.changes import Watch
from index.storage.truth import Truth


class Collected:
    """What a library does with collections; its articles stay whatever becomes of these."""

    _truth: Truth
    watch: Watch

    def collect(self, name: str, *article_ids: str) -> None:
        """Put articles into a collection, which is made if there is none of this name; all, or none with KeyError."""
        self.watch.permit()
        with self._truth.transaction():
            for article_id in article_ids:
                if not self._truth.has(article_id):
                    raise KeyError(article_id)
            self._truth.collect(name, article_ids)
        self._tell_of("put into a collection", article_ids)

    def uncollect(self, name: str, *article_ids: str) -> None:
        """Take articles out of a collection; they stay in the library. `CollectionFault` if there is none."""
        self.watch.permit()
        with self._truth.transaction():
            self._truth.uncollect(name, article_ids)
        self._tell_of("taken out of a collection", article_ids)

    def rename_collection(self, name: str, new: str) -> None:
        """Give a collection another name; `CollectionFault` if there is none, or another has the new name."""
        self.watch.permit()
        with self._truth.transaction():
            held = sorted(self._truth.collected(name))
            self._truth.rename_collection(name, new)
        self._truth.flush()
        self._tell_of("renamed a collection", held)

    def delete_collection(self, name: str) -> None:
        """Delete a collection; its articles stay in the library. `CollectionFault` if there is none."""
        self.watch.permit()
        with self._truth.transaction():
            held = sorted(self._truth.collected(name))
            self._truth.delete_collection(name)
        self._truth.flush()
        self._tell_of("deleted a collection", held)

    def _tell_of(self, what: str, article_ids: Sequence[str]) -> None:
        self.watch.changed(what, article_ids or [""])  # an empty collection has no article to name
