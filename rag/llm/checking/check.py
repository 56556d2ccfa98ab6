"""Whether quoted sentences support what a model wrote: four rules, and for all else the network."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.english import quantities
from rag.llm.checking import days, names
from rag.llm.checking.support import THRESHOLD, probability
from rag.llm.checking.wording import alike
from rag.readings import Judge, Odds

_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|(?<!\w)[‘']([^‘’']+(?:[’'](?=\w)[^‘’']+)*)[’'](?!\w)")
_WORDS = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"\s*(?:\.\.\.|…|\[[^\]]*\])\s*")
_SAID = r"(?:said|says|added|stated|announced|told \w+)"
_SPEAKER_BEFORE = re.compile(rf"^[^.;:“”\"]{{1,120}}? {_SAID}(?: on \w+)?(?: that)? (?=[^\s“\"])")
_SPEAKER_BEHIND = re.compile(rf",[”\"]? (?:[^,.;“”\"]{{1,80}} {_SAID}|according to [^,.;]{{1,80}})(?: on \w+)?\.?$")
_DOUBTED = re.compile(r"\b(?:false|fake|hoax|wrong\w*|nobody|never|not)\b", re.IGNORECASE)
_LONGEST = 800  # characters of a claim; the rules take time that grows with its square


@dataclass(frozen=True)
class Quoted:
    """A sentence that a claim cites; its article's text and date, where known, tell full names and whole dates."""

    text: str
    article: str = ""
    published: str | None = None


@dataclass(frozen=True)
class Verdict:
    """Whether a claim is supported, and why not, in a short sentence; the probability is 0 where a rule objects.

    `contradicted` tells that the cited sentences say otherwise, not only nothing of it.
    """

    supported: bool
    why: str = ""
    probability: float = 0.0
    contradicted: bool = False


def check(claim: str, cited: Sequence[Quoted], judge: Judge) -> Verdict:
    """Tell whether the cited sentences support a claim: one sentence, without the marks that cite."""
    return checks([(claim, cited)], judge)[0]


def checks(claims: Sequence[tuple[str, Sequence[Quoted]]], judge: Judge) -> list[Verdict]:
    """Tell of each claim whether the sentences that it cites support it; all are read at once."""
    unread = [_unreadable(claim, cited) for claim, cited in claims]
    read = [one for one, why in zip(claims, unread, strict=True) if not why]
    verdicts = (_judged(objection(*one), *found) for one, found in zip(read, as_judged(read, judge), strict=True))
    return [Verdict(False, why) if why else next(verdicts) for why in unread]


def as_judged(claims: Sequence[tuple[str, Sequence[Quoted]]], judge: Judge) -> list[tuple[str, list[str], Odds]]:
    """Return each claim and its sentences without who says them, as the judge reads them, and what it says.

    It reads them with who says them as well; the reading that supports the claim more counts.
    """
    spoken = [_as_read(claim, cited) for claim, cited in claims]
    bare = [(claim, [without_speaker(quote) for quote in quotes]) for claim, quotes in spoken]
    differ = [at for at, pair in enumerate(bare) if pair != spoken[at]]
    odds = judge.judged([*spoken, *(bare[at] for at in differ)])
    best = odds[: len(spoken)]
    for at, one in zip(differ, odds[len(spoken) :], strict=True):
        best[at] = max(best[at], one)
    return [(*pair, one) for pair, one in zip(bare, best, strict=True)]


def _as_read(claim: str, cited: Sequence[Quoted]) -> tuple[str, list[str]]:
    return alike(claim, [quoted.text for quoted in cited], [quoted.published for quoted in cited])


def without_speaker(quote: str) -> str:
    """Return a sentence without who says it: nearly all that the news tells is somebody's words."""
    match = _SPEAKER_BEHIND.search(quote) or _SPEAKER_BEFORE.search(quote)
    if not match or _DOUBTED.search(match[0]):
        return quote
    told = quote[match.end() :] or quote[: match.start()]
    return told[:1].upper() + told[1:]


def _judged(why: str, claim: str, quotes: Sequence[str], odds: Odds) -> Verdict:
    against = odds.contradiction > 0
    if why:
        return Verdict(False, why, contradicted=against)
    sure = 1.0 if _plain(claim) in map(_plain, quotes) else probability(odds)
    if sure >= THRESHOLD:
        return Verdict(True, probability=sure)
    return Verdict(False, _unsaid(len(quotes), against), sure, against)


def _unsaid(count: int, against: bool) -> str:
    if count == 1:
        return f"The quoted sentence {'says otherwise' if against else 'does not say this'}."
    return f"The quoted sentences {'say otherwise' if against else 'do not say this'}."


def _unreadable(claim: str, cited: Sequence[Quoted]) -> str:
    if not cited:
        return "It cites no sentence."
    return "It is too long for one sentence." if len(claim) > _LONGEST else ""


def objection(claim: str, cited: Sequence[Quoted]) -> str:
    """Say what in a claim the cited sentences lack: words that it quotes, a day, a number or a name; else nothing."""
    texts = [quoted.text for quoted in cited]
    missing = (
        _unquoted(claim, texts)
        or _day_missing(claim, cited)
        or _number_missing(claim, cited)
        or names.not_named(claim, texts, [quoted.article for quoted in cited])
    )
    return f"“{missing}” is not in the quoted {'sentence' if len(cited) == 1 else 'sentences'}." if missing else ""


def _day_missing(claim: str, cited: Sequence[Quoted]) -> str:
    day = days.not_said(claim, [(quoted.text, quoted.published) for quoted in cited])
    return day.words if day else ""


def _number_missing(claim: str, cited: Sequence[Quoted]) -> str:
    """Return a number in figures that no sentence has; one in words may be counted, and is left to the judge."""
    lacking = quantities.not_said(days.days(claim)[1], [days.days(quoted.text)[1] for quoted in cited])
    return next((one.words for one in lacking if any(sign.isdigit() for sign in one.words)), "")


def _unquoted(claim: str, texts: Sequence[str]) -> str:
    """Return words in quotation marks that no text has."""
    said = [_plain(text) for text in texts]
    for match in _QUOTED.finditer(claim):
        words = str(next(filter(None, match.groups())))
        parts = [_plain(part) for part in _PARTS.split(words)]
        if not any(all(part in text for part in parts) for text in said):
            return words
    return ""


def _plain(text: str) -> str:
    return f" {' '.join(_WORDS.findall(text.casefold()))} "
