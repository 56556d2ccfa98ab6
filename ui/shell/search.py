"""The command `byline search`."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import click

from index.faults import SearchFault
from index.types import Found, Span
from ui.shell.common import index_option, json_option, opened_library, say, say_json
from ui.shell.selecting import selecting_options, selection_of

if TYPE_CHECKING:
    from index.library import Library
    from index.where import Where

_AT_ONCE = 50  # articles: bounds the memory


@click.command()
@click.argument("query", nargs=-1, required=True)
@selecting_options
@index_option
@json_option
def search(query: tuple[str, ...], folder: str | None, as_json: bool, **chosen: Any) -> None:
    """Find every mention of QUERY inside the articles.

    QUERY is words, in any form, and "phrases", joined by AND (or nothing), OR, NOT and brackets. The latest articles
    come first; each sentence is printed with its place in the text, and what was found in it in *stars*.
    """
    within = selection_of(**chosen)
    library = opened_library(folder)
    from rag.retrieval.selected import selected

    articles = selected(within, library.catalogue).articles
    try:
        found = list(_told(library, " ".join(query), as_json, articles))
    except SearchFault as fault:
        raise click.UsageError(str(fault)) from fault
    if as_json:
        say_json(found)
    elif not found:
        say("No article has it.")


def _told(library: "Library", query: str, as_json: bool, within: "Where") -> Iterator[dict[str, Any]]:
    """Yield what was found in each article; print it, unless that is to be JSON."""
    after, total = 0, 1
    while after < total:
        findings = library.find(query, _AT_ONCE, after, within)
        after, total = after + _AT_ONCE, findings.total
        for one in findings.found:
            text = library.article(one.article.id).text
            if not as_json:
                say(*_lines(one, text))
            yield _plain(one, text)


def _lines(found: Found, text: str) -> Iterator[str]:
    row = found.article
    origin = ", ".join(part for part in (row.source, row.published) if part)
    title = _starred(row.title, Span(0, len(row.title)), found.in_title)
    yield f"{row.id}  {title}" + (f" ({origin})" if origin else "") + f": {found.count:,}"
    yield from (f"  {one.sentence.start}: {_starred(text, one.sentence, one.marks)}" for one in found.mentions)


def _starred(text: str, within: Span, marks: Sequence[Span]) -> str:
    edges = [within.start, *(edge for mark in marks for edge in mark), within.end]
    pieces = [" ".join(text[start:end].split("\n")) for start, end in pairwise(edges)]
    return "*".join(pieces)


def _plain(found: Found, text: str) -> dict[str, Any]:
    mentions = [
        {"start": one.sentence.start, "end": one.sentence.end, "text": one.sentence.of(text), "marks": one.marks}
        for one in found.mentions
    ]
    return {**found.article._asdict(), "count": found.count, "in_title": found.in_title, "mentions": mentions}
