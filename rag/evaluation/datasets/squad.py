"""Question sets in SQuAD 2.0 form -> questions, each with its article and where in it the answers stand."""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from index.types import Article, Span

_DEV = 0.05


@dataclass(frozen=True)
class Source:
    """A question set: its file's name without ending; with `apart` each paragraph is an article of its own.

    With `pages` a title names the page and the place of a sentence on it; `between` stands between paragraphs. A
    question is trained on `share` times on average, each time in another window, and at most `most` of a paragraph are,
    which in some sets repeat one another.
    """

    name: str
    apart: bool = False
    pages: bool = False
    between: str = "\n\n"
    share: float = 1.0
    most: int = 20


SOURCES = (
    Source("squad2_dev_half_a", share=3, most=80),
    Source("squad1_slice", apart=True),
    Source("squad_train_more"),
    Source("squadshifts_new_wiki"),
    Source("squadshifts_reddit", apart=True, share=0.5),
    Source("squadshifts_amazon_reviews", apart=True, share=0.5),
    Source("fairytaleqa_explicit", share=0.6),
)
SENTENCES = (
    Source("qamr_wikinews_wikipedia", pages=True, most=9),
    Source("qadiscourse_wikinews_wikipedia", pages=True, most=2),
    Source("squad1_train_sentences", apart=True, share=0.6),
)
"""Sets of single sentences, among which a search finds nothing that misleads."""

ROLES = tuple(Source(f"qasrl_bank_{texts}", between=" ") for texts in ("wikinews", "wikipedia"))
"""Sets that ask by a form who did what to whom, of the sentences of a page."""

TEXTS = (Source("qanom_wikinews_wikipedia"),)
"""Sets whose questions are too awkward to learn from, and whose sentences are news."""

_UNTITLED = re.compile(r"slice-|squad-para-|squad-sent-|Filtered_|Amazon_|Wiki1k")  # titles that only number


@dataclass(frozen=True)
class Question:
    """A question about a paragraph of an article, and the spans of the article that its annotators marked.

    Without answers it was written to look as if the paragraph answered it.
    """

    text: str
    article: Article
    paragraph: Span
    answers: tuple[Span, ...]

    @property
    def is_dev(self) -> bool:
        """Tell whether the question is held out: one article in twenty is, with all that is asked about it."""
        return int(sha256(self.article.text.encode()).hexdigest(), 16) % 1000 < 1000 * _DEV

    @property
    def strings(self) -> frozenset[str]:
        """Return the words of the answers, in lower case."""
        return frozenset(span.of(self.article.text).casefold() for span in self.answers)


def asked_of(source: Source, folder: Path) -> Iterator[Question]:
    """Yield the questions of a set in a folder."""
    file = folder / f"{source.name}.json.gz"
    yield from documents(file) if source.pages else questions(file, source.apart, source.between)


def questions(file: Path, apart: bool = False, between: str = "\n\n") -> Iterator[Question]:
    """Yield the questions of a set; an article's paragraphs are parted by an empty line, unless by something else."""
    for entry in _data(file):
        paragraphs = entry["paragraphs"]
        for group in [[p] for p in paragraphs] if apart else [paragraphs]:
            text = between.join(p["context"] for p in group)
            if text.strip():
                title = "" if apart or _UNTITLED.match(entry["title"]) else re.sub("[_-]", " ", entry["title"])
                yield from _asked(Article(title, text), group, len(between))


def documents(file: Path) -> Iterator[Question]:
    """Yield the questions of QAMR or QADiscourse; sentences of one page are put together in order, as one article."""
    pages: dict[str, list[tuple[list[int], dict[str, Any]]]] = {}
    for entry in _data(file):
        *_, page, paragraph, sentence = entry["title"].split(":")
        pages.setdefault(page, []).append(([int(paragraph), int(sentence)], entry["paragraphs"][0]))
    for page in pages.values():
        sentences = [sentence for _, sentence in sorted(page, key=lambda pair: pair[0])]
        yield from _asked(Article("", " ".join(s["context"] for s in sentences)), sentences, between=1)


def _asked(article: Article, paragraphs: list[dict[str, Any]], between: int) -> Iterator[Question]:
    at = 0
    for paragraph in paragraphs:
        span = Span(at, at + len(paragraph["context"]))
        for entry in paragraph["qas"]:
            marked = [] if entry.get("is_impossible") else entry["answers"]
            starts = [(at + answer["answer_start"], len(answer["text"])) for answer in marked]
            yield Question(entry["question"], article, span, tuple(Span(s, s + length) for s, length in starts))
        at = span.end + between


def _data(file: Path) -> list[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        data: list[dict[str, Any]] = json.load(stream)["data"]
    return data
