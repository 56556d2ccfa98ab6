"""Whether articles say what a text says, sentence by sentence."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from index.faults import QuestionFault
from index.library import Library
from index.sentences import sentence_spans
from index.where import EVERY, Where, only
from rag.answering.citations import cite
from rag.english.stems import meaningful, stems
from rag.llm.checking.check import Quoted, Verdict, checks
from rag.llm.signs import visible
from rag.readings import Judge, Reading
from rag.results import Citation
from rag.retrieval.passages import passages

_PASSAGES = 5  # whose sentences are looked at
_NEAREST = 5  # sentences that a sentence is held against
_SHOWN = 3
_LONGEST = 2000  # characters of a sentence that are searched for
_BREAK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*•>]|#{1,6}|\d{1,2}[.)])\s)")
_NAMED = re.compile("“([^”]+)”")  # the words that a reason names
_MARKUP = re.compile(r"^\s*(?:(?:[-*•>]|#{1,6}|\d{1,2}[.)])\s+)+")


@dataclass(frozen=True)
class Checked:
    """A sentence of a text, and what the articles say to it.

    `probability` is that of the best quote supporting it, 0 where a rule objects to each. `citations` are the quotes
    that support it, the one that contradicts it, or else the nearest, best first. `why` says what the nearest lacks,
    and `failing` are the words of the sentence that it does not have so.
    """

    text: str
    verdict: Literal["supported", "contradicted", "not said"]
    probability: float
    citations: tuple[Citation, ...]
    why: str = ""
    failing: tuple[str, ...] = ()

    @property
    def supported(self) -> bool:
        """Tell whether an article says it."""
        return self.verdict == "supported"

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON object that `byline check --json` prints for it."""
        return asdict(self)

    def __str__(self) -> str:
        shown = self.citations if self.supported else self.citations[:1]
        return "\n".join([f"{self.verdict}: {self.text}", *(f"  {line}" for line in (self.why, *shown) if line)])


def checked(text: str, library: Library, judge: Judge, within: Collection[str] | None = None) -> tuple[Checked, ...]:
    """Return each sentence of a text with its verdict; with `within`, by the articles of these ids alone.

    One quote must say all of a sentence: of two halves from two places nobody knows that they belong together. What
    one article says is supported, even where another contradicts it.
    Raises `QuestionFault` where the text has no word, KeyError if there is no article of an id.
    """
    for article_id in within or ():
        library.article(article_id)
    among = EVERY if within is None else only(within)
    if not (found := list(_sentences(text))):
        raise QuestionFault("There is no word in the text. Give at least a sentence to check.")
    return tuple(_judged(sentence, library, judge, among) for sentence in found)


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text, each in a line; an item of a list ends its sentence."""
    for part in _BREAK.split(visible(text)):
        part = _MARKUP.sub("", part)
        for span in sentence_spans(part, 0, len(part)):
            if re.search(r"\w", span.of(part)):
                yield " ".join(span.of(part).split())


def _judged(sentence: str, library: Library, judge: Judge, within: Where) -> Checked:
    nearest = _nearest(sentence, library, within)
    quotes = [Quoted(one.sentence.of(one.article.text), one.article.text, one.article.published) for one in nearest]
    verdicts = checks([(sentence, [quote]) for quote in quotes], judge)
    sure = max((verdict.probability for verdict in verdicts), default=0.0)
    by_sureness = sorted(zip(verdicts, nearest, strict=True), key=lambda pair: -pair[0].probability)
    if proof := [reading for verdict, reading in by_sureness if verdict.supported]:
        return Checked(sentence, "supported", sure, cite(proof[:_SHOWN], library))
    if not quotes:
        return Checked(sentence, "not said", 0.0, (), "No article has a sentence near it.")
    against = verdicts[0].contradicted
    cited = cite(nearest[: 1 if against else _SHOWN], library)
    failing = _failing(sentence, quotes[0], verdicts[0])
    return Checked(sentence, "contradicted" if against else "not said", sure, cited, verdicts[0].why, failing)


def _nearest(sentence: str, library: Library, within: Where) -> list[Reading]:
    """Return the sentences nearest to one by their meaning, of the passages that a search finds."""
    found = passages(sentence[:_LONGEST], library, _PASSAGES, within)
    places = list(dict.fromkeys((passage.article, span) for passage in found for span in passage.sentences))
    if not places:
        return []
    own, *others = library.encoder.encode([sentence, *(span.of(article.text) for article, span in places)])
    near = [max(0.0, min(1.0, float(own @ other))) for other in others]
    best: Sequence[int] = sorted(range(len(near)), key=lambda at: -near[at])[:_NEAREST]
    return [Reading(places[at][0], places[at][1], places[at][1], near[at]) for at in best]


def _failing(sentence: str, quote: Quoted, verdict: Verdict) -> tuple[str, ...]:
    """Return the words that a verdict names, where the sentence has them; else those that the quote has not."""
    if named := [words for words in _NAMED.findall(verdict.why) if words in sentence]:
        return tuple(named[:1])
    said = set(stems(quote.text))
    return tuple(dict.fromkeys(word for word in meaningful(sentence) if not said.issuperset(stems(word))))
