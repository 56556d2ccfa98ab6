"""Several questions in one -> each by itself, told from their form; what may be one question stays whole."""

import re
from collections.abc import Iterator

from rag.english.asking import ASKS, AUXILIARY, PREPOSITION

_SENTENCE = re.compile(r"(?<=\?)\s+")
_AND = re.compile(r",?\s+and\s+(?=[a-z])")  # a title's "What Is Lost" has a capital
_OPENING = r"(?:(?:and|but|also|then|so|ok|okay|please|hi|hello)\b[,!\s]+)*"
_ASKED = (
    rf"(?:(?:{PREPOSITION})\ )?"
    rf"(?:(?:what|which|whose|how\ (?:many|much))(?:\ [a-z-]+){{0,2}}?|how\ (?:old|long|far|often|big|large)|{ASKS})"
)
_VERB = rf"(?:{AUXILIARY})(?:n['’]t)?"
_DID = r"(?:do|does|did)(?:n['’]t)?"
_OTHERS = r"(?!(?:you|we|i)\b)\w"
_PRONOUN = r"(?:he|she|it|they|this|that|these|those)\b"
# The verb before the one who acts: such a clause stands in no other, where it is "how much it cost".
_INVERTED = rf"{_ASKED}\ (?:{_DID}\ (?!(?:there|so|not)\b){_OTHERS}|{_VERB}\ {_PRONOUN})"
# A clause that stands in others too: "He told who was hurt".
_WITH_VERB = (
    rf"{_ASKED}\ (?!{_DID}\b){_VERB}\ (?!more\b){_OTHERS}|what\ (?:happened|caused|changed)\b"
    rf"|who\ (?!(?:else|not|and|or|exactly|precisely|{PREPOSITION})\b)\w"
)
_YES_NO = rf"{_VERB}\ {_OTHERS}"
_WHOLE = re.compile(rf"{_OPENING}(?:{_INVERTED}|{_WITH_VERB}|{_YES_NO})", re.IGNORECASE)
_YES = re.compile(rf"{_OPENING}{_YES_NO}", re.IGNORECASE)
_WHO = re.compile(rf"{_OPENING}who\b", re.IGNORECASE)
_BARE = re.compile(rf"{_OPENING}{ASKS}\W*$", re.IGNORECASE)
_SURE, _LIKELY = re.compile(_INVERTED), re.compile(_WITH_VERB)
_CLAUSE = re.compile(rf"\b(?:{ASKS}|if|whether)\b", re.IGNORECASE)
_TELLS = re.compile(
    r"\b(?:about\b(?!\W*$)|said|told|known|(?:say|tell|ask|explain|know|learn|report|describe|mention|reveal|show|find)\w*)",
    re.IGNORECASE,
)


def questions(asked: str) -> list[str]:
    """Return the questions in what is asked, in order: sentences that each ask, and what "and" joins.

    "Who won and how much did it cost?" are two, for each has its question word and its verb; "Who won and lost?" and
    "When and where was it?" are one.
    """
    sentences = _SENTENCE.split(asked)
    if not (_asks(sentences[0]) and all(_asks(one) or _BARE.match(one) for one in sentences[1:])):
        return [asked]
    found = [_capital(part) for sentence in sentences for part in _parted(sentence)]
    return found if len(found) > 1 else [asked]


def _asks(sentence: str) -> bool:
    return bool(_WHOLE.match(sentence)) and _closed(sentence)


def _parted(sentence: str) -> Iterator[str]:
    start = 0
    for joint in _AND.finditer(sentence):
        if _parts(sentence[start : joint.start()], sentence[joint.end() :]):
            yield f"{sentence[start : joint.start()]}?"
            start = joint.end()
    yield sentence[start:]


def _parts(before: str, after: str) -> bool:
    """Tell whether "and" joins two questions: neither is a clause of the other, nor are both of the same one.

    "Who was so tall and who rode on such a horse?" is one.
    """
    asks = _WHOLE.match(before)
    if not asks or not _closed(before) or len(_CLAUSE.findall(before)) > 1 - bool(_YES.match(before)):
        return False
    if _SURE.match(after):
        return True
    of_one = _WHO.match(before) and after.startswith("who")
    return bool(_LIKELY.match(after)) and not of_one and not _TELLS.search(before)


def _closed(words: str) -> bool:
    """Tell whether all that is quoted ends."""
    return words.count("“") == words.count("”") and words.count('"') % 2 == 0


def _capital(question: str) -> str:
    return question[:1].upper() + question[1:]
