"""The way from a question to a cited answer."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from index.embedding import MiniLMEncoder
from index.glimpse import NEWEST
from index.holdings import Progress, Removed
from index.library import Library
from index.selection import Selection
from index.sources import Source, Sources
from index.types import Article, Findings, Outcome
from index.where import EVERY
from rag.answering.attempt import PASSAGES, best_of
from rag.answering.citations import cite
from rag.answering.examples import examples
from rag.answering.refusal import reason
from rag.answering.summary import summarize
from rag.conversation.chat import Chat, Part, last
from rag.conversation.followups import last_cited, readings
from rag.conversation.gender import agrees_in
from rag.conversation.several import questions
from rag.conversation.written import of_article
from rag.draft import Claim, Rejection
from rag.question.checks import cleaned
from rag.question.form import Form
from rag.reading.readers import CascadeReader
from rag.readings import Passage, Reader, Reading
from rag.replies.triage import kind_in, reply_to
from rag.results import Answer, Citation, NoAnswer, Reply, Result, Turn
from rag.retrieval.scope import scope_of, search
from rag.retrieval.selected import Selected, selected
from rag.tracing import outcome, traced_parts

if TYPE_CHECKING:  # nobody waits for the libraries of what is not used
    from rag.integrations.llama import AnySource, CitingQueryEngine, ScopedRetriever
    from rag.llm.model import LLM
    from rag.llm.writer import Writer
    from rag.verification import Checked

_CLOSEST = 3
_NAMED = 3  # passages that tell whether somebody is "he" or "she"


class Assistant:
    """Answers questions from the articles of a library. Safe to share between threads.

    With a `writer` a language model words the answers.
    """

    def __init__(self, library: Library, reader: Reader, writer: "Writer | None" = None) -> None:
        self.library = library
        self.reader = reader
        self.writer = writer
        self._examples: tuple[tuple[str, ...] | None, tuple[str, ...]] = (None, ())

    @classmethod
    def open(cls, index: str | Path | None = None, llm: "LLM | None" = None) -> "Assistant":
        """Open the index in the folder `index` (default: `BYLINE_INDEX`, else the user's data folder), models loaded.

        `llm` is any language model of llama-index; it writes the answers, and they are checked. A new index holds the
        bundled article. Raises `IndexFault` or `RagFault` where index or models cannot be used.
        """
        encoder, reader = MiniLMEncoder(), CascadeReader()
        library = Library.open(index, encoder)
        library.check()
        encoder.encode(["ready"])
        if llm is None:
            return cls(library, reader)
        from rag.llm.writer import Writer

        writer = Writer(llm, encoder, reader)
        writer.warm()
        return cls(library, reader, writer)

    def ask(
        self, question: str, history: Sequence[Turn] = (), fluent: bool = True, within: Selection | None = None
    ) -> Result:
        """Answer a question, or say that the articles do not; `history` has the turns before it, the oldest first.

        Where several are asked at once the first is answered, and the result tells which are left.
        Without a language model, or not `fluent`, the answer is the articles' own words. Only articles `within` are
        asked, if any are chosen. Raises `QuestionFault` for a question that cannot be asked, `CollectionFault` and
        `SelectionFault` for a collection and an outlet that are not there, `CitationFault` where a quotation fails its
        check.
        """
        return last(self.stream(question, history, fluent, within=within))

    @traced_parts("byline.answer", "CHAIN", outcome)
    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        fluent: bool = True,
        stopped: Callable[[], bool] = lambda: False,
        within: Selection | None = None,
    ) -> Iterator[Part]:
        """Yield each sentence of a language model as it is judged, and last what `ask` returns.

        A citation comes before the first claim that cites it. Where `stopped` turns true, the model is left, and what
        it wrote until then counts. Raises as `ask` does.
        """
        result, found = self._answer(question, history, selected(within, self.library.catalogue))
        if self.writer is None or not fluent or not found:
            yield result
            return
        quote = partial(cite, library=self.library)
        for part in self.writer.write(result, found, quote, stopped):
            yield part if isinstance(part, Citation | Claim | Rejection) else part.instead_of(result)

    def _answer(self, question: str, history: Sequence[Turn], among: Selected) -> tuple[Result, Sequence[Reading]]:
        """Answer in the articles' own words; return the readings too that may tell more."""
        started = perf_counter()
        asked, *left = questions(cleaned(question))
        kind = kind_in(asked := of_article(asked, history, among.within), self.library)
        common = dict[str, Any](question=question, standalone_question=asked, kind=kind, closest=(), left=tuple(left))
        common |= {"confidence": 1.0, "reader": self.reader.name, "citations": (), "within": among.within}
        if kind in ("talk", "library"):
            text, named = reply_to(asked, self.library, last_cited(history), among)
            return Reply(text=text, articles=named, **common, timings_ms=_milliseconds(0.0, 0.0, started)), ()
        forms = readings(asked, history, agrees_in(lambda name: self.search(name, _NAMED)))
        kinds = {form: kind_in(form.question, self.library) for form in forms}
        common |= {"standalone_question": str(forms[0]), "kind": kinds[forms[0]]}
        told = [form for form in forms if kinds[form] == "summary"]
        if not (asking := {form: kind for form, kind in kinds.items() if kind != "summary"}):
            return self._summary(told[0], history, among, common, started)
        best = best_of(asking, self.library, self.reader, among.articles)
        answered = best.confidence >= self.reader.threshold
        if told and not answered and (summed := self._summary(told[0], history, among, common, started))[1]:
            return summed
        chosen = best.chosen if answered else best.readings[:_CLOSEST]
        citations = cite(chosen, self.library, dated=asking[best.form] == "time")
        common |= {"standalone_question": best.question, "confidence": best.confidence, "kind": asking[best.form]}
        common["timings_ms"] = _milliseconds(*best.seconds, started)
        if answered:
            return Answer(text=citations[0].answer, **{**common, "citations": citations}), best.readings
        why = best.scope.nothing or reason(best.form.question, self.library, among.articles)
        return NoAnswer(reason=why, **{**common, "closest": citations}), best.readings

    def _summary(
        self, asked: Form, history: Sequence[Turn], among: Selected, common: dict[str, Any], started: float
    ) -> tuple[Result, Sequence[Reading]]:
        """Sum up the articles, one of them, or what they say about a subject."""
        cited = last_cited(history)
        found = summarize(asked.question, self.library, self.library.encoder, cited, asked.near, chosen=among.articles)
        citations = cite(found.readings, self.library)
        common = {**common, "standalone_question": asked.question, "kind": "summary", "note": found.note}
        common["citations"] = citations
        common["timings_ms"] = _milliseconds(0.0, 0.0, started)
        if citations:
            common["confidence"] = max(reading.probability for reading in found.readings) if found.subject else 1.0
            return Answer(text=" ".join(citation.quote for citation in citations), **common), found.readings
        why = found.nothing or reason(found.subject or asked.question, self.library, among.articles)
        return NoAnswer(reason=why, **{**common, "confidence": 0.0}), ()

    def chat(self, within: Selection | None = None) -> Chat:
        """Return a conversation, whose questions may refer to those before; only articles `within` are asked."""
        return Chat(partial(self.stream, within=within))

    def search(self, question: str, count: int = PASSAGES, within: Selection | None = None) -> list[Passage]:
        """Return the `count` passages in which a question's answer is looked for, the best first; only `within`."""
        scope = scope_of(cleaned(question), self.library, chosen=selected(within, self.library.catalogue).articles)
        return [] if scope.nothing else search(scope, self.library, count)

    def find(self, typed: str, count: int = 20, after: int = 0) -> Findings:
        """Return `count` articles with every mention of words, "phrases", AND, OR and NOT; as `Library.find` does."""
        return self.library.find(typed, count, after)

    def check(self, text: str, articles: Collection[str] | None = None) -> tuple["Checked", ...]:
        """Tell of each sentence of a text whether the articles say it; with `articles`, those of these ids alone.

        Raises `QuestionFault` where the text has no word, KeyError if there is no article of an id.
        """
        from rag.verification import checked  # nobody waits for it who only asks

        return checked(text, self.library, self.reader, articles)

    def add(
        self, *sources: "AnySource", on_progress: Progress | None = None, collections: Collection[str] = ()
    ) -> list[Outcome]:
        """Add articles to the library; return what became of each, in order.

        A source is a file, a folder, a pattern of files, an http address of a page or a feed, an `Article` or a
        llama-index `Document`. `on_progress(done, total)` is called now and then; the total is an estimate until all
        is read. All come into the `collections`, which are made where there are none of these names.
        """
        read = Sources(map(_plain, sources))
        return self.library.add(
            read, on_progress and (lambda done, _: on_progress(done, read.total(done))), collections
        )

    def edit(self, article_id: str, **known: str | None) -> Article:
        """Change the title, source, published, author or url of an article for good, as `Library.edit` does."""
        return self.library.edit(article_id, **known)

    def remove(self, *article_ids: str) -> Removed:
        """Remove articles and every trace of them on the disk; return them for `put_back`, held in memory alone."""
        return self.library.remove(*article_ids)

    def put_back(self, removed: Removed) -> list[str]:
        """Put articles that were removed back as they were, as `Library.put_back` does; return their ids."""
        return self.library.put_back(removed)

    def examples(self, go_on: Callable[[], bool] = lambda: True) -> tuple[str, ...]:
        """Return a few questions that the articles answer, to begin with; made from the newest three, and kept.

        When `go_on` says no, those found by then are returned.
        """
        newest = tuple(self.library.catalogue.added_last(EVERY, NEWEST))
        if self._examples[0] != newest:
            found = self.library.questions(newest)
            if found is None:
                articles = [self.library.article(id) for id in newest]
                found = examples(articles, partial(self.ask, fluent=False), go_on)
                if not go_on():
                    return found
                self.library.keep_questions(newest, found)
            self._examples = (newest, found)
        return self._examples[1]

    def as_retriever(self, count: int = PASSAGES) -> "ScopedRetriever":
        """Return a llama-index retriever of `count` passages, those that `search` returns."""
        from rag.integrations.llama import ScopedRetriever

        return ScopedRetriever(lambda question: self.search(question, count))

    def as_query_engine(self) -> "CitingQueryEngine":
        """Return a llama-index query engine that answers as `ask` does."""
        from rag.integrations.llama import CitingQueryEngine

        return CitingQueryEngine(self.ask)


def _plain(source: "AnySource") -> Source:
    """Return a source of articles, a llama-index document as an article."""
    if isinstance(source, Source):
        return source
    from rag.integrations.llama import article_of

    return article_of(source)


def _milliseconds(retrieve: float, read: float, started: float) -> dict[str, float]:
    """Return the milliseconds of each stage from the seconds of two and the instant at which all began."""
    total = perf_counter() - started
    stages = {"retrieve": retrieve, "read": read, "cite": max(0.0, total - retrieve - read), "total": total}
    return {stage: round(1000 * value, 1) for stage, value in stages.items()}
