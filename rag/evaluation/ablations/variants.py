"""The settings that are changed, one at a time, and how each is put in place."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import index.library
import index.prepare
import rag.inquiry
from index.chunking import chunks
from index.types import Article, Chunk, Encoder
from rag.types import Passage, Reader, Reading


@dataclass(frozen=True)
class Variant:
    """Byline with a name in one of its modules bound to another value; without a module it is Byline as it is.

    `indexed` names the index that it needs where articles are cut or embedded otherwise.
    """

    title: str
    module: Any = None
    name: str = ""
    value: Any = None
    indexed: str = "as it is"
    reader: Callable[[Encoder], Reader] | None = None

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Let Byline work so for a while."""
        if not self.module:
            yield
            return
        before = getattr(self.module, self.name)
        setattr(self.module, self.name, self.value)
        try:
            yield
        finally:
            setattr(self.module, self.name, before)


class BestSentence:
    """Reads nothing: of the best passage, the sentence whose cosine with the question is highest, whatever it is."""

    name = "best sentence"
    threshold = 0.0

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Return one reading, the whole of the sentence."""
        best = passages[0]
        asked, *rows = self._encoder.encode([question, *(span.of(best.article.text) for span in best.sentences)])
        cosine, at = max((float(row @ asked), at) for at, row in enumerate(rows))
        sentence = best.sentences[at]
        return [Reading(best.article, sentence, sentence, max(cosine, 0.0))]


def body(article: Article, chunk: Chunk) -> str:
    """Return what is embedded of a chunk where its article's title and date are not."""
    return " ".join(sentence.of(article.text) for sentence in chunk.sentences)


def _cut(size: int) -> Variant:
    return Variant(f"chunks of {size}", index.prepare, "chunks", partial(chunks, size=size), f"chunks of {size}")


VARIANTS = {
    "byline": Variant("Byline"),
    "dense": Variant("dense alone", index.library, "_COSINE_WEIGHT", 1.0),
    "lexical": Variant("lexical alone", index.library, "_COSINE_WEIGHT", 0.0),
    "reader-off": Variant("no reader: the best passage's best sentence", reader=BestSentence),
    "chunks-400": _cut(400),
    "chunks-1600": _cut(1600),
    "untitled": Variant(
        "title and date not embedded", index.prepare, "embedded_text", body, indexed="title and date not embedded"
    ),
    **{f"read-{n}": Variant(f"{n} passages read", rag.inquiry, "PASSAGES", n) for n in (1, 2, 4, 20)},
}
