"""A claim -> the question whether it is so, by its first verb: "She met him." -> "Did she meet him?"."""

import re

from index.wordpieces import tokenizer
from index.words import FUNCTION_WORDS
from rag.evaluation.datasets.statements import BASES

_AUXILIARY = frozenset("is are was were can could will would should may might must does did do".split())
_HAVE = {"has": "Does", "have": "Do", "had": "Did"}
_FINITE = {past: base for base, past in BASES.items() if past not in ("put", "read", "hit", "set", "shot", "left")}
_REGULAR = "contain eat feature hold include jump live look own play sit sleep stand star use wait walk work".split()
_THIRD = {f"{base}s": base for base in (*BASES, *_REGULAR)} | {"goes": "go", "teaches": "teach", "watches": "watch"}
_DONE = re.compile(
    r"(?:\w+(?:ed|en|wn)|been|won|made|had|met|sung|sold|told|built|held|led|lost|left|put|set|run|come)$"
)
_LATEST = 9  # place of the verb in the claim; one further back has verbs of clauses before it
_DENIED = re.compile(r"\bnot ")


def asked_whether(claim: str) -> str | None:
    """Return the question whether a claim is so, or whether what it denies is; None where its verb is not found."""
    words = _DENIED.sub("", claim).rstrip(" .").split()
    for at, word in enumerate(words[1:_LATEST], 1):
        before, after = words[:at], words[at + 1 :]
        if word in ("who", "which", "that", "when", "while", "if") or "n't" in word or "n’t" in word or not after:
            return None
        if word in _AUXILIARY:
            return _asked(word.capitalize(), before, after)
        if word in _HAVE:
            done = _DONE.match(after[0])
            return _asked(word.capitalize(), before, after) if done else _asked(_HAVE[word], before, ["have", *after])
        if base := _FINITE.get(word) or _base(word):
            return _asked("Did", before, [base, *after])
        if base := _THIRD.get(word):
            return _asked("Does", before, [base, *after])
    return None


def _asked(verb: str, subject: list[str], rest: list[str]) -> str:
    first, *others = subject
    first = first.lower() if first.lower() in FUNCTION_WORDS else first
    return " ".join([verb, first, *others, *rest]) + "?"


def _base(word: str) -> str | None:
    """Return what a regular past form is of, if the reader's vocabulary has it."""
    if not re.fullmatch(r"[a-z]{2,}ed", word):
        return None
    stem = word[:-2]
    forms = [f"{stem[:-1]}y"] if stem.endswith("i") else [stem, f"{stem}e"]
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "ls":
        forms = [stem[:-1]]
    if stem.endswith(("at", "iv", "as", "uc", "ag", "ur", "in", "id", "at", "is", "ac", "ut", "ak", "iz", "ir")):
        forms.reverse()
    return next((form for form in forms if tokenizer().token_to_id(form) is not None), None)
