"""Sentences of a correction note: they repeat what was wrong, so no answer may quote them."""

import re

_PIECE = (
    r"(?:article|story|report|post|piece|column|review|obituary|headline|subheading|caption|page|newsletter|live ?blog|"
    r"graphic|photo|video|transcript|interview|profile|analysis|essay|text)"
)
_EARLIER = re.compile(
    r"\b(?:earlier|previous|prior|original|initial|first)\s+(?:\w+\s+)?(?:versions?|editions?)\s+of\s+"
    rf"(?:(?:this|our)\s+{_PIECE}|the\s+(?:article|story|headline|caption))\b"
    rf"|\bthis\s+{_PIECE}\s+(?:was|has been|had been)\s+(?:amended|corrected|edited|changed|updated\b[^.]*\bcorrect)",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"\W*(?:(?:corrections?|corrected|clarifications?|erratum)\b\s*(?:[:.,(–—-]|\d|appended|on\b|\w+ \d|$)"
    r"|editor[’']?s[’']? note\b)",
    re.IGNORECASE,
)
_WRONG = re.compile(
    r"\bmis(?:stated|identified|spell?ed|spelt|quoted|attributed|represented|reported|named|labell?ed|characteri[sz]ed)\b"
    r"|\b(?:incorrect|erroneous|wrong|mistaken|inaccurate|false)(?:ly)?\b|\bin error\b|\berror\b",
    re.IGNORECASE,
)


def corrects(sentence: str, block: str) -> bool:
    """Tell whether a sentence says what an article had wrong: of an earlier version, or of errors in a correction note.

    What the note says besides is true and may be quoted: "The number is nine."
    """
    return bool(_EARLIER.search(sentence) or (_NOTE.match(block) and _WRONG.search(sentence)))
