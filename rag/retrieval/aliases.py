"""What else the articles call what a question names: acronyms, and the names that they stand for."""

import re
from collections import Counter
from collections.abc import Iterator

from index.storage.searcher import Lexicon
from index.words import content_words

_WORD = r"[A-Z][\w’'&]*"
_SMALL = "and|de|for|in|of|on|the|to"
_RUN = re.compile(rf"{_WORD}(?:[ -](?:(?:{_SMALL}) ){{0,2}}{_WORD})+")
_ACRONYM = re.compile(r"[A-Z]{2,7}")
_SHORTEST = 3  # letters of an acronym that is found from a name, or without capitals
_PASSAGES = 50  # in which an acronym is looked up


def aliases(question: str, lexicon: Lexicon) -> dict[str, str]:
    """Return what the articles also call what a question names: {"MFA": "Ministry of Foreign Affairs"}, or the reverse.

    An acronym stands for the run of capitalised words with its initials that passages with the acronym have most often.
    In a question without capitals any word of three to seven letters may be one, if most passages write it as one.
    """
    found = {acronym: _stands_for(acronym.upper(), lexicon) for acronym in _acronyms(question)}
    for name in _names(question):
        acronym = _initials(name)
        if len(acronym) >= _SHORTEST and any(name in text for text in _passages(acronym, lexicon)):
            found[name] = acronym
    return {said: called for said, called in found.items() if called and called.lower() not in question.lower()}


def _acronyms(question: str) -> list[str]:
    found = content_words(question)
    if question == question.lower():
        return [word for word in found if len(word) >= _SHORTEST and _ACRONYM.fullmatch(word.upper())]
    return [word for word in found if _ACRONYM.fullmatch(word)]


def _stands_for(acronym: str, lexicon: Lexicon) -> str | None:
    names = Counter(name for text in _passages(acronym, lexicon) for name in _names(text) if _initials(name) == acronym)
    return names.most_common(1)[0][0] if names else None


def _passages(acronym: str, lexicon: Lexicon) -> list[str]:
    """Return passages that have an acronym; none where most that have these letters have them as another word."""
    texts = lexicon.with_term(lexicon.stem(acronym), _PASSAGES)
    found = [text for text in texts if re.search(rf"\b{acronym}\b", text)]
    return found if 2 * len(found) > len(texts) else []


def _names(text: str) -> Iterator[str]:
    """Yield the runs of two capitalised words or more, and the shorter runs in them."""
    for run in _RUN.finditer(text):
        starts = [word.start() for word in re.finditer(_WORD, run[0])]
        ends = [word.end() for word in re.finditer(_WORD, run[0])]
        for first in range(len(starts)):
            for last in range(first + 1, min(len(ends), first + 7)):
                yield run[0][starts[first] : ends[last]]


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.split(r"[ -]", name) if word[:1].isupper())
