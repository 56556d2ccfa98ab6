"""Prepare the questions about the news in `rag/training/written`: `python -m rag.training.reader.written --out FOLDER`.

Cut as the product cuts its passages, or at random. Writes `train.jsonl.gz` and `dev.jsonl.gz` as `prepare` does.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from index.chunking import chunks, sentences
from index.types import Span
from rag.evaluation.datasets.squad import Question
from rag.training.reader.made import keep
from rag.training.reader.prepare import Window, datelined, varied
from rag.training.stories import Story, stories

_OWN = 0.6  # of the windows are passages as the product cuts them
_LONGEST = (250, 400, 600, 1000, 1600)  # characters of the others
_SILENT = 0.5  # of the questions are asked of a passage of the article that does not answer as well
_TITLED = 0.8
_DATELINED = 0.08


def windows(story: Story, chance: random.Random) -> Iterator[Window]:
    """Yield windows of a story's questions: where it answers, and where it does not."""
    for question in story.asked:
        cut = _cut(question, chance)
        if question.answers:
            yield _window(question, chance.choice([span for span in cut if _told(question, span)]), chance)
        # A passage that has the answer's words may answer, whatever was marked.
        silent = [span for span in cut if not _says(question, span)]
        if silent and (not question.answers or chance.random() < _SILENT):
            yield _window(question, chance.choice(silent), chance)


def _cut(question: Question, chance: random.Random) -> list[Span]:
    """Return passages of the article; one at least has an answer, if any does."""
    own = [Span(chunk.sentences[0].start, chunk.sentences[-1].end) for chunk in chunks(question.article)]
    some = any(_told(question, span) for span in own) or not question.answers
    if some and chance.random() < _OWN:
        return own
    return list(_runs(sentences(question.article), chance.choice(_LONGEST), question, chance))


def _runs(every: Sequence[Span], longest: int, question: Question, chance: random.Random) -> Iterator[Span]:
    """Yield a run of sentences around the first answer, and those before and after it."""
    anchor = question.answers[0] if question.answers else chance.choice(every)
    inside = [i for i, one in enumerate(every) if one.start < anchor.end and anchor.start < one.end]
    first, last = (inside[0], inside[-1]) if inside else (0, len(every) - 1)
    start, stop = first, last
    while grow := [
        (i, j)
        for i, j in ((start - 1, stop), (start, stop + 1))
        if i >= 0 and j < len(every) and every[j].end - every[i].start <= longest
    ]:
        start, stop = chance.choice(grow)
    for a, b in pairwise([0, start, stop + 1, len(every)]):
        if a < b:
            yield Span(every[a].start, every[b - 1].end)


def _told(question: Question, span: Span) -> list[Span]:
    return [one for one in question.answers if span.start <= one.start and one.end <= span.end]


def _says(question: Question, span: Span) -> bool:
    text = span.of(question.article.text).casefold()
    return bool(_told(question, span)) or any(string in text for string in question.strings)


def _window(question: Question, span: Span, chance: random.Random) -> Window:
    answers = tuple(Span(one.start - span.start, one.end - span.start) for one in _told(question, span))
    title = question.article.title if chance.random() < _TITLED else ""
    kind = "answered" if answers else "answered elsewhere" if question.answers else "not answered"
    text = varied(question.text, chance)
    made = Window(text, title, span.of(question.article.text), answers, f"written: {kind}")
    return datelined(made, chance) if chance.random() < _DATELINED else made


def prepare(out: Path, times: int, seed: int, found: Sequence[Story]) -> Counter[str]:
    """Write the windows of stories, those that are trained on so many times; return how many of each kind there are."""
    chance = random.Random(seed)
    parts: dict[bool, list[Window]] = {False: [], True: []}
    for story in found:
        for _ in range(1 if story.is_dev else times):
            parts[story.is_dev] += windows(story, chance)
    return keep(parts, out, chance)


def main() -> None:
    """Write the windows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--times", type=int, default=2, help="windows of each question, each cut anew")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for kind, count in sorted(prepare(options.out, options.times, options.seed, stories()).items()):
        print(f"{count:7} {kind}")


if __name__ == "__main__":
    main()
