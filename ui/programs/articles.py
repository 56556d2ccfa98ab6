"""The library for programs: passages of a query, articles listed, read, kept and removed."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import TypeVar

from index.faults import IndexFault
from index.formats.dates import iso
from index.formats.text import article
from index.selection import Selection
from index.sources import Sources, Upload
from index.types import Article, Outcome
from rag.assistant import Assistant
from ui.programs.errors import ProgramFault
from ui.programs.shapes import (
    ArticlePage,
    ArticleRead,
    ArticleRow,
    ArticleWritten,
    Order,
    PassageFound,
    Passages,
)

T = TypeVar("T")
_FALLING = ("added", "published")  # orders of which the last comes first


class NoArticle(ProgramFault):
    """Raised when there is no article of an id."""

    def __init__(self, article_id: str) -> None:
        super().__init__(
            HTTPStatus.NOT_FOUND, f"There is no article {article_id}. The list has the ids of all articles."
        )


def passages(assistant: Assistant, query: str, count: int, within: Selection | None) -> Passages:
    """Return the passages in which a query's answer would be looked for, within the articles that are chosen."""
    found = [
        PassageFound(
            article_id=passage.article.id,
            title=passage.article.title,
            source=passage.article.source,
            url=passage.article.url,
            published=passage.article.published,
            start=passage.span.start,
            end=passage.span.end,
            text=passage.text,
            score=passage.score,
            cosine=passage.cosine,
        )
        for passage in assistant.search(query, count, within)
    ]
    return Passages(query=query, passages=found)


def listed(assistant: Assistant, words: str, order: Order, offset: int, limit: int) -> ArticlePage:
    """Return some of the articles whose title, outlet, author or date holds all the words."""
    rows, total = assistant.library.listed(words, order, order in _FALLING, limit, offset)
    return ArticlePage(articles=[ArticleRow(**row._asdict()) for row in rows], total=total, offset=offset)


def stored(assistant: Assistant, article_id: str) -> ArticleRead:
    """Return an article with its text."""
    found = _article(assistant, article_id)
    known = {key: getattr(found, key) for key in ("title", "source", "published", "author", "url", "scans", "text")}
    return ArticleRead(id=article_id, **known)


def keep(assistant: Assistant, written: ArticleWritten) -> Outcome:
    """Add an article; one that is there under the same address is replaced."""
    return _accepted(assistant.library.add([_made(written)]))[0]


def keep_file(assistant: Assistant, file: Upload, **known: str | None) -> list[Outcome]:
    """Add the articles of a file; what is known replaces what the file says."""
    _check_date(known.get("published"))
    return _accepted(assistant.library.add(Sources([file], False, None, **known)))


def update(assistant: Assistant, article_id: str, written: ArticleWritten) -> Outcome:
    """Put an article in another's place. Its id is another, since an article is named by its content."""
    earlier = _article(assistant, article_id)
    made = replace(_made(written), place=earlier.place)
    (outcome,) = _accepted(assistant.library.add([made]))
    if outcome.article_id == article_id:
        return outcome
    if outcome.status == "already there":
        told = f"The library has these words already, as the article {outcome.article_id}. Remove one of the two."
        raise ProgramFault(HTTPStatus.CONFLICT, told)
    if article_id in assistant.library.ids():  # it was known by no address or place, or by another
        for name in assistant.library.catalogue.collections_of(article_id):
            assistant.library.collect(name, str(outcome.article_id))
        assistant.remove(article_id)
    return replace(outcome, status="updated")


def remove(assistant: Assistant, article_id: str) -> None:
    """Remove an article and every trace of it."""
    _found(lambda: assistant.remove(article_id), article_id)


def _article(assistant: Assistant, article_id: str) -> Article:
    return _found(lambda: assistant.library.article(article_id), article_id)


def _found(look: Callable[[], T], article_id: str) -> T:
    try:
        return look()
    except KeyError:
        raise NoArticle(article_id) from None


def _made(written: ArticleWritten) -> Article:
    _check_date(written.published)
    try:
        return article(written.model_dump(), written.text.strip(), "Text of a program")
    except IndexFault as fault:
        raise ProgramFault(HTTPStatus.BAD_REQUEST, str(fault)) from fault


def _check_date(published: str | None) -> None:
    if published and not iso(published):
        raise ProgramFault(HTTPStatus.BAD_REQUEST, f"“{published}” is no date. Write it as 2022-08-02.")


def _accepted(outcomes: list[Outcome]) -> list[Outcome]:
    """Return what became of articles; raises where every one of them was rejected."""
    if all(outcome.status == "rejected" for outcome in outcomes):
        told = " ".join(f"{outcome.where}: {outcome.reason}" for outcome in outcomes)
        raise ProgramFault(HTTPStatus.BAD_REQUEST, told or "No article was found in the file.")
    return outcomes
