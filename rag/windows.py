"""Passages -> windows: the tokens that the reader's network sees, and where each stands in the article."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tokenizers import Encoding, Tokenizer

from index.embedding import bundled_model
from index.types import Span
from rag.types import Passage

LONGEST = 384  # tokens of a window; the network was trained on no longer ones
_QUESTION = 64  # tokens of a question; what stands further back is not read
_OVERLAP = 128  # tokens that a window shares with the one before


@dataclass(frozen=True)
class Window:
    """The tokens of a question and of a passage or a part of it.

    `passage` numbers the passage; its tokens begin at `first`, and the places of those are `places`, spans of the
    article's text.
    """

    passage: int
    ids: tuple[int, ...]
    first: int
    places: tuple[Span, ...]


@cache
def tokenizer() -> Tokenizer:
    """Return the tokenizer of the encoder that the reader was made from, without truncation or padding."""
    made = Tokenizer.from_file(str(bundled_model() / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made


def windows(question: str, passages: Sequence[Passage]) -> list[Window]:
    """Return the windows of all passages, in order; a passage without words has none."""
    texts = [_writable(text) for text in (question, *(passage.text for passage in passages))]
    asked, *read = tokenizer().encode_batch(texts, add_special_tokens=False)
    return [
        window
        for number, (passage, encoding) in enumerate(zip(passages, read, strict=True))
        for window in _cut(number, asked.ids[:_QUESTION], passage.span.start, encoding)
    ]


def _cut(number: int, asked: Sequence[int], offset: int, read: Encoding) -> Iterator[Window]:
    begin, separate = tokenizer().token_to_id("[CLS]"), tokenizer().token_to_id("[SEP]")
    assert begin is not None
    assert separate is not None
    room = LONGEST - len(asked) - 3
    for start in range(0, max(len(read.ids) - _OVERLAP, 1), room - _OVERLAP):
        part = slice(start, start + room)
        if read.ids[part]:
            yield Window(
                passage=number,
                ids=(begin, *asked, separate, *read.ids[part], separate),
                first=len(asked) + 2,
                places=tuple(Span(offset + a, offset + b) for a, b in read.offsets[part]),
            )


def _writable(text: str) -> str:
    """Read half a surrogate pair as "?", which no encoding can write."""
    return text.encode("utf-8", "replace").decode()
