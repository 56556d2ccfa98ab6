"""Whether a claim gives to one what the quotes give to another: what somebody did, or what somebody said."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.sentences import sentence_spans
from rag.english.stems import stem, stems
from rag.llm.checking.clauses import BOTH_WAYS, SAYS, Clause, clauses

_UNKNOWN = frozenset("he she it they we i you who this these those there one others both all her him them".split())
# "The company" may be whoever is named before it.
_ANYBODY = frozenset(
    "company firm group organisation organization agency ministry department government airline bank club team party "
    "union university country city town village state province region area island nation place building man woman "
    "suspect victim driver official spokesman spokeswoman spokesperson statement".split()
)
_COUNTS = frozenset(
    "two three four five six seven eight nine ten dozen hundred thousand million many several most few more other "
    "another half first once ever".split()
)
_NO_ASIDE = "who|whose|which|that|and|while|with|said|told|by"
_WHERE = frozenset("in on at near during since after before for from to into because".split())
_ENDS = frozenset(["while", "but", ";"])  # of what somebody is said to say
_ALIKE = 0.5  # of the words of a saying, which make it the same as another


@dataclass(frozen=True)
class Deed:
    """What somebody did; `doer` is empty where the order of the words does not tell who."""

    doer: tuple[str, ...]
    verb: str
    passive: bool
    after: tuple[str, ...]


@dataclass(frozen=True)
class Saying:
    """Stems of what somebody said, and who; `speaker` is empty where the words do not tell."""

    speaker: tuple[str, ...]
    content: frozenset[str]


def misattributed(claim: str, cited: Sequence[str], articles: Sequence[str] = ()) -> str:
    """Say whose deed or words a claim gives to another; empty where none is found.

    Only whom the quotes name too can take over from another in them; `articles` tell who "the minister" is.
    """
    known = Counter(word for text in cited for word in stems(text))

    def another(mine: Sequence[str], its: Sequence[str]) -> bool:
        named = set(_named(mine))
        return bool(named & known.keys() and its) and not (named & {*_named(its)} or _one(mine, its, articles))

    told = [saying for text in cited for saying in sayings(text)]
    for saying in sayings(claim):
        alike = [one for one in told if len(saying.content & one.content) >= _ALIKE * max(1, len(saying.content))]
        if alike and all(another(saying.speaker, one.speaker) for one in alike):
            return f"The quoted sentence gives these words to “{' '.join(alike[0].speaker)}”."
    done = [deed for text in cited for deed in deeds(text)]
    for deed in deeds(claim):
        same = [one for one in done if stem(one.verb) == stem(deed.verb)]
        seen = len(same) == known[stem(deed.verb)] > 0  # each time that the verb is told
        if seen and all(_alike(deed, one) and another(deed.doer, one.doer) for one in same):
            return f"The quoted sentence says “{same[0].verb}” of “{' '.join(same[0].doer)}”."
    return ""


def deeds(text: str) -> Iterator[Deed]:
    """Yield what is done in a text, but for what is said."""
    for clause in _clauses(text):
        if clause.verb and clause.verb not in SAYS | BOTH_WAYS:
            yield Deed(_known(clause.doer) if clause.clear else (), clause.verb, clause.passive, clause.after)


def sayings(text: str) -> Iterator[Saying]:
    """Yield what is said in a text, whichever of the words and the speaker stands first."""
    for start, end in _sentences(text):
        whole = clauses(text[start:end])
        begin = 0
        for at, clause in enumerate(whole):
            if clause.opener == "according" or (clause.verb in SAYS and not clause.passive):
                before, after = whole[begin:at], whole[at + 1 :]
                speaker, content = _said(clause, before, after)
                yield Saying(_known(speaker), frozenset(word for one in content for word in stems(" ".join(one.words))))
                begin = at + 1


def _said(clause: Clause, before: Sequence[Clause], after: Sequence[Clause]) -> tuple[Sequence[str], Sequence[Clause]]:
    """Return who says something in a clause, and the clauses before or after it that are what is said."""
    ends = next((at for at, one in enumerate(after) if one.opener in _ENDS or one.verb in SAYS), len(after))
    if clause.opener == "according":
        return clause.words[1:], before or after[:ends]
    beside = after[0] if after and after[0].opener == "said" else None
    beyond = after[1:2] if beside else after[:1]
    goes_on = (beside and _acts(beside)) or (ends and any(one.opener in ("that", "“", ":") for one in beyond))
    if clause.doer:
        return clause.doer, after[:ends] if goes_on or not before else before
    if goes_on:
        return [word for one in before for word in one.words], after[:ends]
    return (beside.words, before) if beside else ((), ())


def _acts(clause: Clause) -> bool:
    return bool(clause.verb or clause.after or clause.doer)


def _clauses(text: str) -> Iterator[Clause]:
    for start, end in _sentences(text):
        yield from clauses(text[start:end])


def _sentences(text: str) -> Sequence[tuple[int, int]]:
    return sentence_spans(text, 0, len(text))


def _known(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words for somebody; none where they may stand for somebody else."""
    low = [word.lower() for word in words]
    anybody = bool(low) and low[0] in ("the", "its", "their", "this", "a") and low[-1] in _ANYBODY
    return () if anybody or {*low} & _UNKNOWN or not _named(words) else tuple(words)


def _named(words: Sequence[str]) -> list[str]:
    """Return the stems of words that name somebody: not those that count, nor adverbs."""
    naming = (word for word in words if not (word.lower() in _COUNTS or word[0].isdigit() or word.endswith("ly")))
    return stems(" ".join(naming))


def _alike(deed: Deed, other: Deed) -> bool:
    """Tell whether two are told in one voice; "schools closed" is another than that of who "closed schools"."""
    alone = not deed.after or deed.after[0].lower() in _WHERE
    return deed.passive == other.passive and not (alone and {*_named(deed.doer)} & {*_named(other.after)})


def _one(some: Sequence[str], others: Sequence[str], articles: Sequence[str]) -> bool:
    """Tell whether an article names one of these by the other: "Minister Retno", "Retno, the minister"."""
    name, noun = sorted((some[-1], others[-1]), key=str.islower)
    title = rf"\b(?i:{re.escape(noun)})(?: [A-Z][\w’'-]*){{0,2}} {re.escape(name)}\b"
    aside = rf"\b{re.escape(name)},(?: (?!(?:{_NO_ASIDE})\b)[\w’'-]+){{0,6}} {re.escape(noun)}\b"
    of_a_name = name[0].isupper() and noun.islower()
    return of_a_name and any(re.search(f"{title}|{aside}", article) for article in articles)
