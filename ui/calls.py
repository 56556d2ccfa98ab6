"""What the page's script may call: each call takes one JSON value and returns an object, faults as `{"error": ...}`."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from functools import wraps
from threading import BoundedSemaphore
from typing import Any

from index.types import Fault, Span
from rag.assistant import Assistant
from rag.types import Answer, NoAnswer
from ui.article import Mark, shelf, story
from ui.render import card

AT_ONCE = 4
"""How many questions are answered at the same time; the others wait."""

_log = logging.getLogger(__name__)
Call = Callable[[Any], dict[str, Any]]


class Calls:
    """The calls of one page; those that need the assistant wait until `loading` has it."""

    def __init__(self, loading: "Future[Assistant]") -> None:
        self._loading = loading
        self._turn = BoundedSemaphore(AT_ONCE)

    def all(self) -> list[Call]:
        """Return the calls, each named as the script names it."""
        return [_told(call) for call in (self.status, self.examples, self.ask, self.article, self.library)]

    def answer(self, question: str) -> Answer | NoAnswer:
        """Answer a question when its turn comes."""
        assistant = self._loading.result()
        with self._turn:
            return assistant.ask(question)

    def status(self, _: None) -> dict[str, Any]:
        """Tell whether the models are loaded, and then how many articles there are."""
        if not self._loading.done():
            return {"state": "loading"}
        return {"state": "ready", "articles": len(self._loading.result().library.ids())}

    def examples(self, _: None) -> dict[str, Any]:
        """Give questions to begin with."""
        return {"questions": self._loading.result().examples()}

    def ask(self, question: str) -> dict[str, Any]:
        """Give the card that answers a question, and the same as plain text."""
        result = self.answer(question)
        return {"html": card(result, self._loading.result().library.article), "text": str(result)}

    def article(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """Give the article `id` with its `marks` lit: number, sentence start and end, answer start and end."""
        try:
            article = self._loading.result().library.article(wanted["id"])
        except KeyError:
            return {"error": "This article is no longer in the library."}
        marks = [Mark(number, Span(*spans[:2]), Span(*spans[2:])) for number, *spans in wanted["marks"]]
        return {"html": story(article, marks)}

    def library(self, _: None) -> dict[str, Any]:
        """Give the list of all articles, and how many they are."""
        articles = self._loading.result().library.articles()
        return {"html": shelf(articles), "articles": len(articles)}


def _told(call: Call) -> Call:
    """Let what goes wrong in a call reach the reader of the page."""

    @wraps(call)
    def told(value: Any) -> dict[str, Any]:
        try:
            return call(value)
        except Fault as fault:
            return {"error": str(fault)}
        except Exception as error:
            _log.exception("The call %s failed.", call.__name__)
            what = f"{type(error).__name__}: {error}"
            return {"error": f"Byline made a mistake ({what}). What it logs where it runs says more."}

    return told
