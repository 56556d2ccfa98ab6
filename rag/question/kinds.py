"""What a question asks for, read from its form: the asking word, or the noun after "which" or "what"."""

import re

from rag.english.asking import ASKS, AUXILIARY, PREPOSITION, asking_part
from rag.english.nouns import kind_of_noun, noun_phrase
from rag.question.subject import asks_for_summary
from rag.results import Kind

_MEASURE = "many|man|much|old|long|far|tall|high|big|large|often|fast|deep|heavy|wide|hot|cold|few|frequently"
_YES_NO = re.compile(rf"^(?:{AUXILIARY})(?:n['’]t)?\b(?!.*\bor\b(?! not\b))", re.IGNORECASE)
_COUNT = re.compile(rf"^(?!(?:who|where|when|which)\b).*\bhow (?:{_MEASURE})\b", re.IGNORECASE)

_FIRST = re.compile(rf"^(?:(?:{PREPOSITION})\s+)?({ASKS})\b(.*)", re.IGNORECASE | re.DOTALL)
_ANYWHERE = re.compile(rf"\b({ASKS})\b(.*)", re.IGNORECASE | re.DOTALL)
_CLAUSE = re.compile(rf"^(?:when|where)\s+(?!(?:{AUXILIARY})\b)(?=.*\b{ASKS}\b)", re.IGNORECASE | re.DOTALL)
_IS = re.compile(r"^\s+(?:is|are|was|were)\s+", re.IGNORECASE)
_NEW_PHRASE = re.compile(r"^(?:the|an?|his|her|its|their|this|these|that)\b", re.IGNORECASE)
_ALONE: dict[str, Kind] = {"who": "person", "whom": "person", "whose": "person", "where": "place", "when": "time"}


def kind_of(question: str) -> Kind:
    """Return what a question asks for; "thing" where its form does not tell."""
    if asks_for_summary(question):
        return "summary"
    asking = asking_part(question).strip()
    if _YES_NO.search(asking):
        return "yes-no"
    return "count" if _COUNT.search(asking) else _by_word(_CLAUSE.sub("", asking))


def _by_word(asking: str) -> Kind:
    """Tell the kind by the asking word: that which the question begins with, else the one in its midst."""
    match = _FIRST.match(asking) or _ANYWHERE.search(asking)
    if not match:
        return "thing"
    word, rest = match[1].lower(), match[2]
    if word not in ("what", "which"):
        return _ALONE.get(word, "thing")
    verb = _IS.match(rest)
    return _predicate(rest[verb.end() :]) if verb else _noun_asked(word, rest)


def _predicate(text: str) -> Kind:
    """Tell the kind of "what is ...": by its head noun, or by what "the name of ..." names."""
    phrase, after = noun_phrase(text)
    if not phrase:
        return "thing"
    if phrase[-1].lower() in ("name", "names"):
        owner, _ = noun_phrase(re.sub(r"^(?:of|for)\s+", "", after))
        named = [kind_of_noun(word) for word in [*phrase[:-1], *owner[-1:]]]
        return next((kind for kind in named if kind in ("person", "place")), "thing")
    if any(kind_of_noun(word) == "count" for word in phrase):
        return "count"
    return kind_of_noun(phrase[-1]) or "thing"


def _noun_asked(word: str, text: str) -> Kind:
    """Tell the kind of "which ..." by its noun; "what helps the ..." has a verb there, and no noun."""
    phrase, after = noun_phrase(text)
    if word == "what" and len(phrase) == 1 and _NEW_PHRASE.match(after):
        return "thing"
    return next((kind for noun in reversed(phrase) if (kind := kind_of_noun(noun))), "thing")
