"""Whether a claim is surer than its quotes: a "may", "likely" or "allegedly" of theirs that it leaves out."""

import re
from collections import Counter
from collections.abc import Sequence

from rag.english.stems import stems
from rag.llm.checking.bearing import Bearing, bearings

# With a capital, "may" is a month and "hope" a name; what may begin a sentence counts in capitals too.
_CHANCE = (
    r"may|might|could|(?i:(?:un)?likely|probably|possibly|perhaps|maybe|potentially|apparently|seemingly|presumably)"
    r"|probable|possible|apparent|presumed|(?:seem|appear)(?:s|ed)? to|(?:expect|hope|fear|predict)(?:s|ed|d)?"
    r"|attempted|(?:plan|want|aim|intend|threaten|attempt|try)(?:s|ed|ing)? to|(?:planned|planning|tries|tried) to"
)
_REPORT = (
    r"(?i:reportedly|alleged(?:ly)?|suspected|purported(?:ly)?|accused)|reported to|alleg(?:es?|ing|ations?)"
    r"|suspects? that|suspicions?|rumou?r(?:ed|s)?|accus(?:es?|ing|ations?)|charged with"
    r"|(?:claim|believe|think)(?:s|ed|d)?|thought"
)
_HEDGE, _ANY = (
    re.compile(rf"\b(?:{forms})\b(?: that\b)?")
    for forms in (f"{_CHANCE}|{_REPORT}", f"{_CHANCE}|{_REPORT}|says?|said|(?i:according to)")
)
_IS_REPORT = re.compile(rf"(?:{_REPORT})\b")


def left_out(claim: str, cited: Sequence[str]) -> str:
    """Return the first hedge of the cited texts on words of a claim that has none on them; empty where none is.

    "Said" and "according to" may stand for a report, but need not be kept: nearly every sentence of the news is
    somebody's words, and the quote tells whose.
    """
    quoted = " . ".join(cited)
    words, counts = set(stems(claim)), Counter(stems(quoted))
    for hedge in bearings(_HEDGE, quoted):
        mine = bearings(_ANY if _IS_REPORT.match(hedge.words) else _HEDGE, claim)
        if _bears_on(hedge, words, counts) and not any(_around(hedge) & _around(other) for other in mine):
            return hedge.words
    return ""


def _bears_on(hedge: Bearing, words: set[str], counts: Counter[str]) -> bool:
    """Tell whether a hedge is on a claim's words: one right after it, said nowhere else, and another beside that."""
    own = next((word for word in hedge.after[:2] if word in words and counts[word] == 1), None)
    return own is not None and (len(_around(hedge)) == 1 or bool((_around(hedge) - {own}) & words))


def _around(hedge: Bearing) -> set[str]:
    return {*hedge.before, *hedge.after}
