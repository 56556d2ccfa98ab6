"""The way from a question to a cited answer."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any

from index.embedding import MiniLMEncoder
from index.library import Library, Progress, default_folder
from index.sources import Sources
from index.types import Outcome
from rag.agreement import findings
from rag.chat import Chat
from rag.citations import cite
from rag.examples import examples
from rag.kinds import kind_of
from rag.llama import AnySource, CitingQueryEngine, PassageRetriever, passages, plain
from rag.question import cleaned
from rag.reader import SpanReader
from rag.refusal import reason
from rag.types import Answer, NoAnswer, Passage, Reader, Reading, Result, Turn

PASSAGES = 10
_CITED = 3
_EXAMPLE_ARTICLES = 3
_CLOSEST = 3
_ALSO = 1  # other answers shown beside the best
_BESIDE_BEST = 0.6  # how probable another answer must be, as a share of the best
_SUPPORTS = 0.05  # likewise, a further sentence with the same answer


class Assistant:
    """Answers questions from the articles of a library. Safe to share between threads."""

    def __init__(self, library: Library, reader: Reader) -> None:
        self.library = library
        self.reader = reader
        self._examples: tuple[tuple[str, ...] | None, tuple[str, ...]] = (None, ())

    @classmethod
    def open(cls, index: str | Path | None = None) -> "Assistant":
        """Open the index in the folder `index` (default: `BYLINE_INDEX`, else the user's data folder), models loaded.

        A new index holds the bundled article. Raises `IndexFault` or `RagFault` where index or models cannot be used.
        """
        encoder, reader = MiniLMEncoder(), SpanReader()
        library = Library.open(index, encoder)
        library.check()
        encoder.encode(["ready"])
        return cls(library, reader)

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Result:
        """Answer a question, or say that the articles do not; `history` has the turns before it, the oldest first.

        Raises `QuestionFault` for a question that cannot be asked, `CitationFault` where a quotation fails its check.
        """
        started = perf_counter()
        asked = cleaned(question)
        found = self.search(asked)
        retrieved = perf_counter()
        readings = self.reader.read(asked, found)
        read = perf_counter()
        chosen, confidence = _chosen(readings) if readings else ([], 0.0)
        answered = confidence >= self.reader.threshold
        citations = cite(chosen if answered else readings[:_CLOSEST], self.library)
        common: dict[str, Any] = {
            "question": question,
            "standalone_question": asked,
            "kind": kind_of(asked),
            "confidence": confidence,
            "reader": self.reader.name,
            "timings_ms": _milliseconds(
                retrieve=retrieved - started, read=read - retrieved, cite=perf_counter() - read
            ),
        }
        if answered:
            return Answer(text=citations[0].answer, citations=citations, closest=(), **common)
        return NoAnswer(reason=reason(asked, self.library), citations=(), closest=citations, **common)

    def chat(self) -> Chat:
        """Return a conversation, whose questions may refer to those before."""
        return Chat(self.ask)

    def search(self, question: str, count: int = PASSAGES) -> list[Passage]:
        """Return the `count` passages that fit a question best, the best first."""
        return passages(self.as_retriever(count).retrieve(cleaned(question)), self.library)

    def add(self, *sources: AnySource, on_progress: Progress | None = None) -> list[Outcome]:
        """Add articles to the library; return what became of each, in order.

        A source is a file, a folder, a pattern of files, an http address of a page or a feed, an `Article` or a
        llama-index `Document`. `on_progress(done, total)` is called now and then; the total is an estimate until all
        is read.
        """
        read = Sources(map(plain, sources))
        return self.library.add(read, on_progress and (lambda done, _: on_progress(done, read.total(done))))

    def remove(self, article_id: str) -> None:
        """Remove an article and every trace of it; KeyError if there is none of this id."""
        self.library.remove(article_id)

    def examples(self) -> tuple[str, ...]:
        """Return a few questions that the articles answer, to begin with; made from the newest three."""
        newest = tuple(self.library.ids()[: -_EXAMPLE_ARTICLES - 1 : -1])
        if self._examples[0] != newest:
            self._examples = (newest, examples([self.library.article(id) for id in newest], self.ask))
        return self._examples[1]

    def as_retriever(self, count: int = PASSAGES) -> PassageRetriever:
        """Return a llama-index retriever of `count` passages."""
        return PassageRetriever(self.library, count)

    def as_query_engine(self) -> CitingQueryEngine:
        """Return a llama-index query engine that answers as `ask` does."""
        return CitingQueryEngine(self.ask)


_opened = cache(Assistant.open)


def ask(question: str) -> Result:
    """Answer a question from the default index; the first call loads the models."""
    return _opened(default_folder()).ask(question)


def _chosen(readings: list[Reading]) -> tuple[list[Reading], float]:
    """Return the readings of the best answer, with the best of one nearly as probable, and how probable they are."""
    best, *others = findings(readings)
    beside = [other for other in others if other.probability >= _BESIDE_BEST * best.probability][:_ALSO]
    supporting = [reading for reading in best.fullest_first if reading.probability >= _SUPPORTS * best.probability]
    chosen = supporting[: _CITED - len(beside)] + [other.readings[0] for other in beside]
    return chosen, min(1.0, sum(finding.probability for finding in (best, *beside)))


def _milliseconds(**seconds: float) -> dict[str, float]:
    stages = {stage: round(1000 * value, 1) for stage, value in seconds.items()}
    return {**stages, "total": round(1000 * sum(seconds.values()), 1)}
