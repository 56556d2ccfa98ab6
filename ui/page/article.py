"""An article -> HTML to read, with sentences lit, and what became of those added. Their words are escaped."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape
from itertools import pairwise
from typing import NamedTuple

from index.articles import blocks, shown
from index.types import Article, Outcome, Span
from ui.outcomes import EACH, counted, worth_a_line

_UNQUOTED = ' title="Not taken for the story’s words, so never quoted"'


class Mark(NamedTuple):
    """A numbered sentence to light in an article, and the answer's words inside it."""

    number: int
    sentence: Span
    answer: Span


def story(article: Article, marks: Sequence[Mark] = ()) -> str:
    """Return the article to read: marked sentences in `span.cited`, answers narrower than these in `mark`.

    Lines that are not taken for the story's words are there too, in classes of their own, but not those that repeat the
    title. Beside what is known of it stands the button to edit that.
    """
    about = [article.source, readable(article.published), f"by {article.author}" if article.author else None]
    link = ""
    if article.url and article.url.startswith(("https://", "http://")):
        link = f' · <a href="{escape(article.url)}" target="_blank" rel="noopener noreferrer">original</a>'
    lines = (
        f'<p class="{block.kind}"{"" if block.is_story else _UNQUOTED}>'
        f"{_lit(article.text, shown(article.text, block), marks)}</p>"
        for block in blocks(article.text, article.headline)
        if block.kind != "headline" or article.headline != article.title
    )
    known = f"{line(about)}{link}".removeprefix(" · ")
    edit = f'<button type="button" data-do="edit" data-id="{article.id}">Edit details</button>'
    edit = f'<span class="edits">{" · " if known else ""}{edit}</span>'
    note = f'<p class="meta scans">{escape(article.scans.told)}</p>' if article.scans else ""
    return f'<h2>{escape(article.title)}</h2><p class="meta">{known}{edit}</p>{note}{"".join(lines)}'


def _lit(text: str, block: Span, marks: Sequence[Mark]) -> str:
    """Cut a block at every edge of a mark, so that marks may touch, nest or cross."""
    edges = {edge for mark in marks for edge in (*mark.sentence, *mark.answer)}
    cuts = [block.start, *sorted(edge for edge in edges if block.start < edge < block.end), block.end]
    pieces = []
    for piece in map(Span._make, pairwise(cuts)):
        words = escape(piece.of(text))
        cited = [mark for mark in marks if _within(piece, mark.sentence)]
        if any(_within(piece, mark.answer) and mark.answer != mark.sentence for mark in cited):
            words = f"<mark>{words}</mark>"
        if cited:
            numbers = " ".join(str(mark.number) for mark in cited)
            words = f'<span class="cited" data-numbers="{numbers}">{words}</span>'
        pieces.append(words)
    return "".join(pieces)


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def told(outcomes: Sequence[Outcome], offered: Mapping[str, Mapping[str, str]]) -> str:
    """Return what became of articles that were to be added: a line each, of many only those rejected, and counts.

    `offered` has, by the id of an article, what its text seems to say of its details; a button accepts that.
    """
    lines = "".join(
        f'<li class="{outcome.status.replace(" ", "-")}"><b>{outcome.status}</b> '
        f"{_opener(outcome)}{escape(f': {outcome.reason}' if outcome.reason else '')}"
        f"{_offer(outcome.article_id, offered.get(outcome.article_id or '', {}))}</li>"
        for outcome in worth_a_line(outcomes)
    )
    return lines + (f"<li>{counted(outcomes)}</li>" if len(outcomes) > EACH else "")


def _opener(outcome: Outcome) -> str:
    name = escape(outcome.title or outcome.where)
    return f'<button type="button" data-article="{outcome.article_id}">{name}</button>' if outcome.article_id else name


def _offer(article_id: str | None, known: Mapping[str, str]) -> str:
    if not known:
        return ""
    author = f"by {known['author']}" if "author" in known else None
    said = line([author, known.get("source"), readable(known.get("published"))])
    use = f'<button type="button" data-do="accept" data-id="{article_id}">Use {"this" if len(known) == 1 else "these"}'
    return f'<p class="offered">Its text seems to say: <span>{said}</span> {use}</button></p>'


def readable(published: str | None) -> str | None:
    """Return an ISO 8601 date, or what is known of it, as it is read: `2 August 2022`; else what is given."""
    if not published:
        return None
    day = published[:10]
    for whole, form in ((day, "{0.day}\u00a0{0:%B}\u00a0{0.year}"), (f"{day}-01", "{0:%B}\u00a0{0.year}")):
        try:
            return form.format(date.fromisoformat(whole))
        except ValueError:
            continue
    return published


def line(parts: Iterable[str | None]) -> str:
    """Join what is known with middle dots."""
    return " · ".join(escape(part) for part in parts if part)
