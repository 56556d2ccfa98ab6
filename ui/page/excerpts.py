"""Citations -> excerpts: each quote with its number, what stands around it, and where it is from. All is escaped."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from html import escape
from typing import NamedTuple

from index.articles import blocks, shown
from index.types import Article
from rag.results import SCANNED, Citation
from ui.page.article import line, readable

_AROUND = 80  # characters of context on each side of an excerpt
_ABRIDGED = 8  # words that are shown again of an answer that is its whole quote
_PLACES = {"caption": "caption", "credit": "photo\u00a0credit", "heading": "heading", "item": "list\u00a0item"}


def excerpts(citations: Iterable[Citation], find: Callable[[str], Article], name: str, said: str = "") -> str:
    """Return the items of a list of excerpts, each to be called `name`, a citation or a passage.

    `find` gives the article of an id or raises KeyError; without it an excerpt stands alone. A quote that is part of
    what is `said` above the list stands here in its first and last words.
    """
    return "".join(_excerpt(citation, find, name, said) for citation in citations)


def unlit(citations: Iterable[Citation]) -> Iterator[Citation]:
    """Yield citations without words of their quotes that answer: the whole quote counts."""
    for one in citations:
        yield replace(one, answer_start=one.start, answer_end=one.end, also=tuple(unlit(one.also)))


def abridged(quote: str) -> str:
    """Return the first and last words of a sentence, or all of a short one; nothing is escaped."""
    words = quote.split()
    half = _ABRIDGED // 2
    return f"{' '.join(words[:half])} … {' '.join(words[-half:])}" if len(words) > _ABRIDGED + 3 else quote


def _excerpt(citation: Citation, find: Callable[[str], Article], name: str, said: str) -> str:
    repeated, place = citation.quote in said, ""
    quote = f'<span class="quote">{escape(abridged(citation.quote))}</span>' if repeated else _quote(citation)
    try:
        told = _Told.around(citation, find(citation.article_id))
    except KeyError:
        pass
    else:
        place = told.place
        alone = name == "passage" or (repeated and citation.quote != said)
        quote = quote if alone else f"{told.before} {quote} {told.after}"
    origin = line([citation.source or citation.title, readable(citation.published), place, SCANNED * citation.scanned])
    spans = f"{citation.start} {citation.end} {citation.answer_start} {citation.answer_end}"
    return (
        f'<li class="excerpt" data-name="{name}" data-number="{citation.number}"'
        f' data-article="{escape(citation.article_id)}" data-spans="{spans}">'
        f'<span class="number" aria-hidden="true">{citation.number}</span><blockquote>{quote}</blockquote>'
        f'<button type="button" class="from" aria-label="{name} {citation.number}: open in the article">'
        f"{origin} · <span>open in the article&nbsp;→</span></button>{_elsewhere(citation)}</li>"
    )


def _elsewhere(citation: Citation) -> str:
    """Name the other articles that print the sentence, each a button that opens it there."""
    if not citation.also:
        return ""
    named = ", ".join(
        f'<button type="button" data-article="{escape(other.article_id)}" data-marks="{_marks(other)}">'
        f"{line([other.source or other.title, readable(other.published)])}</button>"
        for other in citation.also
    )
    return f'<p class="elsewhere">also in {named}</p>'


def _marks(citation: Citation) -> str:
    return f"{citation.number} {citation.start} {citation.end} {citation.answer_start} {citation.answer_end}"


def _quote(citation: Citation) -> str:
    before, answer, after = map(escape, citation.parts)
    lit = f"<mark>{answer}</mark>" if answer else ""
    return f'<span class="quote">{before}{lit}{after}</span>'


class _Told(NamedTuple):
    """Where a quote stands in its article, and the dimmed words before and after it."""

    place: str
    before: str
    after: str

    @classmethod
    def around(cls, citation: Citation, article: Article) -> "_Told":
        """Look in the quote's block; beside the block where the quote is all of it, and all answer."""
        text = article.text
        story = [block for block in blocks(text, article.headline) if block.is_story]
        at = next(i for i, block in enumerate(story) if block.span.end > citation.start)
        paragraph = sum(block.kind == "paragraph" for block in story[: at + 1])
        place = _PLACES.get(story[at].kind, f"paragraph\u00a0{paragraph}")
        before = text[story[at].span.start : citation.start].strip()
        after = text[citation.end : story[at].span.end].strip()
        if before or after or citation.answer != citation.quote:
            return cls(place, _dim(_tail(before)), _dim(_head(after)))
        above = shown(text, story[at - 1]).of(text) if at else ""
        below = shown(text, story[at + 1]).of(text) if at + 1 < len(story) else ""
        return cls(place, _dim(_tail(above), " apart"), _dim(_head(below), " apart"))


def _dim(words: str, apart: str = "") -> str:
    return f'<span class="around{apart}">{escape(words)}</span>' if words else ""


def _tail(words: str) -> str:
    cut = words[-_AROUND:]
    return words if cut == words else f"…\u00a0{cut.partition(' ')[2] or cut}"


def _head(words: str) -> str:
    cut = words[:_AROUND]
    return words if cut == words else f"{cut.rpartition(' ')[0] or cut}\u00a0…"
