"""Readings -> numbered citations, each checked against the article as it is stored."""

import logging
from collections.abc import Sequence

from index.faults import CitationFault
from index.library import Library
from rag.english.calendar import date_meant
from rag.readings import Reading
from rag.results import Citation

_log = logging.getLogger(__name__)


def cite(readings: Sequence[Reading], library: Library, dated: bool = False) -> tuple[Citation, ...]:
    """Number readings from 1 and quote their sentences; with `dated`, tell the dates that answers mean.

    Raises `CitationFault` when the stored article is gone or does not read so at that place.
    """
    return tuple(_citation(number, reading, library, dated) for number, reading in enumerate(readings, start=1))


def _citation(number: int, reading: Reading, library: Library, dated: bool) -> Citation:
    article, (start, end) = reading.article, reading.sentence
    quote = reading.sentence.of(article.text)
    _check(article.id, start, end, quote, library)
    if not start <= reading.answer.start <= reading.answer.end <= end:
        raise _fault(f"the answer at {reading.answer} is not inside the sentence {start}-{end} of article {article.id}")
    return Citation(
        number=number,
        article_id=article.id,
        title=article.title,
        source=article.source,
        url=article.url,
        published=article.published,
        start=start,
        end=end,
        quote=quote,
        answer_start=reading.answer.start,
        answer_end=reading.answer.end,
        date=date_meant(reading.answer.of(article.text), quote, article.published) if dated else None,
        scanned=article.scans.have(start, end),
        also=tuple(_citation(number, other, library, dated) for other in reading.also),
    )


def _check(article_id: str, start: int, end: int, quote: str, library: Library) -> None:
    try:
        stored = library.article(article_id).text[start:end]
    except KeyError:
        raise _fault(f"article {article_id} is no longer in the library") from None
    if not quote or stored != quote:
        raise _fault(f"article {article_id} reads {stored!r} at {start}-{end}, not {quote!r}")


def _fault(what: str) -> CitationFault:
    _log.error("citation refused: %s", what)
    return CitationFault(f"A citation does not hold, so the answer is withheld: {what}. Ask again.")
