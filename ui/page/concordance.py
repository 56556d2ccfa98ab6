"""What was found inside the articles -> HTML: each mention in its sentence. All words are escaped."""

from collections.abc import Callable, Iterable, Sequence
from html import escape

from index.types import Article, Findings, Found, Mention, Span
from ui.page.article import line, readable

FIRST = 3
"""How many sentences of each article are shown at once."""
MORE = 50
"""How many come when more are asked for."""


def findings(found: Findings, after: int, find: Callable[[str], Article]) -> str:
    """Return articles with their first mentions, and a button for further ones; `after` were shown before."""
    items = "".join(_item(one, find(one.article.id).text) for one in found.found)
    shown = after + len(found.found)
    left = found.total - shown
    words = f"{left:,} more article{'' if left == 1 else 's'}"
    more = f'<button type="button" data-do="findMore" value="{shown}">{words}</button>' if left > 0 else ""
    return f'<ol class="found">{items}</ol>{more}'


def counted(found: Findings) -> str:
    """Return how many articles have what was searched for."""
    if not found.total:
        return "No article has it."
    return f"Found in {found.total:,} article{'' if found.total == 1 else 's'}."


def mentions(found: Found, text: str, after: int, count: int) -> str:
    """Return `count` sentences of an article after the first `after`, and a button for further ones."""
    told = "".join(_mention(found.article.id, one, text) for one in found.mentions[after : after + count])
    left = len(found.mentions) - after - count
    if left <= 0:
        return told
    words = f"{left:,} more sentence{'' if left == 1 else 's'}"
    attributes = f'data-do="mentionMore" data-id="{found.article.id}" value="{after + count}"'
    return f'{told}<li><button type="button" class="further" {attributes}>{words}</button></li>'


def _item(found: Found, text: str) -> str:
    row = found.article
    title = _marked(row.title, Span(0, len(row.title)), found.in_title)
    times = f"{found.count:,} mention{'' if found.count == 1 else 's'}"
    return (
        f'<li><h3><button type="button" class="open" data-article="{row.id}">{title}</button></h3>'
        f'<p class="meta">{line((row.source, readable(row.published), times))}</p>'
        f'<ol class="mentions">{mentions(found, text, 0, FIRST)}</ol></li>'
    )


def _mention(article_id: str, mention: Mention, text: str) -> str:
    start, end = mention.sentence
    marks = ";".join(f"1 {start} {end} {mark.start} {mark.end}" for mark in mention.marks)
    words = _marked(text, mention.sentence, mention.marks)
    return f'<li><button type="button" data-article="{article_id}" data-marks="{marks}">{words}</button></li>'


def _marked(text: str, within: Span, marks: Sequence[Span]) -> str:
    return "".join(_pieces(text, within, marks))


def _pieces(text: str, within: Span, marks: Sequence[Span]) -> Iterable[str]:
    at = within.start
    for mark in marks:
        yield f"{escape(text[at : mark.start])}<mark>{escape(mark.of(text))}</mark>"
        at = mark.end
    yield escape(text[at : within.end])
