"""Whether quoted sentences support what a model wrote: its names, numbers, days, quotations and words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.words import FUNCTION_WORDS
from rag.english import quantities
from rag.llm.checking import days, names, subject
from rag.llm.checking.attribution import misattributed
from rag.llm.checking.counted import miscounted
from rag.llm.checking.hedges import left_out
from rag.llm.checking.polarity import turned
from rag.llm.checking.support import THRESHOLD, probabilities
from rag.llm.checking.wording import alike
from rag.readings import Judge

_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|(?<!\w)[‘']([^‘’']+(?:[’'](?=\w)[^‘’']+)*)[’'](?!\w)")
_WORDS = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"\s*(?:\.\.\.|…|\[[^\]]*\])\s*")
_LONGEST = 800  # characters of a claim; the rules take time that grows with its square


@dataclass(frozen=True)
class Quoted:
    """A sentence that a claim cites; its article's text and date, where known, tell full names and whole dates."""

    text: str
    article: str = ""
    published: str | None = None


@dataclass(frozen=True)
class Verdict:
    """Whether a claim is supported, and why not, in a short sentence; the probability is 0 where a rule objects."""

    supported: bool
    why: str = ""
    probability: float = 0.0


def check(claim: str, cited: Sequence[Quoted], judge: Judge) -> Verdict:
    """Tell whether the cited sentences support a claim: one sentence, without the marks that cite."""
    return checks([(claim, cited)], judge)[0]


def checks(claims: Sequence[tuple[str, Sequence[Quoted]]], judge: Judge) -> list[Verdict]:
    """Tell of each claim whether the sentences that it cites support it; all are read at once."""
    objections = [objection(claim, cited) for claim, cited in claims]
    open_ = [claim for claim, why in zip(claims, objections, strict=True) if not why]
    pairs = [_alike(claim, cited) for claim, cited in open_]
    sure = iter(_sure(pair, odds) for pair, odds in zip(pairs, probabilities(pairs, judge), strict=True))
    verdicts = [
        Verdict(False, why) if why else _judged(next(sure), len(cited))
        for (_, cited), why in zip(claims, objections, strict=True)
    ]
    passed = [at for at, verdict in enumerate(verdicts) if verdict.supported]
    others = dict(zip(passed, of_others([claims[at] for at in passed], judge), strict=True))
    return [Verdict(False, why) if (why := others.get(at)) else verdict for at, verdict in enumerate(verdicts)]


def of_others(claims: Sequence[tuple[str, Sequence[Quoted]]], judge: Judge) -> list[str]:
    """Say of each claim of whom its sentences tell what it tells; empty where of the same, or that cannot be asked."""
    gaps = [
        subject.asked(claim, [quoted.text for quoted in cited], [quoted.article for quoted in cited])
        for claim, cited in claims
    ]
    rivals = iter(judge.rivals([gap for gap in gaps if gap]))
    return [subject.another(gap, next(rivals)) if gap else "" for gap in gaps]


def _alike(claim: str, cited: Sequence[Quoted]) -> tuple[str, list[str]]:
    return alike(claim, [quoted.text for quoted in cited], [quoted.published for quoted in cited])


def _sure(pair: tuple[str, Sequence[str]], probability: float) -> float:
    """Return how probable a claim is; one in a quote's own words, to which no rule objects, needs no judge."""
    return 1.0 if any(_is_own(pair[0], quote) for quote in pair[1]) else probability


def _is_own(claim: str, quote: str) -> bool:
    """Tell whether a claim is the quote to its end or an "and", after a title at most.

    What else stands before or behind may turn it round: "a daughter of", "nobody thinks", "if money is found".
    """
    words, others = (_WORDS.findall(text) for text in (claim, quote))
    lower = [word.casefold() for word in others]
    own = [word.casefold() for word in words]
    at = next((i for i in range(len(lower)) if own and lower[i : i + len(own)] == own), None)
    if at is None or any(word.islower() or word.casefold() in FUNCTION_WORDS for word in others[:at]):
        return False
    return lower[at + len(own) :][:1] in ([], ["and"])


def _judged(sure: float, cited: int) -> Verdict:
    if sure >= THRESHOLD:
        return Verdict(True, probability=sure)
    return Verdict(False, f"The quoted {'sentence does' if cited == 1 else 'sentences do'} not say this.", sure)


def objection(claim: str, cited: Sequence[Quoted]) -> str:
    """Say what in a claim the cited sentences lack or contradict; empty where nothing is found."""
    if not cited:
        return "It cites no sentence."
    if len(claim) > _LONGEST:
        return "It is too long for one sentence."
    texts = [quoted.text for quoted in cited]
    missing = (
        _unquoted(claim, texts)
        or _day_missing(claim, cited)
        or _number_missing(claim, cited)
        or names.not_named(claim, texts, [quoted.article for quoted in cited])
    )
    if missing:
        return f"“{missing}” is not in the quoted {'sentence' if len(cited) == 1 else 'sentences'}."
    return (
        turned(claim, texts)
        or miscounted(claim, texts)
        or misattributed(claim, texts, [quoted.article for quoted in cited])
        or _surer(claim, texts)
    )


def _surer(claim: str, texts: Sequence[str]) -> str:
    hedge = left_out(claim, texts)
    return f"The quoted sentence says “{hedge}”, the claim does not." if hedge else ""


def _day_missing(claim: str, cited: Sequence[Quoted]) -> str:
    day = days.not_said(claim, [(quoted.text, quoted.published) for quoted in cited])
    return day.words if day else ""


def _number_missing(claim: str, cited: Sequence[Quoted]) -> str:
    number = quantities.not_said(days.days(claim)[1], [days.days(quoted.text)[1] for quoted in cited])
    return number.words if number else ""


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
