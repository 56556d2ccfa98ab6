"""Measure answers on a question set in SQuAD 2.0 form: `python -m rag.training.measure SET.json.gz`.

Each entry of the set is one article, alone in an index of its own. The baseline is the sentence whose vector is
nearest to the question's.
"""

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from index.embedding import MiniLMEncoder
from index.library import Library
from index.types import Article, Span
from rag.assistant import Assistant
from rag.reader import SentenceReader
from rag.types import Passage

Asked = tuple[str, set[int]]  # a question, and where in the article its answers begin; none for no answer


def main() -> None:
    """Print how often the first sentence, ours and the baseline's, holds the answer, and what is answered."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", type=Path, help="the question set")
    parser.add_argument("--questions", type=int, default=500, help="about how many to ask")
    options = parser.parse_args()
    counts = Counter[str]()
    encoder = MiniLMEncoder()
    for article, asked in _sample(options.set, options.questions):
        counts += _measured(article, asked, encoder)
        print(f"{counts['questions']} questions", end="\r")
    answerable, asked_in_all = counts["answerable"], counts["questions"]
    print(f"{options.set.name}: {asked_in_all} questions, {answerable} of them with an answer")
    for name in ("first sentence holds the answer", "nearest vector's sentence holds the answer"):
        print(f"| {name} | {counts[name] / max(answerable, 1):.3f} of those with an answer |")
    for name in ("answered, a citation holds the answer", "answered wrongly", "refused though there is an answer"):
        print(f"| {name} | {counts[name] / asked_in_all:.3f} of all |")


def _sample(file: Path, questions: int) -> Iterator[tuple[Article, list[Asked]]]:
    entries = json.loads(gzip.decompress(file.read_bytes()))["data"]
    random.Random(0).shuffle(entries)
    taken = 0
    for entry in entries:
        if taken >= questions:
            return
        article = Article(entry.get("title") or "", "\n\n".join(p["context"] for p in entry["paragraphs"]))
        asked = list(_questions(entry["paragraphs"]))
        taken += len(asked)
        yield article, asked


def _questions(paragraphs: list[dict[str, Any]]) -> Iterator[Asked]:
    at = 0
    for paragraph in paragraphs:
        for question in paragraph["qas"]:
            yield question["question"], {at + answer["answer_start"] for answer in question["answers"]}
        at += len(paragraph["context"]) + 2


def _measured(article: Article, asked: list[Asked], encoder: MiniLMEncoder) -> Counter[str]:
    counts = Counter[str]()
    with TemporaryDirectory() as folder:
        library = Library.open(folder, encoder)
        library.remove(library.ids()[0])
        library.add([article])
        assistant = Assistant(library, SentenceReader(encoder))
        for question, starts in asked:
            result = assistant.ask(question)
            first = (*result.citations, *result.closest)[:1]
            right = any(_holds(Span(citation.start, citation.end), starts) for citation in result.citations)
            nearest = _nearest(assistant.search(question), question, encoder)
            counts["questions"] += 1
            counts["answerable"] += bool(starts)
            counts["first sentence holds the answer"] += any(_holds(Span(c.start, c.end), starts) for c in first)
            counts["nearest vector's sentence holds the answer"] += _holds(nearest, starts)
            counts["answered, a citation holds the answer"] += right
            counts["answered wrongly"] += result.answered and not right
            counts["refused though there is an answer"] += bool(starts) and not result.answered
        library.close()
    return counts


def _nearest(passages: list[Passage], question: str, encoder: MiniLMEncoder) -> Span:
    sentences = [(passage.article, span) for passage in passages for span in passage.sentences]
    vectors = encoder.encode([question, *(span.of(article.text) for article, span in sentences)])
    return sentences[int((vectors[1:] @ vectors[0]).argmax())][1]


def _holds(span: Span, starts: set[int]) -> bool:
    return any(span.start <= start < span.end for start in starts)


if __name__ == "__main__":
    main()
