"""Claims and the sentences that they cite, supported and not, made from question sets by form and with a seed."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.chunking import sentences
from index.types import Article, Span
from rag.evaluation.datasets.distortions import DISTORTIONS
from rag.evaluation.datasets.rewordings import REWORDINGS, Maker
from rag.evaluation.datasets.sets import lines, sample
from rag.evaluation.datasets.squad import Question, documents, questions
from rag.evaluation.datasets.statements import statement
from rag.evaluation.datasets.told import Told, told
from rag.llm.checking.check import Quoted
from rag.reading.readers import CascadeReader
from rag.readings import Passage

UNANSWERABLE = "the reader's best words for a question without an answer"


@dataclass(frozen=True)
class Pair:
    """A claim, the sentences that it cites, whether they support it, and how it was made."""

    kind: str
    supported: bool
    claim: str
    cited: tuple[Quoted, ...]


def pairs(asked: Iterable[Question], questions: int, count: int, reader: CascadeReader) -> list[Pair]:
    """Return at most `count` pairs of each kind, made from so many questions, all drawn with seed 0."""
    asked = sample(asked, questions)
    found = list(told(asked))
    made = [pair for kind, make in REWORDINGS.items() for pair in _made(kind, True, make, found, count)]
    made += [pair for kind, make in DISTORTIONS.items() for pair in _made(kind, False, make, found, count)]
    return made + list(_unanswerable(asked, count, reader))


def _made(kind: str, supported: bool, make: Maker, found: Sequence[Told], count: int) -> Iterator[Pair]:
    chance = random.Random(kind)
    for one in chance.sample(found, len(found)):
        if count and (pair := make(one, found, chance)):
            count -= 1
            yield Pair(kind, supported, *pair)


def _unanswerable(asked: Iterable[Question], count: int, reader: CascadeReader) -> Iterator[Pair]:
    for question in asked:
        article = question.article
        if not count or question.answers:
            continue
        passage = Passage(article, Span(0, len(article.text)), tuple(sentences(article)), 1.0)
        for best in reader.candidates(question.text, [passage])[:1]:
            sentence = best.sentence.of(article.text)
            claim = statement(question.text, best.answer.of(article.text), sentence)
            if claim and 4 <= len(claim.split()) <= 30:
                count -= 1
                yield Pair(UNANSWERABLE, False, claim, (Quoted(sentence, article.text),))


def qed(file: Path) -> Iterator[Question]:
    """Yield the questions of QED whose answer one sentence tells."""
    for entry in lines(file):
        if entry["annotation"]["explanation_type"] == "single_sentence":
            article = Article(entry["title_text"], entry["paragraph_text"])
            answers = tuple(Span(one["start"], one["end"]) for one in entry["original_nq_answers"][0])
            yield Question(entry["question_text"], article, Span(0, len(article.text)), answers)


def news_evidence(file: Path) -> Iterator[Question]:
    """Yield the quiz questions whose answer their evidence has word for word."""
    for entry in lines(file):
        article = Article("", entry["evidence"])
        start = article.text.find(entry["answer"])
        if start >= 0:
            answer = Span(start, start + len(entry["answer"]))
            yield Question(entry["question"], article, Span(0, len(article.text)), (answer,))


Asked = Callable[[Path], Iterable[Question]]
TRAIN: Mapping[str, Asked] = {
    "squad2_dev_half_a.json.gz": lambda file: questions(file, apart=True),
    "squad1_slice.json.gz": lambda file: questions(file, apart=True),
    "squadshifts_new_wiki.json.gz": lambda file: questions(file, apart=True),
    "qamr_wikinews_wikipedia.json.gz": documents,
}
BENCH: Mapping[str, Asked] = {
    "newsqa_dev_half_a.json.gz": lambda file: questions(file, apart=True),
    "news_evidence_2020_2021.jsonl.gz": news_evidence,
    "squad2_dev_half_b.json.gz": lambda file: questions(file, apart=True),
    "qed_dev.jsonl.gz": qed,
}
