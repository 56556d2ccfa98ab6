"""Claims that their sentences do not support: each maker takes what a question told, and spoils claim or quote."""

import random
import re
from collections.abc import Sequence
from itertools import pairwise

from index.words import content_words, words
from rag.english.calendar import MONTHS, WEEKDAYS
from rag.english.phrases import names
from rag.english.stems import stem
from rag.evaluation.datasets.rewordings import Made, Maker, companion, lowered
from rag.evaluation.datasets.told import Told

_NUMBER = re.compile(
    r"(?<![\d.,\w-])\d+(?:[.,]\d+)*(?![\w-])"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|hundreds|thousands)\b"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_MONTHS, _DAYS = ("|".join(name.title() for name in named) for named in (MONTHS, WEEKDAYS))
_DATES = [re.compile(rf"\b(?:{form})\b") for form in (_YEAR, _MONTHS, _DAYS)]
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|has|had|will|can)\b(?! not)")
_NEGATION = re.compile(r"\b(?:not|no|never|none|without|neither|nor)\b|n[’']t\b", re.IGNORECASE)
_BOUND = re.compile(r"\b(?:more than|over|at least|less than|fewer than|nearly|almost|up to) (?=\$?\d)", re.IGNORECASE)
_ACTIVE = (
    r"(?<!was )(?<!were )(?<!is )(?<!are )(?<!been )(?<!being )\b"
    r"(?:\w+ed|beat|bought|caught|gave|led|sent|shot|sold|told|took|won|wrote|hit|held|fought|sued)\b(?! by)"
)
_SURER = [
    (re.compile(rf"\b(?:{form})"), surer)
    for form, surer in (
        (r"(is|are|was|were) (?:likely|expected|believed|thought|feared|suspected|alleged|reported) to be\b", r"\1"),
        (r"(?:is|are) (?:likely|expected) to\b", "will"),
        (r"(?:was|were) (?:likely|expected) to\b", "would"),
        (r"(?:may|might|could) have\b", "had"),
        (r"(?:may|might|could)\b(?! not)", "will"),
        (r"(?:appears?|seems?) to be\b", "is"),
        (r"(?:appeared|seemed) to be\b", "was"),
        (r"(?:allegedly|reportedly|possibly|probably|apparently|perhaps|potentially|presumably),? ", ""),
        (r"(?<!was )(?<!were )(?<!is )(?<!are )(?:alleged|suspected) ", ""),
    )
]
# Halves that a model might add, and vague words that it might put in the place of a fact.
_ADDED = (
    "which killed five people", "after months of negotiations", "because of a lack of funds", "despite opposition",
    "which led to widespread protests", "at a cost of several million dollars", "for the first time in history",
    "in order to protect the environment", "following an investigation by the police", "to the surprise of experts",
    "which was later confirmed by officials", "making it the largest of its kind", "and the police are investigating",
    "as part of a larger plan", "which has been widely criticized", "with the support of the government",
)  # fmt: skip
_VAGUE = (
    "has drawn attention from experts around the world", "is a complex issue with many different aspects",
    "has a long and rich history", "plays an important role in the community", "is known for a wide range of reasons",
    "has raised concerns about safety and security", "is working to improve the situation",
    "has had a significant impact on the region", "was considered a great success", "is expected to continue to grow",
)  # fmt: skip


def _replaced(claim: str, old: str, new: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, claim, count=1)


def _another(form: re.Pattern[str]) -> Maker:
    """Put what has a form in the place of what has it in the claim: another of the article's other sentences."""

    def make(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
        old = [match for match in form.findall(one.claim) if match in one.sentence]
        known = {match.lower() for match in form.findall(f"{one.sentence} {one.claim}")}
        new = sorted({match for text in one.others for match in form.findall(text)} - known)
        new = [word for word in new if word.lower() not in known]
        if not old or not new:
            return None
        return _replaced(one.claim, chance.choice(old), chance.choice(new)), one.quoted()

    return make


def _another_date(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
    makers = [_another(form) for form in _DATES]
    return next((made for make in makers if (made := make(one, rest, chance))), None)


def _another_name(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
    said = set(words(one.sentence.lower())) | set(words(one.claim.lower()))
    old = [name for name in names(f"x {one.claim}") if name in one.sentence]
    new = [name for text in one.others for name in names(text) if len(name) > 2 and not text.startswith(name)]
    new = [name for name in new if not said & set(words(name.lower()))]
    if not old or not new:
        return None
    return _replaced(one.claim, chance.choice(old), chance.choice(new)), one.quoted()


def _crossed_name(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
    """Put the last word of one name of the sentence behind the first of another."""
    full = [name.split() for name in names(f"x {one.sentence}")]
    pairs = [name for name in full if len(name) == 2]
    mine = [name for name in pairs if " ".join(name) in one.claim]
    others = [name for name in pairs if name not in mine[:1]]
    if not mine or not others:
        return None
    return _replaced(one.claim, " ".join(mine[0]), f"{mine[0][0]} {chance.choice(others)[1]}"), one.quoted()


def _another_word(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
    """Put a word of the article's other sentences with the same ending in the place of one that the sentence has."""
    said = {stem(word) for word in words(f"{one.sentence} {one.claim}")}
    old = [word for word in content_words(one.claim) if word.islower() and len(word) > 4 and word in one.sentence]
    known = [word for text in one.others for word in content_words(text) if word.islower() and len(word) > 4]
    both = [(a, b) for a in old for b in known if a[-2:] == b[-2:] and stem(b) not in said and a.isalpha()]
    return (_replaced(one.claim, *chance.choice(both)), one.quoted()) if both else None


def _negated(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
    match = _AUXILIARY.search(one.claim)
    if not match or _NEGATION.search(one.sentence):
        return None
    return f"{one.claim[: match.end()]} not{one.claim[match.end() :]}", one.quoted()


def _affirmed(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
    """Leave out the "not" of a claim, or of its sentence."""
    text = one.claim if re.search(r"\bnot ", one.claim) else one.sentence
    kept = re.sub(r"\b(?:(?:do|does|did) )?not (?!only)|\bnever ", "", text, count=1)
    return (kept, one.quoted()) if kept != text else None


def _surer(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
    """Leave out the hedge of a claim, or of its sentence."""
    for text in (one.claim, one.sentence):
        for form, surer in _SURER:
            if form.search(text) and form.search(one.sentence):
                return form.sub(surer, text, count=1), one.quoted()
    return None


def _swapped(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
    found = names(one.claim) if one.claim.split()[0] in one.sentence else []
    for first, second in pairwise(found):
        match = re.match(rf"((?:The )?){re.escape(first)} ({_ACTIVE} (?:the )?){re.escape(second)}\b(.*)$", one.claim)
        if match and not re.search(r"\b(?:met|married|said|named|called|joined)\b", match[2]):
            return f"{match[1]}{second} {match[2]}{first}{match[3]}", one.quoted()
    return None


def _bound(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
    """Leave out "more than", or put it before a number that is exact."""
    if _BOUND.search(one.claim):
        return _BOUND.sub("", one.claim, count=1), one.quoted()
    match = re.search(r"(?<![\w.,-])(?!(?:1[5-9]|20)\d\d\b)\d[\d,.]*\d(?= [a-z])", one.claim)
    if not match or _BOUND.search(one.sentence):
        return None
    return f"{one.claim[: match.start()]}more than {one.claim[match.start() :]}", one.quoted()


def _near_miss(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
    """Cite the sentence of the article with the most words of the claim that does not have the answer's."""
    wanted = {stem(word) for word in content_words(one.claim)}
    shared = [(len(wanted & {stem(word) for word in content_words(text)}), text) for text in one.others]
    return (one.claim, one.quoted(max(shared)[1])) if shared and max(shared)[0] else None


def _elsewhere(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
    others = [other for other in rest if other.article != one.article]
    return (one.claim, chance.choice(others).quoted()) if others else None


def _half_cited(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
    other = companion(one, rest, chance)
    if not other or one.sentence not in other.others:
        return None
    return f"{one.claim.rstrip('.')}, and {lowered(other)}", one.quoted()


def _added(halves: Sequence[str]) -> Maker:
    def make(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
        return f"{one.claim.rstrip('.')}, {chance.choice(halves)}.", one.quoted()

    return make


def _vague(one: Told, rest: Sequence[Told], chance: random.Random) -> Made:
    subject = next((name for name in names(f"x {one.sentence}") if len(name) > 3), None)
    return (f"{subject} {chance.choice(_VAGUE)}.", one.quoted()) if subject else None


DISTORTIONS: dict[str, Maker] = {
    "another number": _another(_NUMBER),
    "another date": _another_date,
    "another name": _another_name,
    "two names crossed": _crossed_name,
    "another word": _another_word,
    "a “not” put in": _negated,
    "a “not” left out": _affirmed,
    "a hedge left out": _surer,
    "subject and object swapped": _swapped,
    "a bound put in or left out": _bound,
    "a half added, of the article": _half_cited,
    "a half added, invented": _added(_ADDED),
    "vague words instead": _vague,
    "another sentence cited, the nearest": _near_miss,
    "a sentence of another article cited": _elsewhere,
}
