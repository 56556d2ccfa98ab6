"""What is asked about a new thing, as before of another: "What about the victims?", "No, I meant the auction"."""

import re
from collections.abc import Iterator

from rag.english.asking import WH, ended
from rag.english.nouns import kind_of_noun
from rag.english.phrases import names, phrases

# A word of one of these classes takes the place of another: numbers, ordinals, participles.
_CLASSES = (r"\d[\d.,]*", r"(?:first|second|third|fourth|fifth|last|\d+(?:st|nd|rd|th))", r"\w{2,}ed")
_BEING = re.compile(rf"^{WH} (?:is|are|was|were)\b", re.IGNORECASE)
_ONE = re.compile(r"^the (?:[a-z-]+ )?[a-z-]+[^s\W]$")
_OWN = re.compile(r"(?:his|her|its|their) (\w+)", re.IGNORECASE)
_HEAD = re.compile(r"^(?P<preposition>in|on|at|for|from|by|with|to|of|since|after|before|during)\b", re.IGNORECASE)


def replaced(what: str, asked: str) -> Iterator[str]:
    """Yield forms of the question `asked` before with a new thing in the place of one like it, the likeliest first."""
    own = _OWN.match(what)
    if old := None if own else _like(what, asked):
        yield asked.replace(old, what, 1)
    if _HEAD.match(what):
        yield ended(asked, what)
        return
    be = None if old else _BEING.match(asked)
    if be and own and be[0].lower().startswith("why"):
        be = None
    if be:
        yield f"{be[0]} {what}?"
    if _ONE.match(what) or (own and not be):
        person = kind_of_noun(own[1] if own else what.split()[-1]) == "person"
        yield f"{'Who' if person else 'What'} is {what}?"
    yield f"What is said about {what}?"


def _like(what: str, asked: str) -> str | None:
    """Return the part of a question that has the form of `what`: preposition, word class, head word, number, name."""
    if (head := _HEAD.match(what)) and (same := re.search(rf"\b{head[0]} [^?]*", asked, re.IGNORECASE)):
        return same[0]
    for form in _CLASSES:
        if re.fullmatch(form, what, re.IGNORECASE) and (same := re.search(rf"\b{form}\b", asked, re.IGNORECASE)):
            return same[0]
    about, named = phrases(asked), names(asked)
    last = what.split()[-1]
    if same_head := [one for one in about if one.split()[-1].lower() == last.lower()]:
        return same_head[0]
    if named and names(what.replace("the ", "", 1)):
        return named[-1]
    several = [one for one in about if one.endswith("s") and one.split()[-1].islower()]
    if what.islower() and last.endswith("s") and several:
        return several[0]
    if named and re.fullmatch(r"[a-z]+", what) and not last.endswith("s"):
        return named[-1]  # "what about saturn?"
    return next((one for one in reversed(about) if one.startswith("the ") and what.lower().startswith("the ")), None)
