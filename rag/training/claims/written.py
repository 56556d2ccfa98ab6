"""Claims about the news in `rag/training/written`, each citing the sentences that tell it or come nearest."""

import random
from collections.abc import Iterator

from index.sentences import sentence_spans
from rag.llm.checking.wording import alike
from rag.reading.careful import Label
from rag.training.claims.pairs import Pair
from rag.training.stories import Story

_BESIDE = 0.5  # of the claims cite the sentences before and after as well, which a claim may draw upon


def about_stories(story: Story, chance: random.Random) -> Iterator[Pair]:
    """Yield the claims of a story."""
    text = story.article.text
    every = sentence_spans(text, 0, len(text))
    for claim in story.claims:
        places = [every.index(sentence) for sentence in claim.sentences]
        if not places:
            continue
        beside = chance.random() < _BESIDE
        cited = every[max(0, places[0] - beside) : places[-1] + 1 + beside]
        labels: tuple[Label, ...] = ("supported",) if claim.is_right else ("contradicted", "not said")
        kind = "written, right" if claim.is_right else "written, false"
        dates = [story.article.published] * len(cited)
        told, quotes = alike(claim.text, [one.of(text) for one in cited], dates)  # as the checker reads them
        yield Pair(told, tuple(quotes), labels, kind)
