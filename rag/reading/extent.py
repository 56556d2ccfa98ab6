"""How far an answer reaches: without what the question says already, with the whole of a list and its hedge."""

import re

from index.types import Span
from index.words import content_words, words

_TIE = r"(?:\s*,)?\s+(?:and|or|with|versus)\s+|\s*,(?!\d)\s*|\s+[–—]\s+"
_JOINED = re.compile(_TIE)
_REST = r"[\w.’'-]*\w"  # of a word, behind its first letter
_NEXT = re.compile(r"(?:\s*,)?\s+(?:and|or)\s+|\s*,\s*(?!(?:who|which|where|when|that|but|and|or)\b)")
_LAST = re.compile(r"\b(?:and|or)\b")
_HEDGE = re.compile(
    r"(?:\buntil )?\b(?:at (?:least|most)|(?:more|less|fewer|no (?:more|fewer|less)) than|as many as|an estimated"
    r"|about|around|nearly|almost|roughly|approximately|over|up to|some)\s+$",
    re.IGNORECASE,
)
_EXACT = re.compile(
    r"[$€£]?\d|a (?:dozen|hundred|thousand|million|half)\b|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|half|dozens"
    r"|hundreds|thousands)\b",
    re.IGNORECASE,
)
_LONGEST = 4  # words of an item of a list


def extended(answer: Span, sentence: Span, question: str, text: str) -> Span:
    """Return the answer without partners that the question names, with the rest of its list, and with its hedge."""
    return _hedged(_listed(_news(answer, question, text), sentence, text), sentence, text)


def _hedged(answer: Span, sentence: Span, text: str) -> Span:
    """Begin with the words that make a number less exact: "more than 200", "until at least 2027"."""
    hedge = _HEDGE.search(text, sentence.start, answer.start)
    return Span(hedge.start(), answer.end) if hedge and _EXACT.match(text, answer.start) else answer


def _news(answer: Span, question: str, text: str) -> Span:
    """Leave out, at either end, what is joined by "and" and said in the question: "Retno and Neth Savoeun"."""
    asked = {word.lower() for word in content_words(question)}
    parts, ties = _JOINED.split(answer.of(text)), list(_JOINED.finditer(answer.of(text)))
    told = [{word.lower() for word in words(part)} <= asked for part in parts]
    if all(told) or not any(told):
        return answer
    start, end = answer
    first = told.index(False)
    last = len(told) - 1 - told[::-1].index(False)
    if first:
        start = answer.start + ties[first - 1].end()
    if last < len(parts) - 1:
        end = answer.start + ties[last].start()
    return Span(start, end)


def _listed(answer: Span, sentence: Span, text: str) -> Span:
    """Go on to the end of a list of which the answer holds two items or more: "A, B" of "A, B, and C"."""
    items = _JOINED.split(answer.of(text))
    if (
        len(items) < 2
        or any(item[:1].isdigit() for item in items)
        or _LAST.search(answer.of(text))
        or max(len(item.split()) for item in items) > _LONGEST
    ):
        return answer
    like, end = re.compile(_item_like(items[-1])), answer.end
    while (tie := _NEXT.match(text, end, sentence.end)) and (item := like.match(text, tie.end(), sentence.end)):
        end = item.end()
        if _LAST.search(tie[0]):
            return Span(answer.start, end)
    return answer  # what follows is no list that comes to an end


def _item_like(item: str) -> str:
    """Return the form of an item like another: a run of capitalised words, or as many words in lower case."""
    if item[:1].isupper():
        return rf"(?:the )?[A-Z0-9]{_REST}(?: (?:of |the )?[A-Z0-9]{_REST}){{0,{_LONGEST}}}"
    return rf"[a-z]{_REST}(?: [a-z]{_REST}){{0,{min(_LONGEST, len(item.split())) - 1}}}"
