"""A question and its answer -> the statement that they make, by the form of the question; some are a little stiff."""

import re

from index.words import FUNCTION_WORDS
from rag.english.verbs import BASES

_BE = "is|are|was|were"
_PAST = (
    "became|began|bought|broke|brought|built|caught|chose|drew|drove|fell|felt|fought|found|flew|gave|got|grew|held|hit"
    "|hurt|kept|knew|led|left|lost|made|met|paid|ran|rode|rose|said|sang|saw|sent|set|shot|sold|spent|spoke|stole"
    "|struck|taught|threw|told|took|went|won|wore|wrote"
)
_DONE = (
    rf"(?:\w+ed|{_PAST}|born|given|taken|known|seen|written|shown|drawn|driven|chosen|broken|spoken|stolen|worn|won)"
)
_PREPOSITION = "in|on|at|by|from|for|of|to|with|about|during|since|until|after|before|near|into|as|under|over"
_NOUNS = rf"(?:(?!(?:{_BE}|do|does|did|can|could|may|might|must|will|would|shall|should)\b)[\w’'-]+ )"
_SUBJECT = rf"(?:who|what|(?:which|what) {_NOUNS}{{0,3}}?(?!(?:may|can|will|must|did|does|do)\b)[\w’'-]+)"
_PART = r"(?!(?:being|who|that|which|has|have|had)\b)[\w’'&.-]+"
_PHRASE = rf"{_PART}(?: {_PART}){{0,5}}?"
_TIME = rf"(?:when|where|(?:(?:{_PREPOSITION}) )?(?:what|which) (?:year|month|day|date|country|city|state|place|town))"
_MANY = re.compile(rf"^how many ({_NOUNS}{{1,3}}?)((?:{_BE}|ha[sd]|have|{_DONE})\b.*)$", re.IGNORECASE)
_DID = re.compile(
    rf"^(?P<asks>{_TIME}|who|whom|what|which|how many|(?:which|what|how many) (?P<noun>[\w’' -]+?)) "
    r"(?P<did>did|does|do) (?P<rest>.+)$",
    re.IGNORECASE,
)
_WHEN = re.compile(rf"^{_TIME} (?P<be>{_BE}) (?P<subject>{_PHRASE}) (?P<done>{_DONE})(?P<rest>\b.*)$", re.IGNORECASE)
_STRANDED = re.compile(
    rf"^{_SUBJECT} (?P<be>{_BE}) (?P<subject>{_PHRASE}) "
    rf"(?P<end>(?:{_DONE} )?(?:{_PREPOSITION})|called|named|known as|nicknamed|considered)$",
    re.IGNORECASE,
)
_DOES = re.compile(
    rf"^{_SUBJECT} (?P<rest>(?:(?:{_BE})(?! (?:he|she|it|they)\b)|ha[sd] (?:been|{_DONE})|{_DONE})\b.*)$", re.IGNORECASE
)
_TIMES = re.compile(rf"^{_TIME}\b", re.IGNORECASE)


def statement(question: str, answer: str, sentence: str) -> str | None:
    """Return what a question and its answer say, with verbs as in the sentence; None for a form that is not known."""
    asked = re.sub(r"\s+", " ", question).strip().rstrip("?. ")
    words = re.sub(r"\s+", " ", answer).strip(" .,;:")
    if not words or not asked:
        return None
    made = (
        _counted(asked, words)
        or _did(asked, words, sentence)
        or _was_done(asked, words, sentence)
        or _stranded(asked, words)
        or _does(asked, words)
    )
    return made and f"{made[0].upper()}{made[1:]}."


def _counted(asked: str, answer: str) -> str | None:
    match = _MANY.match(asked)
    return f"{answer} {'' if match[1].strip() in answer else match[1]}{match[2]}" if match else None


def _did(asked: str, answer: str, sentence: str) -> str | None:
    """Turn "What did she give him?" round: the verb is the first word whose finite form the sentence has."""
    match = _DID.match(asked)
    if not match:
        return None
    rest = match["rest"].split(" ")
    for at, word in enumerate(rest[1:], 1):
        verb = _inflected(word, match["did"].lower())
        if not word.islower() or word in FUNCTION_WORDS or not re.search(rf"\b{re.escape(verb)}\b", sentence):
            continue
        subject, after = " ".join(rest[:at]), " ".join(rest[at + 1 :])
        if _TIMES.match(asked):
            return f"{subject} {verb} {after} {_placed(answer, sentence)}".replace("  ", " ")
        what = f"{answer} {match['noun']}" if asked.lower().startswith("how many") and match["noun"] else answer
        order = (after, what) if re.search(rf"(?:^| )(?:{_PREPOSITION})$", after) else (what, after)
        return " ".join(part for part in (subject, verb, *order) if part)
    return None


def _inflected(verb: str, did: str) -> str:
    if did == "do":
        return verb
    if did == "does":
        return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "o")) else "s")
    regular = re.sub(r"([^aeiou])y$", r"\1i", verb.removesuffix("e")) + "ed"
    return BASES.get(verb) or regular


def _was_done(asked: str, answer: str, sentence: str) -> str | None:
    match = _WHEN.match(asked)
    if not match:
        return None
    return f"{match['subject']} {match['be']} {match['done']}{match['rest']} {_placed(answer, sentence)}"


def _stranded(asked: str, answer: str) -> str | None:
    match = _STRANDED.match(asked)
    return f"{match['subject']} {match['be']} {match['end']} {answer}" if match else None


def _does(asked: str, answer: str) -> str | None:
    match = _DOES.match(asked)
    return f"{answer} {match['rest']}" if match and not re.search(rf" (?:{_PREPOSITION})$", asked) else None


def _placed(answer: str, sentence: str) -> str:
    """Return an answer with the preposition that it has in the sentence."""
    if re.match(rf"(?:{_PREPOSITION})\b", answer, re.IGNORECASE):
        return answer
    found = re.search(rf"\b({_PREPOSITION}) (?:the )?{re.escape(answer)}", sentence)
    return f"{found[1] if found else 'in'} {answer}"
