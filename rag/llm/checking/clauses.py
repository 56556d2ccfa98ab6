"""The clauses of a sentence, each with its verb and whose it is, read from the order of the words alone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.english.verbs import PAST

SAYS = frozenset(
    "said say says told tell tells added adds stated states announced argued argues warned warns insisted insists "
    "explained wrote testified claimed claims noted acknowledged confirmed".split()
)
BOTH_WAYS = frozenset(
    "met meet meets meeting married marry talk talked talks spoke agreed collaborated cooperated merged "
    "clashed fought divorced negotiated argued competed".split()
)
_PARTICIPLES = frozenset(
    "beaten begun bitten blown broken chosen done drawn driven eaten fallen given gone grown hidden known ridden "
    "risen seen shaken shown slain sold stolen sung sworn taken thrown worn written".split()
)
_BE = frozenset("is are was were be been being".split())
_HAVE = frozenset("has have had having".split())
_WITH_STEM = frozenset("do does did will would can could may might must shall should".split())
_HELPS = _BE | _HAVE | _WITH_STEM
_WHO = frozenset("who which that".split())
_OPENERS = _WHO | frozenset(
    "whose whom when while after before because since although though until where but if as unless according".split()
)
_JOINS = frozenset("and or then".split())
_TOKEN = re.compile(r"[^\W_]+(?:(?:[’'.-]|(?<=\d),(?=\d{3}))[^\W_]+)*|[^\w\s]")
_SIGNS = frozenset(',;:!?()–—“”"…')
_DETERMINERS = frozenset(
    "a an the his her its their our my this these those two three four five some many most".split()
)


@dataclass(frozen=True)
class Clause:
    """Words between two signs or words that join clauses; `opener` is what stands before them, "said" after "said".

    `doer` are the words before the verb, those of the clause before where "who" or "and" takes them up; empty where
    they are not known. `verb` is empty where there is none, or none but "is". Where another verb follows, it is not
    `clear`: "the men arrested there fled".
    """

    opener: str
    words: tuple[str, ...]
    doer: tuple[str, ...] = ()
    verb: str = ""
    passive: bool = False
    clear: bool = True
    after: tuple[str, ...] = ()


def clauses(sentence: str) -> list[Clause]:
    """Return the clauses of a sentence in order."""
    found: list[Clause] = []
    for opener, words in _cut(sentence):
        clause = _read(opener, words)
        if not clause.doer and found and (clause.verb or clause.after):
            if opener in _WHO:
                clause = replace(clause, doer=_since_verb(found))
            elif opener in _JOINS:
                clause = replace(clause, doer=found[-1].doer)
        found.append(clause)
    return found


def _since_verb(before: Sequence[Clause]) -> tuple[str, ...]:
    """Return the words behind the last verb, whom "who" may mean, whatever signs stand between."""
    words: tuple[str, ...] = ()
    for clause in reversed(before):
        words = (clause.after or clause.words) + words
        if clause.verb or clause.after:
            break
    return words


def _cut(sentence: str) -> Iterator[tuple[str, list[str]]]:
    opener, words, acted = "", list[str](), False
    for token in _TOKEN.findall(sentence):
        low = token.lower()
        if token in _SIGNS or low in _OPENERS or (low in _JOINS and (acted or not words)):
            if words:
                yield opener, words
            opener, words, acted = low if words or low not in _JOINS else opener, [], False
        elif token[0].isalnum():
            acted = acted or _acts(token, words)
            words.append(token)
            if token in SAYS and acted:
                yield opener, words
                opener, words, acted = "said", [], False
    if words:
        yield opener, words


def _read(opener: str, words: Sequence[str]) -> Clause:
    """Find the verb of a clause and what stands round it."""
    start = next((at for at, word in enumerate(words) if _acts(word, words[:at])), len(words))
    verb = start
    while verb + 1 < len(words) and _leads_to(words[verb], words[verb + 1]):
        verb += 1
    after = words[verb + 1 :]
    own = words[verb] if verb < len(words) and _plain(words[verb]) not in _HELPS else ""
    done = any(_plain(word) in _BE for word in words[start:verb]) or "by" in after[:2]
    more = any(_acts(word, words[: verb + 1 + at]) for at, word in enumerate(after))
    return Clause(opener, tuple(words), tuple(words[:start]) if start < len(words) else (), own, done, not more,
                  tuple(after))  # fmt: skip


def _acts(word: str, before: Sequence[str]) -> bool:
    """Tell whether a word is a verb, as far as its form tells: one that helps, says, or is in the past."""
    if not word.islower() or (before and (before[-1].lower() in _DETERMINERS or before[-1].isdigit())):
        return _plain(word) in _HELPS
    return _plain(word) in _HELPS or word in SAYS or _past(word)


def _past(word: str) -> bool:
    return word in PAST or word in _PARTICIPLES or (len(word) > 3 and word.endswith("ed") and not word.endswith("eed"))


def _leads_to(word: str, following: str) -> bool:
    """Tell whether a verb goes on: "was", "rescued"; "will", "sail"; "not" and "quickly" may stand between."""
    low = _plain(word)
    if low in _HELPS or word in ("not", "never", "also") or word.endswith("ly"):
        adverb = following in ("not", "never", "also") or following.endswith("ly")
        return adverb or _past(following) or following in _HELPS or (low in _WITH_STEM and following.islower())
    return False


def _plain(word: str) -> str:
    return re.sub(r"n[’']t$", "", word.lower())
