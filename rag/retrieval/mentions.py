"""The outlets and articles that a question names, of those that the library has."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import log

from index.library import Library
from index.storage.catalogue import Catalogue
from index.where import Where, of_any, only
from index.words import content_words

NEWS = r"(?:news(?: (?:articles?|stories|reports?))?|articles?|stories|story|headlines?|coverage)"
_SAID = r"(?:say|says|said|report|reports|reported|write|writes|wrote|claim|claims|tell|tells|mention|mentions)"
_BEFORE_NEWS = re.compile(
    rf"(?P<name>\b(?:[A-Z0-9]|(?:the|this|that) \w)[\w.& ]*?)(?=(?:['’]s?)? (?:{NEWS}|reports?)\b)"
)
_OUTLET = (
    re.compile(r"(?P<form>\baccording to|\bas (?:reported|told) by) (?P<name>[^,?!;:]+)", re.IGNORECASE),
    re.compile(rf"\b(?:do|does|did|has) (?P<name>[^,?!;:]+?) (?={_SAID}\b)", re.IGNORECASE),
    re.compile(r"(?P<form>\b(?:[Ii]n|[Bb]y|[Ff]rom|[Oo]n)) (?P<name>(?:the )?[A-Z0-9][^,?!;:]*)"),
    _BEFORE_NEWS,
)
_ARTICLE = re.compile(
    r"(?:\b(?P<form>in|according to|from|of) )?\b(?:the|that|this|an?) (?:(?!(?:in|of|from|on|to) )[\w.&’'-]+ ){0,3}?"
    r"(?:article|story|news report) "
    r"(?P<about>about |on |with the title |titled |called |headlined |entitled )?"
    r"(?:“(?P<a>[^”]+)”|\"(?P<b>[^\"]+)\"|[‘'](?P<c>.+?)[’'](?!\w)|(?P<words>[^,?!;:]+))",
    re.IGNORECASE,
)
_ENDS = re.compile(
    rf"\s(?:{_SAID}|according to|as reported|published|who|what|when|where|why|how|which|is|are|was|were|did|does)\b.*",
    re.IGNORECASE,
)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_SECOND_LEVEL = {"ac", "co", "com", "edu", "gov", "net", "org"}
_KIND = re.compile(r"(?:\W(?:news|online|magazine|newspaper))+$")
_LONGEST = 6  # words of an outlet's name
_CLEARLY = 0.6  # of the weight of the words that name an article, its title has


@dataclass(frozen=True)
class Mention:
    """What a question names, the articles that it thus is about, and from where to where.

    `apart` tells whether the question can be asked without these words.
    """

    names: tuple[str, ...]
    articles: Where
    start: int
    end: int
    apart: bool


def outlet_in(question: str, catalogue: Catalogue) -> Mention | None:
    """Return the first outlet of the library that a question names as one: "according to CNN", "in The Guardian".

    An outlet is known by its name, or by the site of its articles: "CNN" is cnn.com.
    """
    candidates = [found for form in _OUTLET for found in form.finditer(question)]
    known = _outlets(catalogue) if candidates else {}
    for found in candidates:
        for start, end in _runs(found):
            if names := _called(question[start:end], known):
                apart = bool(found.groupdict().get("form"))
                first = found.start() if apart else start
                return Mention(tuple(names), of_any(names), first, end, apart)
    return None


def outlets_called(name: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the outlets and sites of the library that go by a name: "diplomat" is The Diplomat, "CNN" is cnn.com."""
    known = _outlets(catalogue)
    return tuple(
        sorted(_called(name, known) or _called(f"the {name}", known), key=lambda one: bool(_HOST.fullmatch(one)))
    )


def _called(name: str, known: dict[str, list[str]]) -> list[str]:
    return known.get(_key(name)) or known.get(_key(re.sub(r"(?i)^the ", "", name))) or []


def _runs(found: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield where a name may stand, the longest first: at the beginning of what was found, or before "article"."""
    places = [word.span() for word in re.compile(r"\S+").finditer(found.string, *found.span("name"))]
    if found.re is _BEFORE_NEWS:
        yield from ((start, places[-1][1]) for start, _ in places[-_LONGEST:])
    else:
        yield from ((places[0][0], end) for _, end in places[:_LONGEST][::-1])


def article_in(question: str, library: Library) -> Mention | None:
    """Return the articles that a question names by words of their title, if these match clearly.

    A word counts log(1 + articles / those that have it in the title); the best match must have 0.6 of all that the
    words count. Of equally good matches all are meant.
    """
    found = _ARTICLE.search(question)
    if not found or not (found["about"] or not found["words"]):
        return None
    title = found["a"] or found["b"] or found["c"] or _ENDS.sub("", found["words"])
    end = found.start("words") + len(title) if found["words"] else found.end()
    articles = titled(title, library)
    apart = bool(found["form"])
    return Mention((title,), only(articles), found.start(), end, apart) if articles else None


def titled(title: str, library: Library) -> set[str]:
    """Return the ids of the articles whose titles match the words of a title clearly, and best."""
    every = library.catalogue.count()
    having = {word: library.lexicon.titled(word) for word in content_words(title)}
    weights = {word: log(1 + every / max(1, len(ids))) for word, ids in having.items()}
    scores: dict[str, float] = {}
    for word, ids in having.items():
        for id in ids:
            scores[id] = scores.get(id, 0.0) + weights[word]
    best = max(scores.values(), default=0.0)
    if best < _CLEARLY * sum(weights.values()) or not best:
        return set()
    return {id for id, score in scores.items() if score >= best - 1e-9}


def _outlets(catalogue: Catalogue) -> dict[str, list[str]]:
    known: dict[str, list[str]] = {}
    for name in catalogue.outlets():
        for key in set(_keys(name)):
            known.setdefault(key, []).append(name)
    return known


def _keys(name: str) -> Iterator[str]:
    """Yield what an outlet may be called, without case, spaces and signs."""
    if _HOST.fullmatch(name):
        labels = [label for label in name.lower().split(".")[:-1] if label != "www"]
        name = labels[-2] if len(labels) > 1 and labels[-1] in _SECOND_LEVEL else labels[-1] if labels else name
    yield _key(name)
    short = _KIND.sub("", name.lower())
    yield _key(short)
    if short.startswith("the ") and short.count(" ") > 1:
        yield _key(short.removeprefix("the "))


def _key(name: str) -> str:
    plain = re.sub(r"['’]s?$", "", name.casefold())
    if _HOST.fullmatch(plain):
        plain = next(_keys(plain))
    return re.sub(r"[\W_]+", "", plain)
