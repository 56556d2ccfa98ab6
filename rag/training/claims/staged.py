"""Claims about made-up events, in other words than the sentence that they cite, and the same of somebody else.

What answers a question about an event makes a claim that is right: "Leeds City won." of "Porto United lost to Leeds
City". Another name of the sentence in its place makes one that is false, in which every word is in the quote.
"""

import random
import re
from collections.abc import Iterator, Sequence

from index.sentences import sentence_spans
from index.types import Span
from rag.evaluation.datasets.statements import statement
from rag.training.claims.pairs import Pair
from rag.training.reader.deeds import deed
from rag.training.reader.prepare import Window
from rag.training.reader.scenes import scenes
from rag.training.reader.staged import staged

_WHO = re.compile(r"who\b|which team\b", re.IGNORECASE)
_BESIDE = 0.4  # of the claims cite another sentence as well


def about_events(count: int, chance: random.Random) -> Iterator[Pair]:
    """Yield claims about this many events, right ones and false ones."""
    kinds = list(scenes().values())
    for _ in range(count):
        scene = chance.choice(kinds) if chance.random() < 0.5 else deed(chance)
        asked = [window for window in staged(scene, (), chance) if window.answers and window.kind == "staged: event"]
        for window in asked:
            yield from _claims(window, asked, chance)


def _claims(window: Window, asked: Sequence[Window], chance: random.Random) -> Iterator[Pair]:
    answer = window.answers[0]
    sentences = sentence_spans(window.passage, 0, len(window.passage))
    own = next((one for one in sentences if one.start <= answer.start and answer.end <= one.end), None)
    if own is None:
        return
    cited = [own.of(window.passage)]
    if len(sentences) > 1 and chance.random() < _BESIDE:
        cited.insert(chance.randint(0, 1), chance.choice([one for one in sentences if one != own]).of(window.passage))
    told = answer.of(window.passage)
    if claim := statement(window.question, told, cited[0]):
        yield Pair(claim, tuple(cited), ("supported",), "of an event")
    others = {name for name in _names(asked, own) if name not in window.question and name != told}
    other = chance.choice(sorted(others)) if _WHO.match(window.question) and others else ""
    if claim := statement(window.question, other, cited[0]):
        yield Pair(claim, tuple(cited), ("contradicted", "not said"), "of an event, of another")


def _names(asked: Sequence[Window], sentence: Span) -> Iterator[str]:
    """Yield who stands in a sentence and answers any question."""
    for window in asked:
        for span in window.answers if _WHO.match(window.question) else ():
            if sentence.start <= span.start and span.end <= sentence.end:
                yield span.of(window.passage)
