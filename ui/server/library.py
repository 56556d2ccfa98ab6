"""The calls with which the page keeps the library: articles to read, to list, to search, to add, to edit, to remove."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from index.edits import FIELDS
from index.faults import EditFault, IndexFault
from index.formats.text import article
from index.offers import offers
from index.sources import Source, Upload
from index.types import Span
from index.where import only
from ui.outcomes import offered
from ui.page.article import Mark, story, told
from ui.page.concordance import MORE, counted, findings, mentions
from ui.page.shelf import shelf
from ui.server.answers import Answers
from ui.server.removals import SECONDS, Removals

_FOUND = 20  # articles a page of a search
GONE = "This article is no longer in the library."
"""What is told of an article that another removed."""
Call = Callable[[Any], dict[str, Any]]


class LibraryCalls:
    """The calls of one page about its library; they wait until `answers` has the assistant."""

    def __init__(self, answers: Answers, uploads: Path) -> None:
        self._answers = answers
        self._uploads = uploads.resolve()
        self._removals = Removals()
        self._adding: dict[str, tuple[int, int]] = {}
        self._stopped: set[str] = set()

    def all(self) -> tuple[Call, ...]:
        """Return the calls, each named as the script names it."""
        kept = (self.article, self.library, self.find, self.mentions, self.progress, self.stopAdding)
        return (*kept, self.known, self.edit, self.remove, self.undo, self.forget)

    def article(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """Give the article `id` with its `marks` lit: number, sentence start and end, answer start and end."""
        try:
            found = self._answers.assistant.library.article(wanted["id"])
        except KeyError:
            return {"error": GONE}
        marks = [Mark(n, Span(start, end), Span(*answer)) for n, start, end, *answer in wanted["marks"]]
        return {"html": story(found, marks)}

    def library(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """Give the list of the articles that hold all `words`, in an `order`, and how many there are in all."""
        library, order, descending = self._answers.assistant.library, wanted["order"], bool(wanted["descending"])
        rows, found = library.listed(wanted["words"], order, descending)
        return {"html": shelf(rows, found, order, descending), "articles": library.catalogue.count()}

    def find(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """Give the articles that have `words` inside, after the first `after`, with the first mentions of each."""
        library, after = self._answers.assistant.library, int(wanted["after"])
        found = library.find(wanted["words"], _FOUND, after)
        return {"html": findings(found, after, library.article), "told": counted(found)}

    def mentions(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """Give further mentions of `words` in the article `id`, after the first `after`."""
        library = self._answers.assistant.library
        found = library.find(wanted["words"], within=only([wanted["id"]])).found
        if not found:
            return {"error": GONE}
        return {"html": mentions(found[0], library.article(wanted["id"]).text, int(wanted["after"]), MORE)}

    def add(self, given: dict[str, str]) -> dict[str, Any]:
        """Add the upload at `path` of a `name`, the page at `url`, or a `text`; tell what became of each article.

        They come into the `collection`, if one is named. Meanwhile `progress` tells of it under the name `job`, and
        `stopAdding` ends it; what is in by then stays.
        """
        assistant, job = self._answers.assistant, given.get("job", "")
        source = self._source(given)
        collections = [name] if (name := given.get("collection", "").strip()) else []
        self._adding[job] = (0, 0)
        try:
            outcomes = assistant.add(source, on_progress=partial(self._go_on, job), collections=collections)
        except _Stopped as stopped:
            return {"html": f"<li><b>stopped</b> {stopped}</li>", "articles": assistant.library.catalogue.count()}
        finally:
            self._adding.pop(job, None)
            self._stopped.discard(job)
            if isinstance(source, Upload):
                source.path.unlink(missing_ok=True)
        found = told(outcomes, offered(outcomes, assistant.library))
        return {"html": found, "articles": assistant.library.catalogue.count()}

    def progress(self, job: str) -> dict[str, Any]:
        """Tell how many articles of a job are added, and of about how many."""
        done, total = self._adding.get(job, (0, 0))
        return {"done": done, "total": total}

    def stopAdding(self, job: str) -> dict[str, Any]:  # noqa: N802, which the script names
        """Let a job end after the articles that are being added."""
        if job in self._adding:
            self._stopped.add(job)
        return {}

    def known(self, article_id: str) -> dict[str, Any]:
        """Give what is known of an article, by field; what its file says of edited fields, its text of unknown ones."""
        try:
            found = self._answers.assistant.library.article(article_id)
        except KeyError:
            return {"error": GONE}
        values = {field: getattr(found, field) or "" for field in FIELDS}
        said = {field: told or "" for field, told in found.original}
        return {"values": values, "told": said, "offers": offers(found)}

    def edit(self, given: dict[str, Any]) -> dict[str, Any]:
        """Change what is `known` of the article `id`; a fault names the `field` that cannot be kept."""
        known = {field: str(given["known"][field]) for field in FIELDS if field in given["known"]}
        try:
            self._answers.assistant.edit(given["id"], **known)
        except KeyError:
            return {"error": GONE}
        except EditFault as fault:
            return {"error": str(fault), "field": fault.field}
        return {}

    def remove(self, ids: list[str]) -> dict[str, Any]:
        """Remove articles; those that are gone already are no fault. `undo` and `forget` take the name `removal`."""
        assistant = self._answers.assistant
        there = set(assistant.library.ids())
        try:
            removed = assistant.remove(*[id for id in dict.fromkeys(ids) if id in there])
        except KeyError:
            return {"error": "Another removed one of these articles at the same time. Try again."}
        told = {"removed": len(removed), "removal": self._removals.keep(removed), "seconds": SECONDS}
        return {**told, "articles": assistant.library.catalogue.count()}

    def undo(self, removal: str) -> dict[str, Any]:
        """Put back what a removal took, if that is still held; tell how many are back."""
        assistant, removed = self._answers.assistant, self._removals.take(removal)
        if not removed:
            return {"error": "The time to undo is over, and the articles are gone. Add them again."}
        return {"back": len(assistant.put_back(removed)), "articles": assistant.library.catalogue.count()}

    def forget(self, removal: str) -> dict[str, Any]:
        """Let go of what a removal took, so that nothing of it is left in memory either."""
        self._removals.take(removal)
        return {}

    def _go_on(self, job: str, done: int, total: int) -> None:
        """Keep how far a job is; raises `_Stopped` where it is to end here."""
        self._adding[job] = (done, total)
        if job in self._stopped and done < total:
            raise _Stopped(f"after {done:,} of about {total:,} articles, which stay")

    def _source(self, given: dict[str, str]) -> Source:
        if "path" in given:
            return Upload(self._upload(given["path"]), given["name"])
        if given.get("text"):
            return article(given, given["text"].strip(), "Pasted text")
        return _web(given["url"])

    def _upload(self, path: str) -> Path:
        """Return the path of an upload; whatever lies elsewhere is none, wherever links or dots lead."""
        stored = Path(path).resolve()
        if self._uploads not in stored.parents or not stored.is_file():
            raise IndexFault("This file was not uploaded here. Choose it again.")
        return stored


class _Stopped(Exception):
    """The reader ended the adding; says where."""


def _web(url: str) -> str:
    """Return an address of the web; a path of this machine is none, though it would be a source elsewhere."""
    if not url.strip().startswith(("http://", "https://")):
        raise IndexFault(f"“{url}” is no address of a page. Give one that begins with http:// or https://.")
    return url.strip()
