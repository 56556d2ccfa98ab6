"""Which articles a question is about, and the passages of those."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.formats.dates import in_words
from index.library import Library
from index.where import EVERY, Where, only
from index.words import content_words, words
from rag.english.dates import Dated, dated
from rag.readings import Passage
from rag.retrieval.aliases import aliases
from rag.retrieval.mentions import NEWS, Mention, article_in, outlet_in
from rag.retrieval.passages import passages
from rag.retrieval.spelling import Correction, corrected
from rag.tracing import retrieved, traced

_MADE = r"(?:published|reported|written|posted|printed|dated)"
_NEWS_BEFORE = re.compile(
    rf"(?:\b{NEWS}(?: (?:that )?(?:was|were|appeared|{_MADE})(?: {_MADE})?)?|^\W*what (?:was|has been) {_MADE})\s*$",
    re.IGNORECASE,
)
_NEWS_AFTER = re.compile(rf"^(?:['’]s?)?\s+{NEWS}\b", re.IGNORECASE)
_OF_NEWS = re.compile(r"\b(?:news|articles|headlines|stories|coverage)\b", re.IGNORECASE)
NEWEST = re.compile(r"\b(?:latest|newest|most recent(?:ly)?)\b", re.IGNORECASE)
_GENERAL = frozenset(
    "happen happened happening new news latest recent newest going event events report reported reports published "
    "article articles story stories headline headlines main top coverage tell show write wrote claim mention".split()
)
_ELSEWHERE = 0.1  # less for a passage of an article that a conversation is not about
_OTHER_TIME = 0.1  # less for a passage of another time than is named
_OLDEST = 0.2  # less for the oldest passage, where the latest is asked for
_FITS_WELL = 0.7  # as high as the best score
_WIDER = 3  # times as many passages are found as are wanted, where their dates rank them anew


@dataclass(frozen=True)
class Scope:
    """What a question says of the articles that it is about, and how it is read.

    `question` is asked: without those words, if it then still asks something, and with `corrections` made. `since` and
    `until` are ISO dates, both included; `preferred` tells that other articles come after them rather than not at all.
    `within` are the articles to be searched; where there are none, `nothing` says so in a sentence. `near` are the ids
    of the articles that a conversation is about, which others come after; `topic` is what it is about, in words that
    are searched for beside the question.
    """

    question: str
    corrections: tuple[Correction, ...] = ()
    outlets: tuple[str, ...] = ()
    titled: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    preferred: bool = False
    newest_first: bool = False
    within: Where = EVERY
    nothing: str = ""
    near: frozenset[str] = frozenset()
    topic: str = ""


def scope_of(
    question: str,
    library: Library,
    today: date | None = None,
    near: Collection[str] = (),
    topic: str = "",
    chosen: Where = EVERY,
) -> Scope:
    """Read which articles a question is about; only outlets and titles that the library has are taken for such.

    A date restricts the articles where the question speaks of articles or news of that time, or asks nothing but what
    happened "last week"; any other may be a part of what is asked, and articles of that time are only preferred. Only
    `chosen` articles are searched. Words that no article has are then read as the nearest that one has,
    see `rag/retrieval/spelling.py`.
    """
    outlet, article = outlet_in(question, library.catalogue), article_in(question, library)
    named = [mention for mention in (outlet, article) if mention]
    when, strictly = _time_in(question, named, today or date.today())
    spans = [(mention.start, mention.end) for mention in named if mention.apart]
    within, nothing = _left(library, named, when if strictly else None, chosen)
    left = _without(question, [*spans, *([(when.start, when.end)] if when and strictly else [])])
    kept = [word for mention in named for word in words(question[mention.start : mention.end])]
    read, corrections = corrected(left, library.lexicon, kept)
    return Scope(
        question=read,
        corrections=corrections,
        outlets=outlet.names if outlet else (),
        titled=tuple(sorted(article.articles.ids or ())) if article else (),
        since=when.since if when else None,
        until=when.until if when else None,
        preferred=when is not None and not strictly,
        newest_first=bool(NEWEST.search(question)),
        within=within,
        nothing=nothing,
        near=frozenset(near),
        topic=topic,
    )


def _time_in(question: str, named: Sequence[Mention], today: date) -> tuple[Dated | None, bool]:
    """Return the time that a question names outside of what it calls articles, and whether that restricts them."""
    when = dated(question, today)
    if when is None or any(mention.start <= when.start and when.end <= mention.end for mention in named):
        return None, False
    strictly = _is_of_articles(question, when)
    if not strictly and not when.word and not when.relative:
        return None, False  # "the 2021 election"
    return when, strictly


@traced("byline.retrieve", "RETRIEVER", retrieved)
def search(scope: Scope, library: Library, count: int = 10) -> list[Passage]:
    """Return the `count` passages that fit best, the best first, of the articles that a question is about.

    What the articles also call what it names is searched for too.
    """
    wider = _WIDER if scope.newest_first or scope.preferred else 1
    asked = [scope.question, scope.topic, *aliases(scope.question, library.lexicon).values()]
    query = " ".join(filter(None, asked))
    found = passages(query, library, wider * count, scope.within)
    if scope.near:
        there = {(passage.article.id, passage.span) for passage in found}
        lowest = min((passage.score for passage in found), default=1.0)
        beside = passages(query, library, count, only(scope.near) & scope.within)
        # What is not among the best of all scores less than they do; among few articles it seems to score more.
        found += [replace(p, score=min(p.score, lowest)) for p in beside if (p.article.id, p.span) not in there]
    return ranked(found, scope)[:count]


def ranked(found: Sequence[Passage], scope: Scope) -> list[Passage]:
    """Rank passages again by their dates; no score rises, so a date alone never brings a passage to the top.

    Where the latest is asked for, a score falls by 0.2 * (the dates that are later / all dates), where the dates are
    those of passages with at least 0.7 of the best score; unknown dates are the oldest. Where a time is preferred that
    any passage is of, the others' scores fall by 0.1.
    """
    best = max((passage.score for passage in found), default=0.0)
    well = [passage for passage in found if passage.score >= _FITS_WELL * best]
    dates = {passage.article.published[:10] for passage in well if passage.article.published}
    preferred = scope.preferred and any(_is_of(passage, scope) for passage in found)

    def less(passage: Passage) -> float:
        later = sum(day > (passage.article.published or "")[:10] for day in dates) / len(dates) if dates else 0.0
        elsewhere = bool(scope.near) and passage.article.id not in scope.near
        other_time = preferred and not _is_of(passage, scope)
        return _OLDEST * later * scope.newest_first + _OTHER_TIME * other_time + _ELSEWHERE * elsewhere

    again = [replace(passage, score=max(0.0, passage.score - less(passage))) for passage in found]
    return sorted(again, key=lambda passage: -passage.score)


def _is_of(passage: Passage, scope: Scope) -> bool:
    published = passage.article.published or ""
    return bool(published) and published[:10] <= (scope.until or "") and f"{published}~" >= (scope.since or "")


def _is_of_articles(question: str, when: Dated) -> bool:
    """Tell whether a date is that of articles, by the words beside it or since nothing else is asked."""
    before, after = question[: when.start], question[when.end :]
    if _NEWS_BEFORE.search(before) or _NEWS_AFTER.match(after):
        return True
    return when.relative and (bool(_OF_NEWS.search(question)) or not _asks(before + after))


def _asks(question: str) -> bool:
    return any(word.lower() not in _GENERAL for word in content_words(question))


def _left(library: Library, named: list[Mention], when: Dated | None, chosen: Where) -> tuple[Where, str]:
    """Return the articles that are left, and what to say where there are none."""
    if not named and not when:
        return chosen, ""
    held, holds = EVERY, library.catalogue.has_any
    for mention in named:
        held &= mention.articles
    which = "".join(f" of {mention.names[0]}" if mention.apart else "" for mention in named[:1])
    if held and not holds(held):
        return held, f"No article{which} here has such a title."
    held &= chosen
    if chosen and not holds(held):
        return held, f"No article{which or ' that the question names'} is among those that are asked."
    if not when:
        return held, ""
    left = held & Where(since=when.since, until=when.until)
    if holds(left):
        return left, ""
    newest = library.catalogue.newest(held)
    last = f"the newest is of {in_words(newest)}" if newest else "none of them has a date"
    return left, f"No article{which} here appeared {when}; {last}."


def _without(question: str, spans: list[tuple[int, int]]) -> str:
    """Return the question without these spans, if it then still asks something."""
    left = question
    for start, end in sorted(spans, reverse=True):
        left = left[:start] + " " + re.sub(r"^['’]s?\b", "", left[end:])
    left = re.sub(r"[\s,;:]+(?=[?!.,;:])", "", " ".join(left.split())).strip(" ,;:")
    if left == question or not _asks(left):
        return question
    return left[0].upper() + left[1:]
