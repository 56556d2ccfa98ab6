"""Of two counts that were read as one, the count that is asked for: "killed 63 people and wounded more than 200"."""

import re
from collections.abc import Iterator, Sequence

from index.types import Span
from index.words import among, content_words, words
from rag.kinds import kind_of

_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|dozens?|hundreds?|thousands?|millions?|no|several|a few)\b",
    re.IGNORECASE,
)
_TIE = re.compile(r"\s*[,;]?\s+(?:and|but|while)\s+|\s*[,;]\s+")
_COUNTED = re.compile(r"\b(?:how (?:many|much)|number of)\s+\w+", re.IGNORECASE)


def counted(answer: Span, sentence: Span, question: str, text: str) -> Span:
    """Return the part of an answer of several counts beside which the words of the question stand; else the answer."""
    parts = list(_parts(answer, text))
    if sum(bool(_NUMBER.search(part.of(text))) for part in parts) < 2 or kind_of(question) != "count":
        return answer
    asked = content_words(_COUNTED.sub(" ", question)) or content_words(question)
    found = [sum(among(word, words(beside)) for word in asked) for beside in _beside(parts, sentence, text)]
    if found.count(max(found)) > 1:
        return answer
    return _without(parts[found.index(max(found))], asked, text)


def _parts(answer: Span, text: str) -> Iterator[Span]:
    start = answer.start
    for tie in _TIE.finditer(text, *answer):
        yield Span(start, tie.start())
        start = tie.end()
    if start < answer.end:
        yield Span(start, answer.end)


def _beside(parts: Sequence[Span], sentence: Span, text: str) -> Iterator[str]:
    """Yield each part with what stands before the first and behind the last, up to where another clause begins."""
    before = max((tie.end() for tie in _TIE.finditer(text, sentence.start, parts[0].start)), default=sentence.start)
    after = _TIE.search(text, parts[-1].end, sentence.end)
    end = after.start() if after else sentence.end
    for part in parts:
        yield text[before if part is parts[0] else part.start : end if part is parts[-1] else part.end]


def _without(part: Span, asked: Sequence[str], text: str) -> Span:
    """Return a part without the words at its ends that the question says, unless that is all of it."""
    kept = list(re.finditer(r"\S+", part.of(text)))
    said = [any(among(word, [one[0]]) for word in asked) for one in kept]
    first = next((at for at, known in enumerate(said) if not known), 0)
    last = next((at for at in reversed(range(len(said))) if not said[at]), len(said) - 1)
    kept = kept[first : last + 1]
    return Span(part.start + kept[0].start(), part.start + kept[-1].end())
