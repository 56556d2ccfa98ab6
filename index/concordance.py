"""Every mention of what is searched for inside the articles, in its sentence."""

import secrets
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

from index.query import articles, parsed, phrases
from index.storage.searcher import Lexicon
from index.storage.truth import Truth
from index.types import Findings, Found, Mention, Span
from index.where import EVERY, Where, only


def find(truth: Truth, lexicon: Lexicon, typed: str, count: int, after: int, within: Where = EVERY) -> Findings:
    """Return `count` of these articles that have what was typed, after the first `after`, the latest published first.

    The caller sees to it that nothing is written meanwhile. Raises `SearchFault` where it cannot be read.
    """
    query = parsed(typed)
    wanted = articles(query, lambda phrase: lexicon.having([phrase.text], within), lambda: set(truth.ids(within)))
    texts = list(dict.fromkeys(phrase.text for phrase in phrases(query)))
    wanted &= lexicon.having(texts, within)  # "a OR NOT b" also wants articles that mention nothing
    rows = truth.latest(only(wanted), count, after)
    # The marks are of this search alone, so that no text can hold them.
    opened, closed = secrets.token_hex(16), secrets.token_hex(16)
    titles: dict[str, str] = {}
    mentions: dict[str, list[Mention]] = defaultdict(list)
    ids = truth.chunks_of([row.id for row in rows])
    marked = lexicon.marked(texts, ids, (opened, closed))
    for id, chunk in sorted(truth.chunks(list(marked)).items(), key=lambda pair: pair[1].span):
        titles[chunk.article_id], body = marked[id]
        mentions[chunk.article_id] += _mentions(chunk.sentences, _marks(body, opened, closed))
    found = (Found(row, tuple(_marks(titles[row.id], opened, closed)), tuple(mentions[row.id])) for row in rows)
    return Findings(tuple(found), len(wanted))


def _marks(marked: str, opened: str, closed: str) -> Iterator[Span]:
    """Yield the places that FTS5 marked, as they are in the text without the marks."""
    first, *pieces = marked.split(opened)
    at = len(first)
    for piece in pieces:
        inside, outside = piece.split(closed)
        yield Span(at, at + len(inside))
        at += len(inside) + len(outside)


def _mentions(sentences: Sequence[Span], marks: Iterator[Span]) -> Iterator[Mention]:
    """Yield the sentences with marks, moved from the body of a chunk, where a space parts sentences, to the article."""
    starts = [0, *accumulate(sentence.end - sentence.start + 1 for sentence in sentences)]
    found: dict[int, list[Span]] = defaultdict(list)
    for mark in marks:
        at = next(at for at in range(len(sentences)) if mark.start < starts[at + 1])
        start = sentences[at].start + mark.start - starts[at]
        found[at].append(Span(start, min(start + mark.end - mark.start, sentences[at].end)))
    yield from (Mention(sentences[at], tuple(found[at])) for at in sorted(found))
