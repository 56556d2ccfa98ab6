"""Which articles a question names: those of an outlet, of an author, of a title, of a time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from index.library import Library
from index.storage.catalogue import Catalogue
from index.where import EVERY, Where, only
from rag.english.dates import dated
from rag.retrieval.mentions import article_in, outlet_in, titled

_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"")
_LINK = re.compile(r"(?:\b(?:by|of|from|in|on|with|did|does|has|have|are|were|was|is)\s+)?$", re.IGNORECASE)
_BEFORE = re.compile(
    r"\b(?:the|this|that) (?P<name>(?:(?!(?:the|of|in) )[\w’'-]+ ){1,4}?)(?:article|story|piece)\b", re.IGNORECASE
)
_TIES = re.compile(r"\b(?:about|on|with the title|titled|called|headlined|entitled) $", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*(?:[;,/|&]|\band\b)\s*", re.IGNORECASE)

_Named = tuple[Where, str, tuple[int, int]]


@dataclass(frozen=True)
class Meant:
    """The articles that a question means. `told` says which: " from CNN", " by Ana Lima".

    `left` is the question without the words that name them, in lower case and without punctuation.
    """

    articles: Where
    told: str
    left: str


def meant(question: str, library: Library) -> Meant:
    """Read which articles a question names; outlets, authors and titles are only those that the library has."""
    held = EVERY
    told: list[str] = []
    left = question
    for articles, words, (start, end) in _named(question, library):
        held &= articles
        told.append(words)
        left = left[:start] + " " * (end - start) + left[end:]
    plain = unnamed(left)
    if any(words.startswith(" by ") for words in told):  # "What did Ana Lima write?"
        plain = replace(plain, left=re.sub(r"^what(?= \w+$)", "what articles", plain.left))
    return replace(plain, articles=held, told="".join(told))


def apart(question: str, library: Library) -> tuple[str, Where]:
    """Part the words that name articles by outlet, author or title from a question; return it and these articles."""
    left, held = question, EVERY
    for articles, _, (start, end) in _articles(question, library):
        held &= articles
        tie = _TIES.search(left, 0, start)
        first = tie.start() if tie else start
        left = left[:first] + " " * (end - first) + left[end:]
    if not held:
        return question, EVERY
    return " ".join(left.split()), held


def unnamed(question: str) -> Meant:
    """Read a question that names no article."""
    plain = re.sub(r"(?<!\w)['’]s?(?!\w)|['’]", "", question.lower())
    return Meant(EVERY, "", " ".join(re.findall(r"[\w.-]*\w", plain)))


def _named(question: str, library: Library) -> Iterator[_Named]:
    """Yield the articles that each name or time in a question stands for, what they are called and where."""
    yield from _articles(question, library)
    if when := dated(question, date.today()):
        told = f" of {when.words.removeprefix(when.word).strip()}"
        yield Where(since=when.since, until=when.until), told, (when.start, when.end)


def _articles(question: str, library: Library) -> Iterator[_Named]:
    if outlet := outlet_in(question, library.catalogue):
        yield outlet.articles, f" from {outlet.names[0]}", (outlet.start, outlet.end)
        question = question[: outlet.start] + " " * (outlet.end - outlet.start) + question[outlet.end :]
    if author := _author_in(question, library.catalogue):
        name, place = author
        yield only(library.catalogue.by(name)), f" by {name}", place
    if quoted := _QUOTED.search(question):
        if ids := titled(quoted[1] or quoted[2], library):
            yield only(ids), "", quoted.span()
    elif article := article_in(question, library):
        # "the story about dredging": the noun stays in the question, for it tells that an article is asked about.
        yield article.articles, "", (article.end - len(article.names[0]), article.end)
    elif (before := _BEFORE.search(question)) and (ids := titled(before["name"], library)):
        yield only(ids), "", before.span("name")


def _author_in(question: str, catalogue: Catalogue) -> tuple[str, tuple[int, int]] | None:
    """Return the author whom a question names in full, and where, with the word that ties the name to the question."""
    asked = question.casefold()
    for names in catalogue.authors():
        for name in _SEVERAL.split(names):
            at = asked.find(name.casefold()) if " " in name else -1
            if at >= 0 and not asked[at + len(name) : at + len(name) + 1].isalnum():
                link = _LINK.search(question, 0, at)
                return name, (link.start() if link else at, at + len(name))
    return None
