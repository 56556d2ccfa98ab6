"""Results -> HTML. Every word of an article and of a question is escaped."""

from collections.abc import Callable, Iterable, Sequence
from html import escape

from index.types import Article
from rag.draft import Claim, Draft, Rejection
from rag.results import Answer, Citation, NoAnswer, Reply, Result
from ui.page.article import line, readable
from ui.page.excerpts import abridged, excerpts, unlit

SENTENCE = 100
"""Characters of an answer; a longer one is set smaller."""
_LONG_WORD = 24
NEAREST = "The nearest passages:"


def card(result: Result, find: Callable[[str], Article]) -> str:
    """Return the card that answers a question.

    `find` gives the article of an id or raises KeyError; without it an excerpt stands alone.
    """
    if isinstance(result, Reply):
        return _reply(result)
    return _answer(result, find) if isinstance(result, Answer) else _no_answer(result, find)


def sentences(claims: Iterable[Claim]) -> str:
    """Return sentences of a language model, each with the numbers of its citations."""
    told = (f'<span class="claim">{_numbered(claim.text, *claim.citations)}</span> ' for claim in claims)
    return "".join(told)


def support(answer: Answer) -> tuple[str, str]:
    """Return how well an answer is supported, as a level and in words.

    The confidence is that of the articles' own words, so of a language model's it is only told that they are checked,
    and of a summary that it is quoted.
    """
    if answer.draft and answer.fluent:
        return "checked", f"{'each sentence ' * (len(answer.draft.claims) > 1)}checked against its quote"
    if answer.kind == "summary":
        return "checked", "the articles’ own sentences"
    if others := answer.further:
        differ = any(citation.article_id != answer.citations[0].article_id for citation in others)
        return "fair", f"{'the articles differ' if differ else 'more than one answer'}: check the quotes"
    # Of held-out answers from these on, 90 % and 77 % are right (docs/model-card.md).
    if answer.confidence >= 0.8:
        return "high", "well supported"
    if answer.confidence >= 0.65:
        return "fair", "supported"
    return "low", "weakly supported: check the quote"


def in_order(answer: Answer) -> bool:
    """Tell whether an answer is a summary: the cited sentences, one after another."""
    return answer.kind == "summary" and answer.text == " ".join(citation.quote for citation in answer.citations)


def _reply(reply: Reply) -> str:
    named = "".join(
        f'<li><button type="button" data-article="{escape(one.id)}">{escape(one.title)}</button> '
        f'<span class="meta">{line([one.source, readable(one.published)])}</span></li>'
        for one in reply.articles
    )
    articles = f'<ul class="named">{named}</ul>' if named else ""
    said = f'<p class="short sentence">{escape(reply.text)}</p>'
    return f'<section class="card reply-card" aria-label="Reply">{said}{articles}{_within(reply)}</section>'


def _answer(answer: Answer, find: Callable[[str], Article]) -> str:
    level, words = support(answer)
    own = "of the articles’ own words " * answer.fluent
    measured = f"probability {own}{answer.confidence:.2f}, by the {escape(answer.reader)}"
    summed, cited = in_order(answer), unlit(answer.citations) if answer.fluent else answer.citations
    brief = " brief" if summed and len(answer.citations) > 1 else ""
    return (
        f'<section class="card" aria-label="Answer">{_note(answer)}{_text(answer)}'
        f'<p class="support {level}" title="{measured}">{words}</p>{_failed(answer.draft)}'
        f'<ol class="excerpts{brief}">{excerpts(cited, find, "citation", answer.text)}</ol>'
        f"{_within(answer)}{_draft(answer.draft)}</section>"
    )


def _no_answer(result: NoAnswer, find: Callable[[str], Article]) -> str:
    nearest = ""
    if result.closest:
        nearest = (
            f'<p class="nearest">{NEAREST}</p><ol class="excerpts">{excerpts(result.closest, find, "passage")}</ol>'
        )
    return (
        '<section class="card none" aria-label="No answer">'
        f'<p class="short">{escape(result.text)}</p>'
        f'<p class="reason">{escape(result.reason)}</p>{_failed(result.draft)}{_within(result)}{nearest}'
        f"{_draft(result.draft)}</section>"
    )


def _note(answer: Answer) -> str:
    return f'<p class="note">{escape(answer.note)}</p>' if answer.note else ""


def _within(result: Result) -> str:
    """Tell within which articles was asked; where they do not tell, offer to ask all."""
    if not result.within:
        return ""
    offer = '<button type="button" data-do="askAllNow">Ask all articles</button>' * isinstance(result, NoAnswer)
    return f'<p class="within">{escape(str(result.within))}{offer}</p>'


def _text(answer: Answer) -> str:
    if answer.draft and answer.fluent:
        return f'<p class="short written">{sentences(answer.draft.claims)}</p>'
    return _summary(answer) if in_order(answer) else _short(answer)


def _failed(draft: Draft | None) -> str:
    """Tell why a model's words are not what is shown."""
    return f'<p class="failed">{escape(draft.fault)}</p>' if draft and draft.fault else ""


def _draft(draft: Draft | None) -> str:
    """Tell which model was asked and what it cost, where it cost anything, and which of its sentences are struck."""
    if draft is None:
        return ""
    read, wrote = draft.prompt_tokens, draft.completion_tokens
    tokens = f" · {read:,} tokens read, {wrote:,} written" if read and wrote else ""
    name = f"{'' if draft.fault else 'written by '}{escape(draft.model)}{', stopped after' if draft.stopped else ' in'}"
    cost = f'<p class="cost">{name} {draft.seconds:.1f}\u00a0s{tokens}</p>' if tokens or not draft.fault else ""
    return f'<div class="draft">{cost}{_struck(draft.struck)}</div>'


def _struck(struck: Sequence[Rejection]) -> str:
    if not struck:
        return ""
    each = "".join(f"<li><s>{escape(one.text)}</s><p>{escape(one.why)}</p></li>" for one in struck)
    count = f"{len(struck)} {'sentence' if len(struck) == 1 else 'sentences'} struck"
    return f'<details class="struck"><summary>{count}</summary><ul>{each}</ul></details>'


def _summary(answer: Answer) -> str:
    """Return sentences in their order, each with its citation's number."""
    told = " ".join(_numbered(citation.quote, citation.number) for citation in answer.citations)
    return f'<p class="short summary">{told}</p>'


def _short(answer: Answer) -> str:
    """Return the answer, each citation's number behind its words; further answers after it."""
    text, others, places = answer.text, answer.further, dict[int, list[int]]()
    for citation in answer.citations:
        if citation not in others:
            found = text.find(citation.answer)
            place = found + len(citation.answer) if found >= 0 else len(text)
            places.setdefault(place, []).append(citation.number)
    pieces, at = [], 0
    for place, numbers in sorted(places.items()):
        pieces += [escape(text[at:place]), *map(_number, numbers)]
        at = place
    size = " sentence" if len(text) > SENTENCE else ""
    first = answer.citations[0]
    elsewhere = [citation for citation in others if citation.article_id != first.article_id]
    also = [citation for citation in others if citation.article_id == first.article_id]
    date = readable(first.date)
    told = f'<p class="also">{escape(date)}, by the article’s own date</p>' if date else ""
    said = f'<p class="short{size}">{"".join(pieces)}{escape(text[at:])}</p>'
    return f"{said}{told}{_also(also)}{_otherwise(first, elsewhere)}"


def _also(citations: Sequence[Citation]) -> str:
    """Name further answers of the article by their words, or by their numbers alone where they are whole sentences."""
    if not citations:
        return ""
    words = ["" if citation.answer == citation.quote else escape(citation.answer) for citation in citations]
    named = [
        (f"<b>{word}</b>" if word else "") + _number(citation.number)
        for word, citation in zip(words, citations, strict=True)
    ]
    return f'<p class="also">{"also " + ", ".join(named) if any(words) else "see also" + "".join(named)}</p>'


def _otherwise(first: Citation, others: Sequence[Citation]) -> str:
    """Set answers of other articles beside the first, each with its outlet and date."""
    if not others:
        return ""
    sides = "".join(
        f"<li><b>{escape(abridged(side.answer))}</b>{_number(side.number)}"
        f'<span class="meta">{line([side.source or side.title, readable(side.published)])}</span></li>'
        for side in (first, *others)
    )
    return f'<div class="otherwise"><p>Another article has another answer:</p><ul>{sides}</ul></div>'


def _numbered(sentence: str, *numbers: int) -> str:
    """Set numbers behind a sentence; no line begins with one, unless the last word is long."""
    before, space, word = sentence.rpartition(" ")
    shown = escape(word) + "".join(map(_number, numbers))
    return escape(before + space) + (f'<span class="end">{shown}</span>' if len(word) < _LONG_WORD else shown)


def _number(number: int) -> str:
    label = f'data-number="{number}" aria-label="citation {number}"'
    return f'<button type="button" class="cite" {label}>{number}</button>'
