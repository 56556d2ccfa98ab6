"""Whether quotes say of somebody else what a claim says of its subject: the reader is asked who it is.

"Lopez served coffee to Affleck." has the names and the words of a sentence in which Affleck serves, so that neither a
rule nor the judgement of both together tells it apart; a reader that is asked "Who served coffee to Affleck?" does.
"""

import re
from collections.abc import Sequence

from rag.english.stems import stems
from rag.llm.checking.names import names
from rag.readings import Gap

_LONGEST = 25  # words of a claim; a longer one makes no question
_TWO = re.compile(r", (?:and|but|while|which|who)\b|;|: ")


def asked(claim: str, texts: Sequence[str], articles: Sequence[str] = ()) -> Gap | None:
    """Return the question who it is of whom a claim tells; None where it begins with no name, or tells two things."""
    begins = re.match(r"(?:The |A |An )?", claim)
    named = names(claim, " ".join(articles))
    words = " ".join(named[0]) if named else ""
    at = begins.end() if begins else 0
    if (
        not words
        or not "".join(texts).strip()
        or not claim.startswith(words, at)
        or len(claim.split()) > _LONGEST
        or _TWO.search(claim)
    ):
        return None
    rest = claim[at + len(words) :]
    return Gap(f"Who{rest.rstrip('. ')}?", words, " ".join(texts)) if re.match(r" [a-z]", rest) else None


def another(gap: Gap, rival: str) -> str:
    """Say of whom the quotes tell it; empty where the rival is no other name."""
    found = names(f"x {rival}")
    mine = {word for one in names(f"x {gap.words}") for name in one for word in stems(name)}
    others = {word for one in found for name in one for word in stems(name)}
    if not found or not rival[:1].isupper() or mine & others:
        return ""
    return f"The quoted sentence says it of “{rival}”, not of “{gap.words}”."
