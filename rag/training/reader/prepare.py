"""Prepare what the reader learns from: `python -m rag.training.reader.prepare --data FOLDER --out FOLDER`.

Writes `train.jsonl.gz` and `dev.jsonl.gz`, a window a line: a question, a passage, and the spans of the passage that
answer, none where it does not.
"""

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from index.chunking import chunks
from index.sentences import sentence_spans
from index.types import Span
from index.words import FUNCTION_WORDS
from rag.evaluation.datasets.squad import ROLES, SENTENCES, SOURCES, TEXTS, Question, Source, asked_of
from rag.training.reader.names import Names
from rag.training.reader.negatives import misled, names_in, without_answer
from rag.training.reader.people import about_people
from rag.training.reader.roles import in_roles

_LONGEST = 1000  # characters of a passage; longer paragraphs are cut around the answer
_WIDE, _WIDEST = 0.25, 1600  # of the passages are as long as a window can be: an article's whole beginning, say
_ALONE = 0.4  # of the single sentences stay so; to the others come those near them, as an article's passages have
_TITLED = 0.7  # of those whose article has a title show it
_CROPPED = 0.5  # of the passages with an answer lose sentences at the ends: shorter ones teach as much for less
_BARE = 0.15  # of the questions lose their question mark
_KEYWORDS = 0.05  # of them keep only the words that carry meaning
_MISSPELT = 0.05
_DATELINED = 0.08  # of the passages begin as an agency's do, with a town that answers no question
# How many unanswerable windows are made for one answerable question.
_MINED, _WITHOUT, _MISLED = 0.35, 0.2, 0.35
_LOOKED_AT = 8  # passages found for a question


@dataclass(frozen=True)
class Window:
    """A question and a passage, the spans of the passage that answer, and how the window came about.

    `title` is that of the passage's article where the reader is to see it.
    """

    question: str
    title: str
    passage: str
    answers: tuple[Span, ...]
    kind: str


def windows(asked: Sequence[Question], mined: Mapping[Question, tuple[str, str]], seed: int) -> Iterator[Window]:
    """Yield the windows of questions; `mined` has passages that a search finds and that do not answer."""
    chance = random.Random(seed)
    names = sorted({name for question in asked for name in names_in(question.text)})
    for question in asked:
        if not question.answers:
            text = _cut(question, _around(question, chance), chance, crop=False).of(question.article.text)
            yield _window(question.text, question.article.title, text, "written to mislead", chance)
            continue
        yield _answered(question, chance)
        yield from _unanswered(question, names, mined, chance)


def _window(text: str, title: str, passage: str, kind: str, chance: random.Random) -> Window:
    return Window(varied(text, chance), title if chance.random() < _TITLED else "", passage, (), kind)


def _answered(question: Question, chance: random.Random) -> Window:
    span = _cut(question, _around(question, chance), chance, crop=chance.random() < _CROPPED)
    answers = tuple(
        Span(a.start - span.start, a.end - span.start)
        for a in question.answers
        if span.start <= a.start and a.end <= span.end
    )
    bare = _window(question.text, question.article.title, span.of(question.article.text), "answered", chance)
    return replace(bare, answers=answers)


def _unanswered(
    question: Question, names: Sequence[str], mined: Mapping[Question, tuple[str, str]], chance: random.Random
) -> Iterator[Window]:
    text, title = question.article.text, question.article.title
    if chance.random() < _WITHOUT and (left := without_answer(question, _around(question, chance))):
        passage = " ".join(sentence.of(text) for sentence in left)[:_WIDEST]
        yield _window(question.text, title, passage, "answer's sentence missing", chance)
    if chance.random() < _MISLED:
        span = _cut(question, _around(question, chance), chance, crop=False)
        if other := misled(question, span.of(text), names, chance):
            yield _window(other, title, span.of(text), "question changed", chance)
    if question in mined:
        yield _window(question.text, *mined[question], "found by search", chance)


def datelined(window: Window, chance: random.Random) -> Window:
    """Begin a passage with a town, as an agency's reports do."""
    town, agency = Names(chance).any("town"), chance.choice(["", " (AP)", " (Reuters)"])
    line = f"{chance.choice([town, town.upper()])}{agency} {chance.choice('—–-')} "
    answers = tuple(Span(span.start + len(line), span.end + len(line)) for span in window.answers)
    return replace(window, passage=line + window.passage, answers=answers, kind=f"{window.kind}, with a dateline")


def miner(asked: Sequence[Question], chance: random.Random) -> dict[Question, tuple[str, str]]:
    """Find passages that share rare words with a question and have none of its answers: title and text, for a part.

    By TF-IDF, which takes seconds for all questions where embedding their articles takes half an hour.
    """
    articles = {question.article.id: question.article for question in asked}
    cut = [(article, chunk.span) for article in articles.values() for chunk in chunks(article)]
    found = [(article.title, span.of(article.text).strip()) for article, span in cut]
    weigh = TfidfVectorizer(stop_words="english", sublinear_tf=True, dtype=np.float32)
    passages = weigh.fit_transform([text for _, text in found]).T.tocsr()
    some = [question for question in asked if question.answers and chance.random() < _MINED]
    mined = {}
    for start in range(0, len(some), 500):
        part = some[start : start + 500]
        likeness = (weigh.transform([question.text for question in part]) @ passages).toarray()
        for question, row in zip(part, likeness, strict=True):
            best = [found[at] for at in np.argpartition(-row, _LOOKED_AT)[:_LOOKED_AT]]
            none = [(title, text) for title, text in best if not any(s in text.casefold() for s in question.strings)]
            if none:
                title, text = chance.choice(none[:4])
                mined[question] = title, text[:_LONGEST]
    return mined


@cache
def _split(text: str, start: int, end: int) -> tuple[Span, ...]:
    return tuple(sentence_spans(text, start, end))


def _around(question: Question, chance: random.Random) -> tuple[Span, ...]:
    """Return the sentences of the question's paragraph, or of all that a window can hold around it."""
    text, (start, end) = question.article.text, question.paragraph
    own = _split(text, start, end)
    if chance.random() >= (_WIDE if len(own) > 1 else 1 - _ALONE):
        return own
    room = max(0, (_WIDEST if len(own) > 1 else chance.choice([500, 800, 1000])) - (end - start))
    before = chance.randint(0, room)
    first, last = start - before, end + room - before
    every = _split(text, 0, len(text))
    earlier = tuple(one for one in every if first <= one.start and one.end <= start)
    return earlier + own + tuple(one for one in every if end <= one.start and one.end <= last)


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
    wide = sentences[-1].end - sentences[0].start > question.paragraph.end - question.paragraph.start + 1
    longest = _WIDEST if wide else chance.choice([150, 300, 450, 600]) if crop else _LONGEST
    while True:
        grow = [(i, j) for i, j in ((first - 1, last), (first, last + 1)) if i >= 0 and j < len(sentences)]
        grow = [(i, j) for i, j in grow if sentences[j].end - sentences[i].start <= longest]
        if not grow:
            return Span(sentences[first].start, max(sentences[last].end, anchor.end))
        first, last = chance.choice(grow)


def varied(text: str, chance: random.Random) -> str:
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
    asked, short = ([q for s in sets for q in _thinned(s, folder, chance)] for sets in (SOURCES, SENTENCES))
    texts = [question for source in TEXTS for question in asked_of(source, folder)]
    people = list(about_people([*asked, *short, *texts], chance))
    roles = list(in_roles([question for source in ROLES for question in asked_of(source, folder)], chance))
    counts = Counter[str]()
    for name, held_out in (("train", False), ("dev", True)):
        long, few = ([q for q in part if q.is_dev == held_out] for part in (asked, [*short, *people, *roles]))
        bare = [*windows(long, miner(long, chance), seed), *windows(few, {}, seed)]
        made = [datelined(window, chance) if chance.random() < _DATELINED else window for window in bare]
        counts += Counter(f"{name}: {window.kind}" for window in made)
        write(out / f"{name}.jsonl.gz", [window for window in made if window.passage])
    return counts


def _thinned(source: Source, folder: Path, chance: random.Random) -> list[Question]:
    about: dict[tuple[str, Span], list[Question]] = {}
    for question in asked_of(source, folder):
        times = int(source.share + chance.random())
        about.setdefault((question.article.id, question.paragraph), []).extend([question] * times)
    return [q for group in about.values() for q in chance.sample(group, min(source.most, len(group)))]


def write(file: Path, made: Iterable[Any]) -> None:
    """Write dataclasses as gzipped JSON, one a line."""
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
