"""Prepare what the reader learns from: `python -m rag.training.prepare --data FOLDER --out FOLDER`.

Writes `train.jsonl.gz` and `dev.jsonl.gz`, a window a line: a question, a passage, and the spans of the passage that
answer, none where it does not.
"""

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from index.embedding import MiniLMEncoder
from index.library import Library
from index.sentences import sentence_spans
from index.types import Span, Vectors
from index.words import FUNCTION_WORDS
from rag.evaluation.squad import SENTENCES, SOURCES, Question, documents, questions
from rag.training.negatives import misled, names_in, without_answer

_LONGEST = 1000  # characters of a passage; longer paragraphs are cut around the answer
_PER_SENTENCE = 9  # of QAMR's 37 questions about the average sentence, which repeat one another
_CROPPED = 0.5  # of the passages with an answer lose sentences at the ends: shorter ones teach as much for less
_BARE = 0.15  # of the questions lose their question mark
_KEYWORDS = 0.05  # of them keep only the words that carry meaning
_MISSPELT = 0.05
# How many unanswerable windows are made for one answerable question.
_MINED, _WITHOUT, _MISLED = 0.35, 0.2, 0.35


@dataclass(frozen=True)
class Window:
    """A question and a passage, the spans of the passage that answer, and how the window came about."""

    question: str
    passage: str
    answers: tuple[Span, ...]
    kind: str


class _Known:
    """An encoder that embeds many questions at once beforehand; searching for them one by one is then quick."""

    def __init__(self, encoder: MiniLMEncoder, texts: Sequence[str]) -> None:
        self.name, self.dimension, self._encoder = encoder.name, encoder.dimension, encoder
        self._vectors = dict(zip(texts, encoder.encode(texts), strict=True))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of the texts."""
        known = self._vectors.get(texts[0]) if len(texts) == 1 else None
        return self._encoder.encode(texts) if known is None else known[None]


def windows(asked: Sequence[Question], mine: Callable[[Question], str | None], seed: int) -> Iterator[Window]:
    """Yield the windows of questions; `mine` finds a passage that does not answer, in the way the product searches."""
    chance = random.Random(seed)
    names = sorted({name for question in asked for name in names_in(question.text)})
    for question in asked:
        if not question.answers:
            text = _cut(question, _sentences(question), chance, crop=False)
            yield Window(_varied(question.text, chance), text.of(question.article.text), (), "written to mislead")
            continue
        yield _answered(question, chance)
        yield from _unanswered(question, names, mine, chance)


def _answered(question: Question, chance: random.Random) -> Window:
    span = _cut(question, _sentences(question), chance, crop=chance.random() < _CROPPED)
    answers = tuple(
        Span(a.start - span.start, a.end - span.start)
        for a in question.answers
        if span.start <= a.start and a.end <= span.end
    )
    return Window(_varied(question.text, chance), span.of(question.article.text), answers, "answered")


def _unanswered(
    question: Question, names: Sequence[str], mine: Callable[[Question], str | None], chance: random.Random
) -> Iterator[Window]:
    text = question.article.text
    if chance.random() < _WITHOUT and (left := without_answer(question, _sentences(question))):
        passage = " ".join(sentence.of(text) for sentence in left)[:_LONGEST]
        yield Window(_varied(question.text, chance), passage, (), "answer's sentence missing")
    if chance.random() < _MISLED:
        span = _cut(question, _sentences(question), chance, crop=False)
        if other := misled(question, span.of(text), names, chance):
            yield Window(_varied(other, chance), span.of(text), (), "question changed")
    if chance.random() < _MINED and (found := mine(question)):
        yield Window(_varied(question.text, chance), found, (), "found by search")


def miner(asked: Sequence[Question], library: Library, chance: random.Random) -> Callable[[Question], str | None]:
    """Return a function that finds a passage for a question which has none of the answer's words, among the best."""

    def mine(question: Question) -> str | None:
        best: list[str] = []
        for hit in library.search(question.text, 8):
            passage = hit.chunk.span.of(articles[hit.chunk.article_id].text).strip()
            if not any(string in passage.casefold() for string in question.strings):
                best.append(passage)
        return chance.choice(best[:4])[:_LONGEST] if best else None

    articles = {question.article.id: question.article for question in asked}
    return mine


@cache
def _split(text: str, start: int, end: int) -> tuple[Span, ...]:
    return tuple(sentence_spans(text, start, end))


def _sentences(question: Question) -> tuple[Span, ...]:
    return _split(question.article.text, *question.paragraph)


def _cut(question: Question, sentences: Sequence[Span], chance: random.Random, crop: bool) -> Span:
    """Return a run of whole sentences that has the first answer: all of them, unless too long or cropped."""
    if not sentences:
        return question.paragraph
    anchor = question.answers[0] if question.answers else sentences[0]
    first = last = 0
    for i, sentence in enumerate(sentences):
        if sentence.start <= anchor.start:
            first = i
        if sentence.start < anchor.end:
            last = i
    longest = chance.choice([150, 300, 450, 600]) if crop else _LONGEST
    while True:
        grow = [(i, j) for i, j in ((first - 1, last), (first, last + 1)) if i >= 0 and j < len(sentences)]
        grow = [(i, j) for i, j in grow if sentences[j].end - sentences[i].start <= longest]
        if not grow:
            return Span(sentences[first].start, max(sentences[last].end, anchor.end))
        first, last = chance.choice(grow)


def _varied(text: str, chance: random.Random) -> str:
    """Write a question as people do: without its mark, as keywords, or with two letters swapped."""
    if chance.random() < _BARE:
        text = text.rstrip("? ")
    if chance.random() < _KEYWORDS:
        words = [word for word in text.rstrip("?").split() if word.casefold() not in FUNCTION_WORDS]
        text = " ".join(words) if len(words) > 2 else text
    words = text.split()
    if chance.random() < _MISSPELT and (long := [i for i, word in enumerate(words) if len(word) > 5]):
        at = chance.choice(long)
        i = chance.randrange(1, len(words[at]) - 2)
        words[at] = words[at][:i] + words[at][i + 1] + words[at][i] + words[at][i + 2 :]
        text = " ".join(words)
    return text


def prepare(folder: Path, out: Path, seed: int) -> Counter[str]:
    """Write the windows of all sets in `folder` to `out`; return how many there are of each kind."""
    chance = random.Random(seed)
    asked = [q for source in SOURCES for q in questions(folder / f"{source.name}.json.gz", source.apart)]
    short = _thinned(documents(folder / f"{SENTENCES}.json.gz"), chance)
    counts = Counter[str]()
    with TemporaryDirectory() as place:
        library = Library.open(place, _Known(MiniLMEncoder(), [question.text for question in asked]))
        library.remove(library.ids()[0])
        articles = list({question.article.id: question.article for question in asked}.values())
        library.add(articles, lambda done, total: print(f"{done}/{total} articles", end="\r", flush=True))
        mine = miner(asked, library, chance)
        for name, held_out in (("train", False), ("dev", True)):
            long = list(windows([q for q in asked if q.is_dev == held_out], mine, seed))
            few = list(windows([q for q in short if q.is_dev == held_out], lambda question: None, seed))
            counts += Counter(f"{name}: {window.kind}" for window in long + few)
            _write(out / f"{name}.jsonl.gz", long + few)
        library.close()
    return counts


def _thinned(asked: Iterable[Question], chance: random.Random) -> list[Question]:
    by_sentence: dict[tuple[str, Span], list[Question]] = {}
    for question in asked:
        by_sentence.setdefault((question.article.id, question.paragraph), []).append(question)
    return [q for group in by_sentence.values() for q in chance.sample(group, min(_PER_SENTENCE, len(group)))]


def _write(file: Path, made: Iterable[Window]) -> None:
    with gzip.open(file, "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(asdict(window), ensure_ascii=False) + "\n" for window in made)


def main() -> None:
    """Write the windows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of question sets, SQuAD 2.0 form")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for kind, count in sorted(prepare(options.data, options.out, options.seed).items()):
        print(f"{count:7} {kind}")


if __name__ == "__main__":
    main()
