"""A summary: the few sentences of articles that say the most, each quoted as it stands."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.articles import blocks
from index.chunking import sentences
from index.encoding import Encoder, Vectors
from index.formats.dates import in_words
from index.library import Library
from index.types import Article, Span
from index.updates import newest_update
from index.where import EVERY, Where, only
from index.words import among, content_words, words
from rag.question.subject import asks_of_all, subject_of
from rag.readings import Reading
from rag.retrieval.meant import apart
from rag.retrieval.scope import NEWEST

SENTENCES = 4
_PASSAGES = 6  # read for a subject
_EMBEDDED = 30  # sentences of all articles together; embedding more takes longer than a summary is waited for
_SHORTEST = 5  # words of a sentence that says something
_LEAD = 0.5  # the weight of standing first, beside that of being like all the others
_REPEATS = 0.4  # the weight of being like a sentence chosen before
_SAME = 0.95  # cosine of two sentences that say the same
_LEANING = 0.1  # what a sentence loses that leans on one before it which is not chosen
_RELEVANT = 0.35  # cosine of a subject and a sentence about it that has none of its words

_LEANS = re.compile(
    r"[“\"‘']?(?:but|and|so|yet|or|then|still|however|also|instead|meanwhile|moreover|therefore|thus|besides|nevertheless"
    r"|he|she|it|they|his|her|its|their|this|these|those|that|such|both|another|others?)\b",
    re.IGNORECASE,
)

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Summary:
    """The sentences that sum up articles, the articles by date: each a reading whose answer is the whole sentence.

    `subject` is what they are about, "" where it is all that the articles say. Where no article is about the subject
    there are no articles and no readings. `among` is from how many articles one was taken that nobody named; `nothing`
    says in a sentence that those which are named are not among those that are asked.
    """

    subject: str
    articles: tuple[Article, ...]
    readings: tuple[Reading, ...]
    among: int = 0
    nothing: str = ""

    @property
    def note(self) -> str:
        """Name the article that was taken where others may be meant."""
        if not self.among or not self.articles:
            return ""
        (one,) = self.articles
        origin = ", ".join(filter(None, (one.source, one.published and in_words(one.published))))
        named = f"“{one.title}”{f' ({origin})' if origin else ''}"
        return f"Of {self.among:,} articles, the last added: {named}. Name another by its outlet or title."


@dataclass(frozen=True)
class Sentence:
    """A sentence that a summary may quote; `place` is how many of its article come before it."""

    article: Article
    span: Span
    place: int

    @property
    def text(self) -> str:
        """Return its words."""
        return self.span.of(self.article.text)


def summarize(
    question: str,
    library: Library,
    encoder: Encoder,
    article_ids: Sequence[str] = (),
    near: Sequence[str] = (),
    count: int = SENTENCES,
    chosen: Where = EVERY,
) -> Summary:
    """Sum up what a question asks for, in at most `count` sentences: its subject, the newest articles, or one.

    Only the articles that are `chosen` and that the question names by outlet, author or title count. "This article" is
    the first of `article_ids`, those that the last answer cited, else the newest. What the articles `near` say about a
    subject comes before what all say. The latest of a live blog is its newest update.
    """
    asked, named = apart(question, library)
    within, catalogue = named & chosen, library.catalogue
    if named and chosen and not catalogue.has_any(within) and (nothing := _elsewhere(named, chosen, library)):
        return Summary("", (), (), nothing=nothing)
    if subject := subject_of(asked):
        latest = bool(NEWEST.search(asked))
        found = about(subject, library, encoder, count, only(near) & within, latest) if near else None
        return found if found and found.readings else about(subject, library, encoder, count, within, latest)
    newest, among = catalogue.added_last(within, count), catalogue.count(within)
    there = set() if named else set(catalogue.ids(only(article_ids) & within))
    cited = [id for id in article_ids if id in there]
    if asks_of_all(asked):
        return of_articles([library.article(id) for id in newest], encoder, count)
    summed = of_articles([library.article(id) for id in [*cited, *newest][:1]], encoder, count)
    return summed if cited or among == 1 else replace(summed, among=among)


def _elsewhere(named: Where, chosen: Where, library: Library) -> str:
    """Say that the articles which a question names are not among those that are asked; nothing where none are there."""
    catalogue = library.catalogue
    if not (count := catalogue.count(named)) or not catalogue.has_any(chosen):
        return ""
    if count == 1:
        return f"“{library.article(catalogue.ids(named)[0]).title}” is not among those that are asked."
    return f"None of the {count:,} articles that you name is among those that are asked."


def of_articles(articles: Sequence[Article], encoder: Encoder, count: int = SENTENCES) -> Summary:
    """Sum up articles in at most `count` sentences, about as many of each."""
    if not articles:
        return Summary("", (), ())
    found = [one for article in articles for one in spread(quotable(article), _EMBEDDED // len(articles))]
    vectors = encoder.encode([sentence.text for sentence in found])
    own = [[at for at, one in enumerate(found) if one.article is article] for article in articles]
    likeness = np.zeros(len(found), np.float32)
    for rows in filter(None, own):
        likeness[rows] = vectors[rows] @ vectors[rows].mean(axis=0)
    picked = chosen(found, vectors, likeness + _lead(found), count, most=-(-count // max(1, len(articles))))
    return _summary("", found, picked, likeness)


def about(
    subject: str,
    library: Library,
    encoder: Encoder,
    count: int = SENTENCES,
    within: Where = EVERY,
    latest: bool = False,
) -> Summary:
    """Sum up in at most `count` sentences what the best passages, of the articles `within`, say about a subject.

    With `latest`, an article that is a live blog says only what its newest update does.
    """
    hits = library.search(subject, _PASSAGES, within)
    spans = {(hit.chunk.article_id, span) for hit in hits for span in hit.chunk.sentences}
    articles = [library.article(id) for id in dict.fromkeys(hit.chunk.article_id for hit in hits)]
    updates = {article.id: newest_update(article) if latest else None for article in articles}
    held = [one for article in articles for one in _held(article, spans, updates[article.id])]
    vectors = encoder.encode([subject, *(sentence.text for sentence in held)])
    # An update does not name what its whole page is about.
    told = [one.text if updates[one.article.id] is None else f"{one.article.title} {one.text}" for one in held]
    named = np.array([_named(subject, text) for text in told], np.float32)
    relevance = np.maximum(vectors[1:] @ vectors[0], named)
    rows = [at for at, sure in enumerate(relevance) if sure >= _RELEVANT]
    found, vectors, relevance = [held[at] for at in rows], vectors[1:][rows], relevance[rows]
    return _summary(subject, found, chosen(found, vectors, relevance + _lead(found), count), relevance)


def quotable(article: Article) -> list[Sentence]:
    """Return the sentences of an article's paragraphs and lists; captions, credits and headings sum nothing up."""
    told = [block.span for block in blocks(article.text, article.headline) if block.kind in ("paragraph", "item")]
    spans = [span for span in sentences(article) if any(b.start <= span.start and span.end <= b.end for b in told)]
    full = [span for span in spans if len(span.of(article.text).split()) >= _SHORTEST]
    return [Sentence(article, span, place) for place, span in enumerate(full or spans)]


def _held(article: Article, passages: set[tuple[str, Span]], update: Span | None) -> list[Sentence]:
    """Return the sentences of an article that passages hold; of an update all, with the heading that tells its time."""
    if update is None:
        return [one for one in quotable(article) if (article.id, one.span) in passages]
    spans = [span for span in sentences(article) if update.start <= span.start < update.end]
    return [Sentence(article, span, place) for place, span in enumerate(spans)]


def spread(found: Sequence[Sentence], count: int) -> list[Sentence]:
    """Return `count` sentences of many: half from the start, half evenly from the rest."""
    if len(found) <= count:
        return list(found)
    first = count // 2
    return [*found[:first], *(found[int(at)] for at in np.linspace(first, len(found) - 1, count - first))]


def chosen(
    found: Sequence[Sentence], vectors: Vectors, worth: Floats, count: int, most: int | None = None
) -> list[int]:
    """Return which sentences sum up best, at most `most` of an article: each time the worthiest that repeats least.

    Method: maximal marginal relevance (Carbonell and Goldstein 1998). A sentence that leans on the one before it, as in
    "But he ...", is worth less unless that one is chosen. What says the same as a sentence chosen is left out.
    """
    alike = vectors @ vectors.T
    leaning = [leans(sentence.text) for sentence in found]
    picked: list[int] = []
    for _ in range(count):
        places = [(found[at].article.id, found[at].place) for at in picked]
        full = {id for id, number in Counter(id for id, _ in places).items() if number == most}
        value = worth - (_REPEATS * alike[:, picked].max(axis=1) if picked else 0)
        for at, one in enumerate(found):
            value[at] -= _LEANING * (leaning[at] and (one.article.id, one.place - 1) not in places)
            if one.article.id in full or at in picked or any(alike[at, other] > _SAME for other in picked):
                value[at] = -np.inf
        if not found or not np.isfinite(value.max()):
            break
        picked.append(int(value.argmax()))
    return picked


def leans(text: str) -> bool:
    """Tell a sentence that is hard to read without the one before it, by its first word."""
    return bool(_LEANS.match(text))


def _lead(found: Sequence[Sentence]) -> Floats:
    """Return what each sentence gains by standing early: news tells first what matters most."""
    return np.array([_LEAD / (1 + sentence.place) for sentence in found], np.float32)


def _named(subject: str, text: str) -> float:
    """Return the share of a subject's words that a text has, in any ending."""
    asked, present = content_words(subject), words(text)
    return sum(among(word, present) for word in asked) / len(asked) if asked else 0.0


def _summary(subject: str, found: Sequence[Sentence], picked: Sequence[int], sureness: Floats) -> Summary:
    """Put what is chosen in order: the articles by date, their sentences as they stand."""
    order = sorted(picked, key=lambda at: (found[at].article.published or "", found[at].article.id, found[at].place))
    readings = tuple(
        Reading(found[at].article, found[at].span, found[at].span, float(np.clip(sureness[at], 0, 1))) for at in order
    )
    return Summary(subject, tuple({r.article.id: r.article for r in readings}.values()), readings)
