"""Results -> HTML. Every word of an article and of a question is escaped."""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import NamedTuple

from index.articles import blocks
from index.types import Article
from rag.agreement import agree
from rag.types import Answer, Citation, NoAnswer, Reply, Result
from ui.article import line, readable, shown

_AROUND = 80  # characters of context on each side of an excerpt
_ABRIDGED = 8  # words that are shown again of an answer that is its whole quote
_SENTENCE = 100  # a short answer longer than this is set smaller
_PLACES = {"caption": "caption", "credit": "photo\u00a0credit", "heading": "heading", "item": "list\u00a0item"}


def card(result: Result, find: Callable[[str], Article]) -> str:
    """Return the card that answers a question.

    `find` gives the article of an id or raises KeyError; without it an excerpt stands alone.
    """
    understood = result.standalone_question
    same = understood.split() == result.question.split()
    note = "" if same else f'<p class="understood">understood as: {escape(understood)}</p>'
    if isinstance(result, Reply):
        return note + _reply(result)
    return note + (_answer(result, find) if isinstance(result, Answer) else _no_answer(result, find))


def _reply(reply: Reply) -> str:
    named = "".join(
        f'<li><button type="button" data-article="{escape(one.id)}">{escape(one.title)}</button> '
        f'<span class="meta">{line([one.source, readable(one.published)])}</span></li>'
        for one in reply.articles
    )
    articles = f'<ul class="named">{named}</ul>' if named else ""
    said = f'<p class="short sentence">{escape(reply.text)}</p>'
    return f'<section class="card" aria-label="Reply">{said}{articles}</section>'


def _answer(answer: Answer, find: Callable[[str], Article]) -> str:
    level, words = _support(answer.confidence)
    measured = f"probability {answer.confidence:.2f}, by the {escape(answer.reader)}"
    return (
        f'<section class="card" aria-label="Answer">{_short(answer)}'
        f'<p class="support {level}" title="{measured}">{words}</p>'
        f'<ol class="excerpts">{_excerpts(answer.citations, find, "citation", answer.text)}</ol></section>'
    )


def _no_answer(result: NoAnswer, find: Callable[[str], Article]) -> str:
    nearest = ""
    if result.closest:
        nearest = (
            '<p class="nearest">The nearest passages, which do not answer it:</p>'
            f'<ol class="excerpts">{_excerpts(result.closest, find, "passage")}</ol>'
        )
    return (
        '<section class="card none" aria-label="No answer">'
        f'<p class="short">{escape(result.text)}</p>'
        f'<p class="reason">{escape(result.reason)}</p>{nearest}</section>'
    )


def _support(probability: float) -> tuple[str, str]:
    if probability >= 0.8:
        return "high", "well supported"
    if probability >= 0.5:
        return "fair", "supported"
    return "low", "weakly supported: check the quote"


def _short(answer: Answer) -> str:
    """Return the answer, each citation's number behind its words; further answers in a line of their own."""
    text, places, further = answer.text, dict[int, list[int]](), list[Citation]()
    for citation in answer.citations:
        found = text.find(citation.answer)
        if found >= 0:
            places.setdefault(found + len(citation.answer), []).append(citation.number)
        elif citation is answer.citations[0] or agree(text, citation.answer):
            places.setdefault(len(text), []).append(citation.number)
        else:
            further.append(citation)
    pieces, at = [], 0
    for place, numbers in sorted(places.items()):
        pieces += [escape(text[at:place]), *map(_number, numbers)]
        at = place
    size = " sentence" if len(text) > _SENTENCE else ""
    date = readable(answer.citations[0].date)
    told = f'<p class="also">{escape(date)}, by the article’s own date</p>' if date else ""
    return f'<p class="short{size}">{"".join(pieces)}{escape(text[at:])}</p>{told}{_also(further)}'


def _also(citations: Sequence[Citation]) -> str:
    """Name further answers by their words, or by their numbers alone where they are whole sentences."""
    if not citations:
        return ""
    words = ["" if citation.answer == citation.quote else escape(citation.answer) for citation in citations]
    named = [
        (f"<b>{word}</b>" if word else "") + _number(citation.number)
        for word, citation in zip(words, citations, strict=True)
    ]
    return f'<p class="also">{"also " + ", ".join(named) if any(words) else "see also" + "".join(named)}</p>'


def _number(number: int) -> str:
    label = f'data-number="{number}" aria-label="citation {number}"'
    return f'<button type="button" class="cite" {label}>{number}</button>'


def _excerpts(citations: Iterable[Citation], find: Callable[[str], Article], name: str, said: str = "") -> str:
    return "".join(_excerpt(citation, find, name, said) for citation in citations)


def _excerpt(citation: Citation, find: Callable[[str], Article], name: str, said: str) -> str:
    quote, place = _abridged(citation.quote) if citation.quote == said else _quote(citation), ""
    try:
        told = _Told.around(citation, find(citation.article_id))
    except KeyError:
        pass
    else:
        place = told.place
        quote = f"{told.before} {quote} {told.after}" if name == "citation" else quote
    origin = line([citation.source or citation.title, readable(citation.published), place])
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
    quote, answer = citation.quote, citation.answer
    if answer in ("", quote):
        return f'<span class="quote">{escape(quote)}</span>'
    start = citation.answer_start - citation.start
    rest = quote[start + len(answer) :]
    return f'<span class="quote">{escape(quote[:start])}<mark>{escape(answer)}</mark>{escape(rest)}</span>'


def _abridged(quote: str) -> str:
    """Return the first and last words of a quote that stands in full as the answer."""
    words = quote.split()
    if len(words) > _ABRIDGED + 3:
        half = _ABRIDGED // 2
        quote = f"{' '.join(words[:half])} … {' '.join(words[-half:])}"
    return f'<span class="quote">{escape(quote)}</span>'


class _Told(NamedTuple):
    """Where a quote stands in its article, and the dimmed words before and after it."""

    place: str
    before: str
    after: str

    @classmethod
    def around(cls, citation: Citation, article: Article) -> "_Told":
        """Look in the quote's block; beside the block where the quote is all of it, and all answer."""
        text = article.text
        story = [block for block in blocks(text, article.title) if block.is_story]
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
