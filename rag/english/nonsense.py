"""Keyboard mash, told from words that nobody has heard of."""

import re

from index.words import FUNCTION_WORDS

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_RUN = 4  # neighbouring keys, from left to right or from right to left
_RUNS = frozenset(
    row[at : at + _RUN] for line in _ROWS for row in (line, line[::-1]) for at in range(len(row) - _RUN + 1)
)
# What English writes for one consonant: a run of consonants counts each of these once.
_ONE_CONSONANT = re.compile(r"s[cpt]r|sch|tch|ght|phr|thr|shr|chr|[cpstgw]h|ck|ng|([^aeiou])\1")
_CONSONANTS = 5  # in a row; one more in what may be a name
_WORD = re.compile(r"[^\W_]+")


def is_nonsense(text: str) -> bool:
    """Tell whether a text is keyboard mash: no word of it can be read, and at least one was surely typed at random.

    A name that nobody knows can be read; so can an abbreviation, and whatever is not written in plain letters.
    """
    found = _WORD.findall(text)
    if any(word.lower() in FUNCTION_WORDS or not re.fullmatch("[A-Za-z]+", word) for word in found):
        return False
    return any(map(_mashed, found)) and all(_mashed(word) or _crumb(word) for word in found)


def _mashed(word: str) -> bool:
    low = word.lower()
    many = _CONSONANTS + word.istitle()
    return (
        _keys_in_a_row(low)
        or bool(re.search(r"(.)\1{3}", low))
        or bool(re.fullmatch(r"(.{1,3})\1{2,}", low) and len(low) > 4)
        or (not word.isupper() and bool(re.search(rf"[^aeiouy]{{{many}}}", _ONE_CONSONANT.sub("c", low))))
    )


def _crumb(word: str) -> bool:
    return len(word) < 4 and not re.search("[aeiouy]", word.lower())


def _keys_in_a_row(word: str) -> bool:
    """Tell whether most of a word follows neighbouring keys."""
    covered = {at + step for at in range(len(word)) if word[at : at + _RUN] in _RUNS for step in range(_RUN)}
    return len(covered) > 0.6 * len(word)
