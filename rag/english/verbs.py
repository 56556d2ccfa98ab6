"""Verbs and their forms, and a sentence turned into a question: "She met him." -> "Did she meet him?"."""

import re

from index.wordpieces import tokenizer
from index.words import FUNCTION_WORDS

BASES = dict(
    pair.split("/")
    for pair in (
        "beat/beat become/became begin/began bite/bit blow/blew break/broke bring/brought build/built "
        "burst/burst buy/bought catch/caught choose/chose come/came cut/cut do/did draw/drew drink/drank "
        "drive/drove eat/ate fall/fell feed/fed feel/felt fight/fought find/found flee/fled fly/flew get/got "
        "give/gave go/went grow/grew have/had hear/heard hide/hid hit/hit hold/held hurt/hurt keep/kept "
        "know/knew lay/laid lead/led leave/left lend/lent let/let light/lit lose/lost make/made meet/met "
        "pay/paid put/put read/read ride/rode rise/rose run/ran say/said see/saw sell/sold send/sent set/set "
        "shake/shook shoot/shot show/showed shut/shut sing/sang slay/slew speak/spoke spend/spent steal/stole "
        "strike/struck sue/sued swear/swore swim/swam take/took teach/taught tell/told think/thought "
        "throw/threw understand/understood wear/wore win/won write/wrote"
    ).split()
)
"""The irregular verbs of news, each with its past form."""

_AUXILIARY = frozenset("is are was were can could will would should may might must does did do".split())
_HAVE = {"has": "Does", "have": "Do", "had": "Did"}
_FINITE = {past: base for base, past in BASES.items() if past not in (base, "left", "shot")}
_REGULAR = "contain eat feature hold include jump live look own play sit sleep stand star use wait walk work".split()
_THIRD = {f"{base}s": base for base in (*BASES, *_REGULAR)} | {"goes": "go", "teaches": "teach", "watches": "watch"}
_DONE = re.compile(
    r"(?:\w+(?:ed|en|wn)|been|won|made|had|met|sung|sold|told|built|held|led|lost|left|put|set|run|come)$"
)
_SHORT = re.compile(r"[a-z]{2}|[^aeiou]*[aeiou][^aeiouwxy]")
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
    """Return what a regular past form is of: the commonest word, by the reader's vocabulary, that it may be of."""
    if not re.fullmatch(r"[a-z]{2,}ed", word):
        return None
    stem = word[:-2]
    forms = [f"{stem}e"]
    if not _SHORT.fullmatch(stem):  # "hoped" is of "hope", for of "hop" it would be "hopped"
        forms += [stem, stem[:-1]] if len(stem) > 3 and stem[-1] == stem[-2] else [stem]
        forms += [f"{stem[:-1]}y"] if stem.endswith("i") else []
    known = {form: number for form in forms if (number := tokenizer().token_to_id(form)) is not None}
    return min(known, key=known.__getitem__, default=None)
