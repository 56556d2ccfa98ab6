"""Writes fluent answers: what a model says, and of that only the sentences that their quotes support."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from time import perf_counter

from index.encoding import Encoder
from index.faults import ModelFault
from rag.draft import Claim, Draft, Rejection
from rag.llm.checking.check import Quoted, check
from rag.llm.claims import sentences
from rag.llm.editor import Editor, Quote
from rag.llm.model import LLM
from rag.llm.prompt import prompt
from rag.llm.relevance import relevance
from rag.llm.replies import FIRST, WHOLE, Piece, Replies, Stopped
from rag.readings import Reader, Reading
from rag.results import Answer, Citation, Result
from rag.tracing import failed, traced_parts, written

ENOUGH = 12
"""Sentences of a reply that are looked at; a model that goes on is left."""


@dataclass(frozen=True)
class Written:
    """All that came of a question: the draft, and the citations of its claims, by their numbers."""

    draft: Draft
    citations: tuple[Citation, ...]

    def instead_of(self, result: Result) -> Result:
        """Return a result with what was written: its claims are the answer, where nothing is wrong with them."""
        timings = {**result.timings_ms, "write": round(1000 * self.draft.seconds, 1)}
        timings["total"] = round(result.timings_ms["total"] + timings["write"], 1)
        if self.draft.fault:
            return replace(result, draft=self.draft, timings_ms=timings)
        common = {key: value for key, value in vars(result).items() if key not in ("text", "reason")}
        common |= {"citations": self.citations, "closest": (), "draft": self.draft, "timings_ms": timings}
        return Answer(text=" ".join(claim.text for claim in self.draft.claims), **common)


class Writer:
    """Answers in sentences of a model's own, each checked. Safe to share between threads.

    What goes wrong with the model is told as the draft's `fault`, never raised.
    """

    def __init__(self, llm: LLM, encoder: Encoder, reader: Reader, first: float = FIRST, whole: float = WHOLE) -> None:
        self.name = llm.metadata.model_name
        self._reader = reader
        self._encoder = encoder
        self._replies = Replies(llm, self.name, first, whole)

    def warm(self) -> None:
        """Load what the first sentence would wait for: the splitter and the stemmer."""
        for sentence in sentences(["Ready. [1]"], 1):
            check(sentence.text, [Quoted(sentence.text)], self._reader)

    @traced_parts("byline.write", "LLM", lambda part: written(part.draft) if isinstance(part, Written) else {})
    def write(
        self,
        plain: Result,
        readings: Sequence[Reading],
        quote: Quote,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Iterator[Citation | Claim | Rejection | Written]:
        """Yield each sentence as soon as it is judged, at last all that came of it.

        `plain` is what the articles' own words say, and a citation comes before the first claim that cites it.
        `quote` numbers readings and checks them against the library. What was written until `stopped` counts.
        """
        began, first, fault, left, last = perf_counter(), None, "", False, Piece("")
        asked = prompt(plain.standalone_question, readings, plain.kind == "summary")
        about = relevance(plain, self._reader, self._encoder)
        editor = Editor(asked.sentences, quote, self._reader, about)
        reply = self._replies.stream(asked.messages, stopped)

        def words() -> Iterator[str]:
            nonlocal last
            for piece in reply:
                last = piece if piece.prompt_tokens else last
                yield piece.text

        try:
            for sentence in islice(sentences(words(), len(asked.sentences)), ENOUGH):
                known = len(editor.citations)
                if judged := editor.judge(sentence):
                    first = first or (perf_counter() - began if editor.claims else None)
                    yield from editor.citations[known:]
                    yield judged
        except Stopped:
            left, fault = True, "" if editor.claims else f"{self.name} was stopped."
        except ModelFault as raised:
            fault = str(raised)
            failed(raised)
        finally:
            reply.close()
        seconds = (round(perf_counter() - began, 3), first and round(first, 3))
        yield Written(replace(self._draft(editor, last, seconds, fault), stopped=left), editor.citations)

    def _draft(self, editor: Editor, last: Piece, seconds: tuple[float, float | None], fault: str) -> Draft:
        return Draft(
            model=self.name,
            claims=tuple(editor.claims),
            struck=tuple(editor.struck),
            prompt_tokens=last.prompt_tokens,
            completion_tokens=last.completion_tokens,
            seconds=seconds[0],
            first_seconds=seconds[1],
            fault=fault or self._nothing(editor),
        )

    def _nothing(self, editor: Editor) -> str:
        """Say why there is nothing to show, where there is nothing."""
        if editor.claims:
            return ""
        if editor.silent:
            return f"{self.name} found no answer in the sentences."
        return f"Nothing that {self.name} wrote is supported." if editor.struck else f"{self.name} wrote nothing."
