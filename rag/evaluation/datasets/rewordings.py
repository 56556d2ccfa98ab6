"""Claims that their sentences support, in other words than theirs: each maker takes what a question told."""

import random
import re
from collections.abc import Callable, Sequence

from rag.english.calendar import MONTHS
from rag.english.phrases import names
from rag.evaluation.datasets.told import Told
from rag.llm.checking.check import Quoted

_NUMBERS = "two three four five six seven eight nine ten eleven twelve".split()
_FIGURE = re.compile(rf"(?<![\w.,$£€–-])(?:\d+|{'|'.join(_NUMBERS)})\b(?![.,:]?\d|[–%-])")
_MONTH = re.compile(rf"\b(?:{'|'.join(name.title() for name in MONTHS)})\b")
_DONE = r"\w+ed|built|caught|found|held|hit|killed|made|shot|sold|sued|taught|told|won"
_ACTIVE = re.compile(
    rf"^((?:The |A |An )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*) ({_DONE}) ((?:the|an?|his|her|its) [\w’' -]+)\.$"
)
_LEADING = re.compile(r"^((?:In|On|At|After|Before|During|Since|By|From) [^,;]{3,60}), ([^,;]+?)\.?$")
_ASIDE = re.compile(r" ?\([^()]*\)|, (?:which|who|where) [^,;]+,(?= )")
_CLAUSES = re.compile(r"; |, (?:and|but|while) (?=(?:the|a|he|she|it|they|[A-Z])\b)")

Made = tuple[str, tuple[Quoted, ...]] | None
Maker = Callable[[Told, Sequence[Told], random.Random], Made]


def _answered(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
    return one.claim, one.quoted()


def _beside(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
    """Cite a second sentence that says nothing of it, before or after."""
    if not one.others:
        return None
    cited = [one.sentence, chance.choice(one.others)]
    chance.shuffle(cited)
    return one.claim, one.quoted(*cited)


def _clause(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
    clauses = [clause for clause in _CLAUSES.split(one.sentence) if len(clause.split()) >= 5]
    if len(clauses) < 2:
        return None
    clause = chance.choice(clauses).rstrip(".")
    return f"{clause[0].upper()}{clause[1:]}.", one.quoted()


def _reordered(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
    match = _LEADING.match(one.sentence)
    if not match:
        return None
    return f"{match[2][0].upper()}{match[2][1:]} {match[1][0].lower()}{match[1][1:]}.", one.quoted()


def _shortened(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
    kept = _ASIDE.sub("", one.sentence)
    return (kept, one.quoted()) if kept != one.sentence else None


def _respelt(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
    """Write a number from two to twelve in words, or in figures."""
    for match in _FIGURE.finditer(one.claim):
        other = None
        if match[0] in _NUMBERS:
            other = str(_NUMBERS.index(match[0]) + 2)
        elif match[0].isdigit() and 2 <= int(match[0]) <= 12:
            other = _NUMBERS[int(match[0]) - 2]
        if other and not _MONTH.search(one.claim) and re.search(rf"\b{match[0]}\b", one.sentence):
            return one.claim[: match.start()] + other + one.claim[match.end() :], one.quoted()
    return None


def _joined(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
    other = companion(one, rest, chance)
    if not other:
        return None
    return f"{one.claim.rstrip('.')}, and {lowered(other)}", one.quoted(one.sentence, other.sentence)


def companion(one: Told, rest: Sequence[Told], chance: random.Random) -> Told | None:
    """Return what another sentence of the same article told."""
    others = [other for other in rest if other.article == one.article and other.at != one.at]
    return chance.choice(others) if others else None


def lowered(one: Told) -> str:
    """Return a claim as it stands after "and"."""
    named = one.claim.split()[0] in " ".join(names(f"x {one.sentence}")).split()
    return one.claim if named else one.claim[0].lower() + one.claim[1:]


def _passive(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
    match = _ACTIVE.match(one.claim)
    if not match or re.search(rf"\b(?:is|are|was|were|{_DONE})\b", match[3]):
        return None
    be = "were" if match[3].split()[-1].endswith("s") else "was"
    by = re.sub("^(?:The|An?) ", lambda article: article[0].lower(), match[1])
    return (
        f"{match[3][0].upper()}{match[3][1:]} {be} {match[2]} by {by}.",
        one.quoted(),
    )


REWORDINGS: dict[str, Maker] = {
    "a question with its answer": _answered,
    "the same, another sentence cited as well": _beside,
    "two answers joined, both cited": _joined,
    "a clause of the sentence": _clause,
    "the sentence, its parts in another order": _reordered,
    "the sentence without an aside": _shortened,
    "a number in words, or in figures": _respelt,
    "active turned passive": _passive,
}
