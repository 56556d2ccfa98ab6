"""The settings that are changed, and how each is put in place."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, NamedTuple

import index.library
import index.prepare
import rag.answering.attempt
import rag.assistant
import rag.reading.readers
import rag.retrieval.scope
from index.chunking import chunks
from index.encoding import Encoder
from index.library import Library
from index.types import Article, Chunk
from rag.reading.agreement import Finding
from rag.reading.readers import CascadeReader
from rag.readings import Odds, Passage, Reader, Reading
from rag.retrieval.scope import Scope


class Change(NamedTuple):
    """A name in one of Byline's modules, and the value that it gets."""

    module: Any
    name: str
    value: Any


@dataclass(frozen=True)
class Variant:
    """Byline with these changes; without any, and without a reader of its own, it is Byline as it is.

    `indexed` names the index that it needs where articles are cut or embedded otherwise.
    """

    title: str
    changes: tuple[Change, ...] = ()
    indexed: str = "as it is"
    reader: Callable[[Encoder], Reader] | None = None

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Let Byline work so for a while."""
        before = [change._replace(value=getattr(change.module, change.name)) for change in self.changes]
        _put(self.changes)
        try:
            yield
        finally:
            _put(before)


def _put(changes: Sequence[Change]) -> None:
    for change in changes:
        setattr(change.module, change.name, change.value)


class BestSentence:
    """Reads nothing: of the best passage, the sentence whose cosine with the question is highest, whatever it is."""

    name = "best sentence"
    threshold = 1e-6  # below which there is nothing to give: no passage was found

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return one reading, the whole of the sentence."""
        best = passages[0]
        asked, *rows = self._encoder.encode([question, *(span.of(best.article.text) for span in best.sentences)])
        cosine, at = max((float(row @ asked), at) for at, row in enumerate(rows))
        sentence = best.sentences[at]
        return [Reading(best.article, sentence, sentence, max(cosine, self.threshold))]

    def judged(self, claims: Sequence[tuple[str, Sequence[str]]]) -> list[Odds]:
        """Judge nothing: each claim is as likely as not."""
        return [Odds(0.0, 0.0)] * len(claims)


def body(article: Article, chunk: Chunk) -> str:
    """Return what is embedded of a chunk where its article's title and date are not."""
    return " ".join(sentence.of(article.text) for sentence in chunk.sentences)


def _reading(count: int) -> Change:
    return Change(rag.answering.attempt, "PASSAGES", count)


def _weighing(cosine: float) -> tuple[Change]:
    return (Change(index.library, "_COSINE_WEIGHT", cosine),)


def _cut(size: int, count: int) -> Variant:
    changes = Change(index.prepare, "chunks", partial(chunks, size=size)), _reading(count)
    return Variant(f"chunks of {size}, {count} read", changes, f"chunks of {size}")


class QuickAlone(CascadeReader):
    """Answers as the quick reader does, without reading again."""

    def __init__(self) -> None:
        super().__init__()
        self.calibration = self.quick.calibration

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return the quick reader's readings."""
        return self.quick.read(question, passages)


_quick = cache(QuickAlone)


def _unscoped(question: str, library: Library, **asked: Any) -> Scope:
    return Scope(question, near=frozenset(asked["near"]), topic=asked["topic"])


_AS_RANKED = property(lambda finding: list(finding.readings))
# Byline without one of the rules that are not learned, and without all of them.
_OFF = {
    "hedges": ("hedges left out", Change(rag.reading.readers, "hedged", lambda answer, *_: answer)),
    "fullest": (
        "the most probable wording",
        Change(Finding, "fullest_first", _AS_RANKED),
    ),
    "contrast": ("no answers side by side", Change(rag.answering.attempt, "_ALSO", 0)),
    "scope": ("no outlets, titles, dates, spelling", Change(rag.answering.attempt, "scope_of", _unscoped)),
    "spelling": ("words as they are spelt", Change(rag.retrieval.scope, "corrected", lambda asked, *_: (asked, ()))),
    "aliases": ("no acronyms", Change(rag.retrieval.scope, "aliases", lambda *_: {})),
    "kinds": ("all questions of one kind", Change(rag.assistant, "kind_in", lambda *_: "thing")),
}
RULES = {f"no-{name}": Variant(title, (change,)) for name, (title, change) in _OFF.items()}
RULES["no-rules"] = Variant("none of these rules", tuple(change for _, change in _OFF.values()))
VARIANTS = {
    "byline": Variant("Byline: fused, chunks of 800, 10 read"),
    "quick": Variant("the quick reader alone", reader=lambda _: _quick()),
    "dense": Variant("dense alone", _weighing(1.0)),
    "lexical": Variant("lexical alone", _weighing(0.0)),
    "reader-off": Variant("no reader: the best passage's best sentence", reader=BestSentence),
    "untitled": Variant(
        "title and date not embedded", (Change(index.prepare, "embedded_text", body),), "title and date not embedded"
    ),
    **{f"chunks-{size}-read-{n}": _cut(size, n) for size, n in ((400, 10), (400, 20), (1600, 5), (1600, 10))},
    **{f"read-{n}": Variant(f"{n} read", (_reading(n),)) for n in (1, 2, 4, 20)},
    **{
        f"again-{n}": Variant(f"{n} read again carefully", (Change(rag.reading.readers, "_READ_AGAIN", n),))
        for n in (1, 2, 5, 10)
    },
    **RULES,
}
