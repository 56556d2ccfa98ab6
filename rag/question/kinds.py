"""What a question asks for, read from its form.

The noun after "which" or "what" tells a person, a place, a time or a number; its plural asks for several.
"""

import re

from rag.english.asking import ASKS, AUXILIARY, PREPOSITION, asking_part
from rag.english.nouns import is_plural, kind_of_noun, noun_phrase
from rag.question.subject import asks_for_summary
from rag.results import Kind

_BE = "(?:is|are|was|were)"
_NUMBER = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
_MEASURE = "many|man|much|old|long|far|tall|high|big|large|often|fast|deep|heavy|wide|hot|cold|few|frequently"
_CAUSED = "(?:caus|trigger|prompt|spark|motivat|inspir|provok)(?:ed?|es|s|ing)"
_NO_OWNER = r"(?!\S+(?:['’]s|s['’]) )"
_NO_DETERMINER = r"(?!(?:the|his|her|its|their|your|my|our|this|that|these|those|some|any|all|one|it)\b)"
_NO_NAME = rf"(?!(?:{AUXILIARY}|{PREPOSITION}|{ASKS}|that|to|like|not|\w+ed|\w+ing|most|best)\b)"
_NAME = rf"{_NO_DETERMINER}(?:{_NO_OWNER}{_NO_NAME}[\w.'’&-]+ ?)"
_CAPITALS = rf"(?-i:{_NO_OWNER}(?:[Tt]he )?[A-Z0-9][\w.'’&-]*(?: (?:(?:of|de|the|and) )*[A-Z0-9][\w.'’&-]*)*)"
# The first that fits tells the kind, before the asking word is looked at.
_FORMS: tuple[tuple[Kind, str], ...] = (
    ("yes-no", rf"^(?:{AUXILIARY})(?:n['’]t)?\b(?!.*\bor\b(?! not\b))"),
    (
        "list",
        rf"^(?:name|list|give|mention|enumerate) (?:me )?(?:(?:all|the|some|any|at least) )*(?:{_NUMBER}|people)\b",
    ),
    ("list", r"^(?:name|list|give|mention|enumerate) (?:me )?(?:(?:all|the|some|any) )*(?:\w+ )?\w+[^\Wsui\d]s\b"),
    (
        "list",
        rf"\b(?:what|which|who) {_BE} (?:(?:all|the|his|her|its|their|these|those|some|of) )+(?:names\b|{_NUMBER} )",
    ),
    ("count", rf"^(?!(?:who|where|when|which)\b).*\bhow (?:{_MEASURE})\b"),
    ("reason", rf"\bwhy\b|\bhow come\b|\bwhat (?:ha[sd] )?{_CAUSED}\b|^what leads to\b|^what led\b(?=.*\bto\b)"),
    ("reason", r"^what (?:drove|made|makes|started|brought about)\b"),
    (
        "reason",
        r"\b(?:what|which)\b.{0,8} (?:the )?(?:\w+ )?(?:reasons?|causes?|purpose|motives?|motivation|rationale)\b",
    ),
    ("reason", rf"^(?:in what way|by what means|how (?:to|{AUXILIARY}))\b"),
    ("definition", rf"^who {_BE} (?:{_CAPITALS}|{_NAME}{{2,4}}|he|she|they)\W*$"),
    ("definition", rf"^what {_BE} (?:an? {_NAME}{{1,5}}|{_NAME}{{1,4}}|{_CAPITALS})(?: ?\bin .*)?\W*$"),
    ("definition", r"^(?:what (?:is|was) meant by|what (?:do|does|did) .*\b(?:mean|stand for)\W*$|define\b)"),
)
_COMPILED = [(kind, re.compile(form, re.IGNORECASE)) for kind, form in _FORMS]
_SECOND_QUESTION = re.compile(rf"\s+and\s+{ASKS}\b.*", re.IGNORECASE)

_FIRST = re.compile(rf"^(?:(?:{PREPOSITION})\s+)?({ASKS})\b(.*)", re.IGNORECASE | re.DOTALL)
_AT_END = re.compile(rf"\b({ASKS})(\W*)$", re.IGNORECASE)
_NOUN_ASKED = re.compile(r"(?<!,)\s(what|which)\b(.*)", re.IGNORECASE | re.DOTALL)
_ANYWHERE = re.compile(rf"\b({ASKS})\b(.*)", re.IGNORECASE | re.DOTALL)
_CLAUSE = re.compile(rf"^(?:when|where)\s+(?!(?:{AUXILIARY})\b)(?=.*\b{ASKS}\b)", re.IGNORECASE | re.DOTALL)
_IS = re.compile(r"^\s+(is|are|was|were)\s+", re.IGNORECASE)
_GOES_ON = re.compile(
    r"^(?:\W*$|(?:of|in|for|to|that|who|which|between|besides|using|from|on|at|with|by)\b(?!\W*$))", re.IGNORECASE
)
_NEW_PHRASE = re.compile(r"^(?:the|an?|his|her|its|their|this|these|that)\b", re.IGNORECASE)
_ALONE: dict[str, Kind] = {"who": "person", "whom": "person", "whose": "person", "where": "place", "when": "time"}


def kind_of(question: str) -> Kind:
    """Return what a question asks for; "thing" where its form does not tell."""
    if asks_for_summary(question):
        return "summary"
    asking = _SECOND_QUESTION.sub("", asking_part(question)).strip()
    told = next((kind for kind, form in _COMPILED if form.search(asking)), None)
    return told or _by_word(_CLAUSE.sub("", asking))


def _by_word(asking: str) -> Kind:
    """Tell the kind by the asking word: that which the question begins with, else the one in its midst."""
    first = _FIRST.match(asking)
    if not first and "?" not in asking and _predicate(asking, are=True) == "list":
        return "list"
    match = first or _AT_END.search(asking) or _NOUN_ASKED.search(asking) or _ANYWHERE.search(asking)
    if not match:
        return "thing"
    word, rest = match[1].lower(), match[2]
    verb = _IS.match(rest)
    if verb and word in ("what", "which", "who"):
        several = _predicate(rest[verb.end() :], are=verb[1].lower() in ("are", "were"))
        return several if several == "list" or word != "who" else "person"
    return _ALONE.get(word, "thing") if word not in ("what", "which") else _noun_asked(word, rest)


def _predicate(text: str, are: bool) -> Kind:
    """Tell the kind of "what is ...": by its head noun, or by what "the name of ..." names."""
    phrase, after = noun_phrase(text)
    if not phrase:
        return "thing"
    if are and is_plural(phrase[-1]) and _GOES_ON.match(after):
        return "list"
    if phrase[-1].lower() == "name":
        owner, _ = noun_phrase(re.sub(r"^(?:of|for)\s+", "", after))
        named = [kind_of_noun(word) for word in [*phrase[:-1], *owner[-1:]]]
        return next((kind for kind in named if kind in ("person", "place")), "thing")
    if any(kind_of_noun(word) == "count" for word in phrase):
        return "count"
    return kind_of_noun(phrase[-1]) or "thing"


def _noun_asked(word: str, text: str) -> Kind:
    """Tell the kind of "which ..." by its noun; "what helps the ..." has a verb there, and no noun."""
    phrase, after = noun_phrase(text)
    if not phrase or (word == "what" and len(phrase) == 1 and _NEW_PHRASE.match(after)):
        return "thing"
    kind = next((kind for noun in reversed(phrase) if (kind := kind_of_noun(noun))), None)
    if kind == "count":
        return kind
    ended = re.match(rf"(?:{AUXILIARY})\b|\W*$", after, re.IGNORECASE)
    return "list" if any(map(is_plural, phrase[-1:] if ended else phrase)) else kind or "thing"
