"""Scores of starts and ends -> the best span of every sentence, in whole words."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.types import Span
from rag.reading.windows import Window

_LONGEST = 30  # tokens of an answer
_SCALE = "hundred|thousand|million|billion|trillion"
_NUMBER = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    f"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|{_SCALE}"
)
# "three hundred and forty", "two and a half million"; but "two and three" are two numbers.
_AND = "".join(rf"(?<={scale}) and |" for scale in _SCALE.split("|"))
_WHOLE = re.compile(
    rf"[$€£¥]?\d+(?:[.,:/]\d+)*(?:%|(?:st|nd|rd|th|s)\b| per ?cent\b)?(?: (?:{_SCALE})\b)?"
    rf"|\b(?:half a )?(?:{_NUMBER})(?:(?:{_AND}[ -])(?:{_NUMBER}\b)| and a half\b)*(?: per ?cent)?\b"
    r"|(?:[A-Z]\.){2,}|\w+(?:[’']\w{2,})*",
    re.IGNORECASE,
)
_COMPOUND = re.compile(r"\w+(?:-\w+)+")
_NAMED = re.compile(r"(?:[A-Z]\w+-)+[A-Z]\w+$")  # "Secretary-General", of which no part stands alone
_OPENING = "“‘«([{"
_CLOSING = dict(zip("”’»)]}", _OPENING, strict=True))
_PAIRS = {opening: closing for closing, opening in _CLOSING.items() if closing != "’"}  # which is an apostrophe too
_ASIDE = "([{"  # what stands in these may be left out
_INSIDE = 30  # characters of a pair that an answer takes in whole

Floats = NDArray[np.float32]


def best_spans(
    window: Window, starts: Floats, ends: Floats, sentences: Sequence[Span], text: str
) -> list[tuple[Span, Span, float]]:
    """Return (sentence, answer, score) for each sentence of a window that has a word; a span crosses no sentence.

    `starts` and `ends` score the window's tokens. The score of a span is the sum of its start and its end, less that
    of the first token, which stands for "no answer here" (Devlin et al. 2019).
    """
    tokens = len(window.places)
    passage = slice(window.first, window.first + tokens)
    owner = np.array([_owner(place, sentences) for place in window.places])
    spans = _scores(starts[passage], ends[passage], owner) - (starts[0] + ends[0])
    found = []
    for number in np.unique(owner[owner >= 0]):
        own = np.flatnonzero(owner == number)
        reach, best = np.unravel_index(spans[:, own].argmax(), (len(spans), len(own)))
        first = int(own[best])
        score = float(spans[reach, first])
        if np.isfinite(score):
            sentence = sentences[number]
            span = Span(window.places[first].start, window.places[first + int(reach)].end)
            found.append((sentence, whole(span, sentence, text), score))
    return found


def _owner(place: Span, sentences: Sequence[Span]) -> int:
    return next((i for i, s in enumerate(sentences) if s.start <= place.start and place.end <= s.end), -1)


def _scores(starts: Floats, ends: Floats, owner: NDArray[np.int_]) -> Floats:
    """Return the score of the span from token t to token t + r in row r, column t: -inf where it leaves a sentence."""
    scores = np.full((min(_LONGEST, len(starts)), len(starts)), -np.inf, np.float32)
    for reach in range(len(scores)):
        last = len(starts) - reach
        inside = (owner[:last] >= 0) & (owner[:last] == owner[reach:])
        scores[reach, :last] = np.where(inside, starts[:last] + ends[reach:], -np.inf)
    return scores


def whole(span: Span, sentence: Span, text: str) -> Span:
    """Return the span grown to whole words and numbers inside its sentence, without stray punctuation at its ends."""
    start, end = span
    for word in _WHOLE.finditer(text, *sentence):
        if word.start() < span.end and span.start < word.end():
            start, end = min(start, word.start()), max(end, word.end())
    for compound in _COMPOUND.finditer(text, *sentence):  # "71-year" of "71-year-old", but not "71" alone
        inside = text[max(start, compound.start()) : min(end, compound.end())]
        if "-" in inside or (inside and _NAMED.match(compound.group()) and compound.start() < start):
            start, end = min(start, compound.start()), max(end, compound.end())
    words = text[start:end]
    for opening in _OPENING:
        if words.startswith(opening) and not any(c in words for c, o in _CLOSING.items() if o == opening):
            start += 1
    for closing, opening in _CLOSING.items():
        if words.endswith(closing) and opening not in words:
            end -= 1
    kept = text[start:end].strip(" \t\n,;:–—-\"'")
    if not kept:
        return span
    at = text.index(kept, start, end)
    kept = kept.removesuffix(".") if kept.count(".") == 1 else kept
    return _paired(Span(at, at + len(kept)), sentence, text) if kept else span


def _paired(span: Span, sentence: Span, text: str) -> Span:
    """Return the span with both signs of a pair, or neither: "1,000 roubles ($16" goes on to ")"."""
    start, end = _quoted(span, sentence, text)
    for opening, closing in _PAIRS.items():
        words = text[start:end]
        if words.count(opening) > words.count(closing):
            closes = text.find(closing, end, min(end + _INSIDE, sentence.end))
            aside = words[: words.rindex(opening)].rstrip(" ,") if opening in _ASIDE else words
            end = closes + 1 if closes >= 0 else start + len(aside)
        elif words.count(closing) > words.count(opening):
            opens = text.rfind(opening, max(start - _INSIDE, sentence.start), start)
            start = opens if opens >= 0 else start
    return Span(start, end) if start < end else span


def _quoted(span: Span, sentence: Span, text: str) -> Span:
    """Return the span with both straight quotation marks, of which it has one: 'he was "never good at it'."""
    start, end = span
    if text.count('"', start, end) % 2 == 0:
        return span
    if text.count('"', sentence.start, start) % 2:
        opens = text.rfind('"', max(start - _INSIDE, sentence.start), start)
        return Span(opens, end) if opens >= 0 else span
    closes = text.find('"', end, min(end + _INSIDE, sentence.end))
    return Span(start, closes + 1) if closes >= 0 else span
