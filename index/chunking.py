"""Article -> chunks: spans of whole sentences that tile the text."""

from collections.abc import Iterator

from index.articles import blocks, shown
from index.corrections import corrects
from index.sentences import sentence_spans
from index.types import Article, Chunk, Span

SIZE = 800


def sentences(article: Article, longest: int = SIZE) -> list[Span]:
    """Return the quotable sentences of the story, in order.

    The headline and navigation hold none, nor what a correction note says was wrong, unless there is nothing else. A
    sentence of more than `longest` characters is cut at white space, where there is any, so that a quotation stays
    readable and an embedding sees all of it.
    """
    text = article.text
    found = [
        (block, sentence)
        for block in blocks(text, article.headline)
        if block.is_story
        for sentence in sentence_spans(text, *shown(text, block))
    ]
    kept = [sentence for block, sentence in found if not corrects(sentence.of(text), block.span.of(text))]
    return [
        piece for sentence in kept or [sentence for _, sentence in found] for piece in _pieces(text, sentence, longest)
    ]


def chunks(article: Article, size: int = SIZE, overlap: int = 0) -> list[Chunk]:
    """Cut an article into chunks of about `size` characters, each beginning with a sentence.

    The chunks tile the text: the first begins at 0, each ends where the next begins, the last ends with the
    text. With `overlap` > 0 each chunk begins that many sentences earlier, if the chunk before leaves it room.
    Raises ValueError for a size below 1 or a negative overlap.
    """
    if size < 1 or overlap < 0:
        raise ValueError(f"size must be at least 1 and overlap at least 0, not size={size}, overlap={overlap}")
    found = sentences(article, longest=size)
    groups = list(_groups(found, size, overlap))
    starts = [0, *(found[first].start for first, _ in groups[1:])]
    ends = [*(found[last].start for _, last in groups[:-1]), len(article.text)]
    return [
        Chunk(article.id, Span(start, end), tuple(found[first:last]))
        for start, end, (first, last) in zip(starts, ends, groups, strict=True)
    ]


def _groups(found: list[Span], size: int, overlap: int) -> Iterator[tuple[int, int]]:
    """Yield (first, last + 1) of the sentences of each chunk; each chunk holds one that no earlier one has."""
    first = last = 0
    while last < len(found):
        last += 1
        while last < len(found) and found[last].end - found[first].start <= size:
            last += 1
        yield first, last
        first = max(first + 1, last - overlap)


def _pieces(text: str, span: Span, longest: int) -> Iterator[Span]:
    start, end = span
    while end - start > longest:
        cut = max(text.rfind(white, start + 1, start + longest) for white in " \t\n\N{NO-BREAK SPACE}")
        stop = cut if cut > start else start + longest
        yield Span(start, start + len(text[start:stop].rstrip()))
        start = stop
        while text[start].isspace():
            start += 1
    yield Span(start, end)


def embedded_text(article: Article, chunk: Chunk) -> str:
    """Return what is embedded of a chunk: the title and date for context, then its sentences."""
    context = " · ".join(part for part in (article.title, article.published) if part)
    return "\n".join([context, chunk.body(article.text)])
