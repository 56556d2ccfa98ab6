"""The noun that a question asks for: where it ends, whether it is one or several, and what kind of thing it names."""

import re

from rag.english.asking import ASKS, AUXILIARY, PREPOSITION
from rag.results import Kind

# General English nouns, for people by their part or work, for places, for times, and for what is told by a number.
_NOUNS: dict[Kind, frozenset[str]] = {
    "person": frozenset(
        "person man woman men women boy girl child actor actress singer rapper musician player athlete star "
        "celebrity comedian president minister premier chancellor leader senator politician lawmaker official "
        "officer governor mayor mp congressman candidate nominee ambassador diplomat secretary king queen prince "
        "princess monarch justice judge lawyer attorney prosecutor author writer poet novelist editor journalist "
        "reporter correspondent anchor presenter host director producer ceo chief founder chairman chairwoman "
        "boss billionaire executive owner scientist professor doctor surgeon nurse teacher researcher "
        "investigator detective sheriff soldier general captain commander pilot astronaut explorer coach manager "
        "footballer striker golfer boxer driver swimmer suspect victim killer attacker gunman hostage witness "
        "survivor spokesman spokeswoman spokesperson mother father son daughter brother sister wife husband guy "
        "lady artist painter designer chef model pope bishop priest".split()
    ),
    "place": frozenset(
        "country nation city town village state province county region district continent island place location "
        "area neighborhood neighbourhood suburb capital street address hometown birthplace venue "
        "destination site".split()
    ),
    "time": frozenset("time day date year month week weekend decade century season hour weekday era".split()),
    "count": frozenset(
        "number percentage percent proportion share amount quantity sum total population height length width "
        "depth weight size distance speed temperature age price cost fee fine salary budget revenue gross rate "
        "ratio toll".split()
    ),
}
_PLURALS = frozenset("people men women children".split())
_SINGULARS = frozenset(
    "news species series physics politics economics mathematics gas bus virus campus basis crisis atlas lens bias "
    "christmas texas kansas illinois arkansas paris".split()
)
# A phrase ends before punctuation, a verb, a preposition or a new phrase.
_END = re.compile(
    rf"[^\w\s'’&-]|\s[–-]\s|\b(?:{ASKS}|{AUXILIARY}|{PREPOSITION}|that|as|between|than|if|the|an?|his|her|its|their|this|these"
    r"|to|besides|using|called|[a-z]+ed|won|said|says|met|made|took|became|began|got|gave|left|lost|led|held|saw|went|used)\b"
    r"|$",
    re.IGNORECASE,
)
_DETERMINER = re.compile(
    r"(?:the|an?|his|her|its|their|your|my|our|this|that|these|those|some|any|all|both|one of the)\s+", re.I
)


def noun_phrase(text: str) -> tuple[list[str], str]:
    """Return the words of the noun phrase at the start of a text, without its determiner, and what follows it."""
    text = text.strip()
    if determiner := _DETERMINER.match(text):
        text = text[determiner.end() :]
    end = _END.search(text)
    stop = end.start() if end else len(text)
    return text[:stop].split(), text[stop:].strip()


def is_plural(noun: str) -> bool:
    """Tell a noun of several from one of one, by its form."""
    low = noun.lower().rstrip("'’")
    return low in _PLURALS or bool(re.search(r"[^\Wsui\d]s$", low) and len(low) > 3 and low not in _SINGULARS)


def kind_of_noun(noun: str) -> Kind | None:
    """Return what kind of thing a noun names, one or several; None where the noun does not tell."""
    low = re.sub(r"['’]s?$", "", noun.lower())
    forms = {low, low.removesuffix("s"), re.sub("ies$", "y", low)}
    return next((kind for kind, nouns in _NOUNS.items() if forms & nouns), None)
