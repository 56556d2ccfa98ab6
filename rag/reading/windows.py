"""Passages -> windows: the tokens that the reader's network sees, and where each stands in the article."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tokenizers import Encoding

from index.types import Span
from index.wordpieces import BEGIN, SEPARATE, tokenizer
from rag.readings import Passage

LONGEST = 384  # tokens of a window; the network was trained on no longer ones
_QUESTION = 64  # tokens of a question; what stands further back is not read
_TITLE = 32  # tokens of a title
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


def windows(question: str, passages: Sequence[Passage], titled: bool = False) -> list[Window]:
    """Return the windows of all passages, in order; a passage or a question without words has none.

    With `titled` each begins with the title of the passage's article.
    """
    titles = [passage.article.title if titled else "" for passage in passages]
    texts = [_writable(text) for text in (question, *titles, *(passage.text for passage in passages))]
    asked, *encoded = tokenizer().encode_batch(texts, add_special_tokens=False)
    named, read = encoded[: len(passages)], encoded[len(passages) :]
    if not asked.ids:
        return []
    return [
        window
        for number, (passage, title, encoding) in enumerate(zip(passages, named, read, strict=True))
        for window in _cut(number, before(asked.ids, title.ids if titled else None), passage.span.start, encoding)
    ]


def before(question: Sequence[int], title: Sequence[int] | None = None) -> tuple[int, ...]:
    """Return the tokens that stand before a passage's; with a title, as the careful reader sees them."""
    asked = (BEGIN, *question[:_QUESTION], SEPARATE)
    if title is None:
        return asked
    return (*asked, SEPARATE, *title[:_TITLE], *[SEPARATE] * bool(title))


def claim_windows(pairs: Sequence[tuple[str, Sequence[str]]]) -> list[tuple[int, ...]]:
    """Return the tokens of claims, each with the sentences that it cites: a claim stands where a question does."""
    claims, quotes = (
        tokenizer().encode_batch([_writable(text) for text in texts], add_special_tokens=False)
        for texts in ([claim for claim, _ in pairs], [" ".join(cited) for _, cited in pairs])
    )
    heads = [before(claim.ids, ()) for claim in claims]
    return [
        (*head, *quoted.ids[: LONGEST - len(head) - 1], SEPARATE) for head, quoted in zip(heads, quotes, strict=True)
    ]


def _cut(number: int, head: Sequence[int], offset: int, read: Encoding) -> Iterator[Window]:
    room = LONGEST - len(head) - 1
    for start in range(0, max(len(read.ids) - _OVERLAP, 1), room - _OVERLAP):
        part = slice(start, start + room)
        if read.ids[part]:
            yield Window(
                passage=number,
                ids=(*head, *read.ids[part], SEPARATE),
                first=len(head),
                places=tuple(Span(offset + a, offset + b) for a, b in read.offsets[part]),
            )


def _writable(text: str) -> str:
    """Read half a surrogate pair as "?", which no encoding can write."""
    return text.encode("utf-8", "replace").decode()
