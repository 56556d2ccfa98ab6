"""What the page's script may call: each call takes one JSON value and returns an object, faults as `{"error": ...}`."""

import logging
from collections.abc import Callable
from dataclasses import asdict
from functools import partial, wraps
from pathlib import Path
from typing import Any

from index.faults import Fault, FeedbackFault
from index.types import Article
from rag.answering.suggestions import suggestions
from rag.draft import Claim, Rejection
from rag.feedback import Feedback, write
from rag.question.checks import LONGEST
from rag.results import Citation, Result
from ui.access.roles import WHO, Role
from ui.page.excerpts import excerpts, unlit
from ui.page.export import EXPORTS
from ui.page.render import card, sentences
from ui.page.welcome import welcome
from ui.server.answers import Answers
from ui.server.apart import apart
from ui.server.collections import CollectionCalls
from ui.server.kept import LAST_TURNS, brought, chosen, plain, turns
from ui.server.library import Call, LibraryCalls
from ui.server.seals import is_sealed, seal

_PATIENCE = 5.0  # seconds until suggestions are given up where others keep asking
_NEWS = 2.0  # seconds: until a page that asks what is written hears that nothing new is

_log = logging.getLogger(__name__)


class Calls:
    """The calls of one page; those that need the assistant wait until `answers` has it."""

    def __init__(self, answers: Answers, uploads: Path) -> None:
        self._answers = answers
        self._library = LibraryCalls(answers, uploads)
        self._collections = CollectionCalls(answers)

    def all(self) -> list[Callable[[Any], Any]]:
        """Return the calls, each named as the script names it; those that wait for a turn are coroutines."""
        calls: tuple[Call, ...] = (
            self.status,
            self.who,
            self.welcome,
            self.stop,
            self.cards,
            self.rate,
            self.export,
            *self._library.all(),
            *self._collections.all(),
        )
        waiting: tuple[Call, ...] = (self.ask, self.written, self.examples, self.suggestions, self._library.add)
        return [*map(_told, calls), *(apart(_told(call)) for call in waiting)]

    def status(self, _: None) -> dict[str, Any]:
        """Tell whether the models are loaded, and then how many articles there are and which language model writes."""
        if not self._answers.ready:
            return {"state": "loading"}
        assistant = self._answers.assistant
        model = assistant.writer.name if assistant.writer else ""
        return {"state": "ready", "articles": assistant.library.catalogue.count(), "model": model}

    def who(self, _: None) -> dict[str, Any]:
        """Tell who is signed in, and whether they may change articles; nothing where everybody is let in."""
        who = WHO.get()
        return {"name": who.name, "role": who.role.word, "edits": who.role >= Role.EDITOR} if who else {}

    def welcome(self, _: None) -> dict[str, Any]:
        """Give what the library holds and questions that were kept for it, at once; nothing where that is not known."""
        seen = self._answers.glimpse()
        if seen is None:
            return {"state": "loading"}
        return {"html": welcome(seen), "articles": seen.articles, "questions": seen.questions}

    def examples(self, _: None) -> dict[str, Any]:
        """Give questions to begin with."""
        assistant = self._answers.assistant
        with self._answers.queue.turn():
            return {"questions": assistant.examples(lambda: not self._answers.queue.closed)}

    def ask(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer a `question` after a `history`: the card, the same as plain text, the turn, the `result` to keep.

        Only articles `within` are asked, if any are chosen. Where a language model writes the answer (`fluent`), its
        `job` alone, of which `written` tells.
        """
        question, history, within = asked["question"], asked.get("history", ()), chosen(asked.get("within"))
        if not asked.get("fluent") or self._answers.assistant.writer is None:
            return self._given(self._answers.answer(question, history, False, within))
        return {"job": self._answers.begin(question, history, within)}

    def written(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Tell what a `job` has written after the parts that were `seen`, at the end also what `ask` gives."""
        news = self._answers.writings[asked["job"]].after(asked["seen"], _NEWS)
        claims = [part for part in news if isinstance(part, Claim)]
        cited = [part for part in news if isinstance(part, Citation)]
        results = [part for part in news if isinstance(part, Result)]
        return {
            "seen": asked["seen"] + len(news),
            "sentences": sentences(claims),
            "excerpts": excerpts(unlit(cited), self._find, "citation", " ".join(claim.text for claim in claims)),
            "struck": sum(isinstance(part, Rejection) for part in news),
        } | (self._given(results[0]) if results else {})

    def stop(self, job: str) -> dict[str, Any]:
        """Let a job end; `written` still gives what there is of it."""
        self._answers.writings[job].stop()
        return {}

    def cards(self, kept: list[Any]) -> dict[str, Any]:
        """Give what `ask` gave for results that the page kept, each or why not; at once, while the models load too."""
        return {"cards": [_told(lambda one: self._shown(brought(one), one.get("seal")))(one) for one in kept]}

    def suggestions(self, given: dict[str, Any]) -> dict[str, Any]:
        """Give questions to go on with after a `result` and the `history` up to it; readers' questions go before."""
        assistant, before = self._answers.assistant, turns(given["history"])
        asked = [question for one in before for question in (one.question, one.standalone_question)]
        with self._answers.queue.aside(_PATIENCE) as quiet:
            if not quiet:
                return {"questions": []}
            result, find = brought(given["result"]), assistant.library.article
            within = result.within.selection if result.within else None
            ask = partial(assistant.ask, history=before, fluent=False, within=within)
            return {"questions": suggestions(result, find, ask, asked, lambda: self._answers.queue.quiet)}

    def rate(self, given: dict[str, Any]) -> dict[str, Any]:
        """Write down the `verdict` on a `result`, with a `comment` and the `right_answer` where these are given."""
        folder, result = self._answers.assistant.library.folder, brought(given["result"])
        if not is_sealed(folder, result, str(given["result"].get("seal"))):
            raise FeedbackFault("This Byline did not give this answer. Press Retry to ask again, and rate what comes.")
        words = {key: str(given.get(key) or "") for key in ("turn", "comment", "right_answer")}
        history = tuple(str(question)[:LONGEST] for question in given.get("history", ())[-LAST_TURNS:])
        write(folder, Feedback(result=result, verdict=given["verdict"], history=history, **words))
        return {}

    def export(self, given: dict[str, Any]) -> dict[str, Any]:
        """Give a conversation as a file of a `form`, markdown or html: `title`, `results`, what is asked `within`."""
        results = [brought(one) for one in given["results"]]
        return {"text": EXPORTS[given["form"]](str(given["title"]), results, chosen(given.get("within")))}

    def _given(self, result: Result) -> dict[str, Any]:
        """Show a result that was made now, and seal it."""
        return self._shown(result, seal(self._answers.assistant.library.folder, result))

    def _shown(self, result: Result, sealed: str | None) -> dict[str, Any]:
        shown = {"html": card(result, self._find), "text": str(result), "turn": asdict(result.turn)}
        return {**shown, "result": {**plain(result), "seal": sealed}}

    def _find(self, article_id: str) -> Article:
        if not self._answers.ready:
            raise KeyError(article_id)
        return self._answers.assistant.library.article(article_id)


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
