"""What a model writes, as it comes -> sentences, each with the numbers that it cites."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.sentences import sentence_spans
from rag.llm.signs import visible

# Numbers in brackets of any kind, as models write them: [1], [1, 2], [1-3], [^1], [Sentence 1], 【1†source】, (1).
_NUMBERS = r"\d{1,4}(?:\s*(?:,|;|and|&|[-–])\s*(?:sentences?\s+)?\d{1,4})*"
_MARK = re.compile(
    rf"\s*(?:[\[【]\s*\^?(?:(?:sentences?|sources?|no\.?)\s*)?({_NUMBERS})(?:†[^\]】\s]*)?\s*[\]】]"
    r"|\((\d{1,3}(?:\s*,\s*\d{1,3})*)\))",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(\d+)\s*[-–]\s*(\d+)")
_UNCLOSED = re.compile(r"[\[【(][^\]】)]{0,40}$")
_MARKUP = re.compile(r"^\s*(?:(?:[-*•>]|#{1,6}|\d{1,2}[.)])\s+)*|\*\*")
_SPACE = re.compile(r"[^\S\n]")  # of all kinds: where a sentence ends is found by plain ones
_LAST = re.compile(r"\S*\w\S*(?:\s+[^\w\s]+)*\s*$")
_WORD = re.compile(r"\w")
_CLOSING = re.compile(r"(?:[^\w.!?。…]|(?<=\s)[.!?。…]+)+$")
_THOUGHT = ("<think>", "</think>")
_WIDEST = 10  # numbers of a range; a wider one cites only its ends


@dataclass(frozen=True)
class Sentence:
    """A sentence without the marks in it, and the numbers that they cite, each once."""

    text: str
    cited: tuple[int, ...]


def sentences(pieces: Iterable[str], given: int) -> Iterator[Sentence]:
    """Yield each sentence as soon as the word after it is there; how the text is cut into pieces changes nothing.

    A number in round brackets is a mark where so many sentences were given, else it belongs to the text. Marks after
    the full stop belong to the sentence before it, but in a line that begins with a mark to the one after. Markdown for
    lists, headings and bold is left out, and so is what cannot be seen; all other markup stays as it is.
    """
    line, told = "", 0
    for piece in _spoken(pieces):
        *ended, line = (line + _SPACE.sub(" ", visible(piece))).split("\n")
        for whole in ended:
            yield from _cut(whole, given)[told:]
            told = 0
        begun = _cut(_settled(line), given, ended=False)
        yield from begun[told:]
        told = max(told, len(begun))
    yield from _cut(line, given)[told:]


def _spoken(pieces: Iterable[str]) -> Iterator[str]:
    """Leave out the thoughts that some models write before they answer."""
    begin, end = _THOUGHT
    head: str | None = ""
    for piece in pieces:
        if head is None:
            yield piece
            continue
        head += piece
        begun = head.lstrip()
        if begun.startswith(begin) and end in begun:
            yield begun.partition(end)[2]
            head = None
        elif not begun.startswith(begin) and not begin.startswith(begun):
            yield head
            head = None
    if head and not head.lstrip().startswith(begin):
        yield head


def _settled(line: str) -> str:
    """Return the words that have been written to their end, without a bracket that is still open."""
    whole = line[: max((at + 1 for at, sign in enumerate(line) if sign.isspace()), default=0)]
    return _UNCLOSED.sub("", whole)


def _cut(line: str, given: int, ended: bool = True) -> list[Sentence]:
    """Cut a line into sentences and give each its numbers; of one that goes on, those before its last word."""
    line = _MARKUP.sub("", line)
    text, marks = "", list[tuple[int, list[int]]]()
    at = 0
    for mark in _MARK.finditer(line):
        numbers = _numbers(mark[1] or mark[2])
        if mark[1] or all(1 <= number <= given for number in numbers):
            text += line[at : mark.start()]
            marks.append((len(text), numbers))
            at = mark.end()
    text += line[at:]
    leading = bool(marks) and not text[: marks[0][0]].strip()
    spans = [span for span in sentence_spans(text, 0, len(text)) if _WORD.search(span.of(text))]
    cited: list[list[int]] = [[] for _ in spans]
    for place, numbers in marks:
        said = len(_CLOSING.sub("", text[:place]))  # a quotation mark after the full stop belongs to the sentence
        owner = sum(span.end <= place if leading else span.end < said for span in spans)
        if spans:
            cited[min(owner, len(spans) - 1)] += numbers
    sure = len(text) if ended else len(_LAST.sub("", text))
    found = [(span, tuple(dict.fromkeys(own))) for span, own in zip(spans, cited, strict=True)]
    return [Sentence(span.of(text), own) for span, own in found if span.end <= sure]


def _numbers(mark: str) -> list[int]:
    """Return the numbers of a mark in order, a range as all that it spans."""
    found: list[int] = []
    for part in re.split(r"[,;&]|and", _RANGE.sub(r"\1-\2", mark)):
        first, *last = (int(number) for number in re.findall(r"\d+", part))
        spanned = range(first, last[0] + 1) if last else ()
        found += spanned if 0 < len(spanned) <= _WIDEST else [first, *last]
    return found
