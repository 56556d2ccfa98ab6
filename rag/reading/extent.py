"""How far an answer reaches: a number with the words that make it less exact, a score with both sides."""

import re

from index.figures import is_result
from index.types import Span

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


def hedged(answer: Span, sentence: Span, text: str) -> Span:
    """Begin a number with the words that make it less exact: "more than 200", "until at least 2027"."""
    hedge = _HEDGE.search(text, sentence.start, answer.start)
    return Span(hedge.start(), answer.end) if hedge and _EXACT.match(text, answer.start) else answer


def scored(answer: Span, sentence: Span, text: str) -> Span:
    """Give one side of a score with the other: "Harbour City 3, Wexton Rovers 2"; a name or a figure stays alone."""
    is_side = re.search(r"[^\W\d]\W+\d|\d\W+[^\W\d]", answer.of(text))
    return sentence if is_side and is_result(sentence.of(text)) else answer
