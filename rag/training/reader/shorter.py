"""Questions as readers of an article ask them: without what its headline says already.

Who writes for a question set names the place, the year and the person, so that the question is understood by itself. A
reader of the news asks "Who won?".
"""

import random
import re

_ASKS = re.compile(r"(?:Who|Whom|Whose|What|Which|When|Where|Why|How)\b")
_BEFORE = re.compile(r"^(?:In|On|At|During|After|Before|By|For|According to) [^,?]+, (?=[a-z])")
_CIRCUMSTANCE = re.compile(
    r",? (?:in|on|at|during|for|from|by|with|after|before|among|throughout|near|since|when|while|because|as of"
    r"|according to|as a result of|between) (?=\w)"
)
_HOLLOW = re.compile(  # "What is the name?" asks nothing
    r"\b(?:name|names|number|amount|percentage|percent|type|kind|part|much|many|one|term|word|do|did|does|to|of|is|was"
    r"|are|were|the|a|an|and|or|known|called|used|made|based|born|go|come|be|been)$"
)
_LEAST = 3  # words


def shorter(question: str, chance: random.Random) -> str | None:
    """Leave out circumstances at the beginning and at the end; None where nothing is left out that can be."""
    text = question.removesuffix("?")
    before = _BEFORE.match(text)
    if before:
        text = text[before.end()].upper() + text[before.end() + 1 :]
    made = [text] if before else []
    made += [text[: found.start()] for found in _CIRCUMSTANCE.finditer(text)]
    good = [one for one in made if _stands_alone(one)]
    return chance.choice(good) + "?" * question.endswith("?") if good else None


def _stands_alone(text: str) -> bool:
    whole = text.count('"') % 2 == 0 and not _HOLLOW.search(text)
    return bool(whole and _ASKS.match(text) and len(text.split()) >= _LEAST)
