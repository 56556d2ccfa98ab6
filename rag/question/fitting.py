"""Whether words can answer a question at all, by their form: a count has a number, and a number alone is no reason."""

import re

from rag.english.quantities import quantities
from rag.results import Kind

_COUNTS = re.compile(r"\bhow (?:many|much|old|tall|few)\b", re.IGNORECASE)
_MUCH = re.compile(r"\bhow much\b(?!\s+(?:time|longer|older|younger|later|earlier))", re.IGNORECASE)
_HOW = re.compile(r"^\W*(?:how(?! (?:many|much|old|long|far|tall|often))|why)\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"\d|\b(?:no|none|nobody|nothing|zero|one|once|twice|both|half|all|most|some|several|few|many|single|sole|couple|"
    r"pairs?|dozens?|hundreds|thousands|millions|billions|undisclosed|unknown|unclear)\b",
    re.IGNORECASE,
)
_FOLD = re.compile(r"\b(?:doubl|tripl|quadrupl|halv)\w+", re.IGNORECASE)
_BARE = re.compile(r"\W*\d{1,3}\W*")
_TIMES = frozenset("second minute hour day week month year age".split())


def can_answer(question: str, kind: Kind, words: str) -> bool:
    """Tell whether words of an article have the form of what is asked for."""
    if _COUNTS.search(question) and not _FOLD.search(words):
        found = quantities(words)
        if not found and not _COUNTED.search(words):
            return False
        if _MUCH.search(question) and found and all(one.unit in _TIMES for one in found):
            return False
    no_number = kind in ("person", "time") or bool(_HOW.search(question))
    return not (no_number and _BARE.fullmatch(words))
