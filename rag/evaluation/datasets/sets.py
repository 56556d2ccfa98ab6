"""The sets that the reader is measured on -> questions, the passages they are put to, and what is right."""

import gzip
import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from index.chunking import chunks, sentences
from index.holdings import Progress
from index.library import Library
from index.types import Article, Span
from rag.evaluation.datasets.squad import Question, questions
from rag.readings import Passage
from rag.retrieval.passages import passages

T = TypeVar("T")

TUNED = 120
"""How many articles of NewsQA, from the first, the calibration is fitted on; the product is measured on the others."""

_SEARCHED = 10  # passages read for a question, as the assistant reads them


@dataclass(frozen=True)
class Asked:
    """A question, the passages that it is put to, and what is right.

    `answers` are the words of right answers, empty where none are marked. `marks` are spans of the passages' article:
    the sentence in which one of them begins is right. `answerable` tells whether the passages answer. `others` has
    what other systems answered, by their names.
    """

    question: str
    passages: tuple[Passage, ...]
    answers: tuple[str, ...] = ()
    marks: tuple[Span, ...] = ()
    answerable: bool = True
    others: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Benchmark:
    """A set: its files' names, and what yields a sample of its questions, given how many (0 for all) and the files."""

    files: tuple[str, ...]
    ask: Callable[..., Iterator[Asked]]


def squad2(count: int, file: Path) -> Iterator[Asked]:
    """Yield questions of SQuAD 2.0 (Rajpurkar et al. 2018), each put to the whole of its paragraph as one passage."""
    for question in sample(questions(file, apart=True), count):
        yield _asked(question, (_whole(question.article),))


def newsqa(count: int, file: Path) -> Iterator[Asked]:
    """Yield questions of NewsQA (Trischler et al. 2017), each put to all passages of its article."""
    for question in sample(questions(file, apart=True), count):
        yield _asked(question, _passages(question.article))


def news_evidence(count: int, file: Path) -> Iterator[Asked]:
    """Yield each question twice: put to the paragraph that answers it, and to one that does not, if there is one."""
    for entry in sample(lines(file), count):
        yield Asked(entry["question"], (_whole(Article("", entry["evidence"])),), (entry["answer"],))
        if misses := entry["unanswerable_evidence"]:
            yield Asked(entry["question"], (_whole(Article("", misses)),), answerable=False)


def qed(count: int, file: Path) -> Iterator[Asked]:
    """Yield the questions of QED (Lamm et al. 2021) which one sentence of the paragraph answers; that is marked.

    The sentence is the one that explains the answer. Where it says "he", the answer of Natural Questions, from which
    the question is, may stand in another. The sentences are the set's own, and so is the tokenised text.
    """
    entries = (entry for entry in lines(file) if entry["annotation"]["explanation_type"] == "single_sentence")
    for entry in sample(entries, count):
        text, selected = entry["paragraph_text"], entry["annotation"]["selected_sentence"]
        edges = pairwise([*entry["sentence_starts"], len(text)])
        spans = [Span(start, start + len(text[start:end].rstrip())) for start, end in edges]
        passage = _passage(Article(entry["title_text"], text), spans)
        yield Asked(entry["question_text"], (passage,), marks=(Span(selected["start"], selected["end"]),))


def clapnq(count: int, file: Path) -> Iterator[Asked]:
    """Yield questions of CLAP-NQ (Rosenthal et al. 2025), put to their passage; what any annotator selected is marked.

    The sentences are the set's own, and so is the tokenised text.
    """
    for entry in sample(lines(file), count):
        [read] = entry["passages"]
        spans = _found(read["sentences"], read["text"])
        selected = {sentence for output in entry["output"] for sentence in output["selected_sentences"]}
        marks = tuple(span for span in spans if span.of(read["text"]) in selected)
        passage = _passage(Article(read["title"], read["text"]), spans)
        yield Asked(entry["input"], (passage,), marks=marks, answerable=entry["answerable"])


def onestopqa(count: int, file: Path) -> Iterator[Asked]:
    """Yield questions of OneStopQA (Berzak et al. 2020), put to their paragraph; its evidence is marked."""
    for entry in sample(lines(file), count):
        passage = _whole(Article(entry["title"], entry["context"]))
        shown = [Span(one["start"], one["start"] + len(one["text"])) for one in entry["evidence"]]
        marks = tuple(
            Span(max(span.start, sentence.start), min(span.end, sentence.end))
            for sentence in passage.sentences
            for span in shown
            if sentence.start < span.end and span.start < sentence.end
        )
        yield Asked(entry["question"], (passage,), marks=marks)


def realtimeqa(count: int, file: Path, articles: Path) -> Iterator[Asked]:
    """Yield the questions of RealTimeQA (Kasai et al. 2023) of 2023 that other systems' answers are published for.

    Each is put to the passages that Byline finds for it in a library of the articles that a news search returned for
    that question, which the other systems had too; to none where it returned none.
    """
    chosen = published(file, count)
    news = news_articles(articles, chosen)
    with TemporaryDirectory() as folder, closing(Library.open(folder)) as library:
        for entry in chosen:
            yield Asked(
                question=entry["question"],
                passages=_search(library, [news[id] for id in entry["article_ids"]], entry["question"]),
                answers=(entry["answer"],),
                others={"GPT-3 + search": entry["gpt3_gcs"], "BART-RAG + search": entry["bart_rag_gcs"]},
            )


SETS = {
    "squad2": Benchmark(("squad2_dev_half_b.json.gz",), squad2),
    "newsqa": Benchmark(("newsqa_dev_half_a.json.gz",), newsqa),
    "news_evidence": Benchmark(("news_evidence_2020_2021.jsonl.gz",), news_evidence),
    "qed": Benchmark(("qed_dev.jsonl.gz",), qed),
    "clapnq": Benchmark(("clapnq_dev.jsonl.gz",), clapnq),
    "onestopqa": Benchmark(("onestopqa_news.jsonl.gz",), onestopqa),
    "realtimeqa": Benchmark(
        ("realtimeqa_questions_2022_2023.jsonl.gz", "realtimeqa_articles_2022_2023.jsonl.gz"), realtimeqa
    ),
}


def lines(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a packed file of JSON lines."""
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def kept_rows(file: Path) -> list[dict[str, Any]]:
    """Return the objects of a file of JSON lines that an earlier run left; none where there is no file."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


def sample(entries: Iterable[T], count: int) -> list[T]:
    """Return `count` entries drawn with seed 0; all for 0, or where there are no more."""
    found = list(entries)
    return random.Random(0).sample(found, count) if 0 < count < len(found) else found


def _asked(question: Question, passages: tuple[Passage, ...]) -> Asked:
    answers = tuple(answer.of(question.article.text) for answer in question.answers)
    return Asked(question.text, passages, answers, question.answers, bool(answers))


def _passage(article: Article, spans: Sequence[Span]) -> Passage:
    return Passage(article, Span(0, len(article.text)), tuple(spans), 1.0)


@cache
def _whole(article: Article) -> Passage:
    return _passage(article, sentences(article))


@cache
def _passages(article: Article) -> tuple[Passage, ...]:
    return tuple(Passage(article, chunk.span, chunk.sentences, 1.0) for chunk in chunks(article))


def _found(parts: Sequence[str], text: str) -> list[Span]:
    """Return where the parts stand in the text, each after the one before."""
    spans: list[Span] = []
    for part in parts:
        start = text.index(part, spans[-1].end if spans else 0)
        spans.append(Span(start, start + len(part)))
    return spans


def published(file: Path, count: int) -> list[dict[str, Any]]:
    """Return a sample of RealTimeQA's questions of 2023 that other systems' answers are published for."""
    entries = (entry for entry in lines(file) if entry["date"].startswith("2023") and entry["gpt3_gcs"] is not None)
    return sample(entries, count)


def news_articles(file: Path, chosen: Sequence[dict[str, Any]] | None = None) -> dict[str, Article]:
    """Return RealTimeQA's articles by their ids there: those that a search returned for these questions, else all."""
    wanted = chosen and {id for entry in chosen for id in entry["article_ids"]}
    return {entry["id"]: _article(entry) for entry in lines(file) if not wanted or entry["id"] in wanted}


def _article(entry: dict[str, Any]) -> Article:
    return Article(entry["title"], entry["text"], published=entry["published"].replace("/", "-"), url=entry["url"])


def hold(library: Library, articles: Sequence[Article], on_progress: Progress | None = None) -> None:
    """Let a library have these articles and no others."""
    wanted = {article.id for article in articles}
    for id in library.ids():
        if id not in wanted:
            library.remove(id)
    library.add(articles, on_progress)


def _search(library: Library, articles: list[Article], question: str) -> tuple[Passage, ...]:
    """Return the passages found for a question when the library holds these articles alone."""
    hold(library, articles)
    if not articles:
        return ()
    return tuple(passages(question, library, _SEARCHED))
