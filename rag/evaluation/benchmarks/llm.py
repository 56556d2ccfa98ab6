"""Measure what a language model writes: `python -m rag.evaluation.benchmarks.llm --data BENCH --out OUT`.

SmolLM2-135M-Instruct, served on this machine, answers the questions about the bundled article and questions of NewsQA,
each of its own article. What came of each is kept in OUT/answers.jsonl, so a run that was stopped goes on. Whether a
sentence is true to its article, only a person can tell: OUT/sentences.jsonl gets a line for each sentence, with what it
cites. Fill in, as true or false, `proven` (the sentences that it cites say all of it), `true` (the article does) and
`apt` (it answers the question), and run it again: the second table counts the lines that are filled in.
Both files hold the articles' words, so keep them to yourself.
"""

import argparse
import json
import random
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from index.articles import bundled as bundled_articles
from index.embedding import MiniLMEncoder
from index.library import Library
from index.types import Article
from rag.answering.attempt import attempt
from rag.assistant import Assistant
from rag.draft import Claim, Draft, Rejection
from rag.evaluation.benchmarks.relevance import drawn
from rag.evaluation.cases import bundled
from rag.evaluation.datasets.sets import hold, kept_rows
from rag.evaluation.peers.small_llm import serve
from rag.llm.checking.check import Quoted, check
from rag.llm.editor import BESIDE
from rag.llm.model import open_model
from rag.llm.prompt import prompt
from rag.llm.relevance import Relevance, answering, near
from rag.llm.writer import Writer
from rag.question.form import Form
from rag.reading.readers import CascadeReader
from rag.readings import Judge, Reading
from rag.results import Result

LABELS = ("proven", "true", "apt")
_CITES = "It cites "
NAME = "SmolLM2-135M-Instruct"
SETS = ("bundled", "NewsQA")
COSTS = {
    "tokens of the prompt": "prompt_tokens",
    "tokens written": "completion_tokens",
    "seconds of the extractive answer": "extractive",
    "seconds until the first sentence stood": "first_seconds",
    "seconds of the model in all": "seconds",
}


@dataclass(frozen=True)
class Asked:
    """A question, the article that it is asked of, and the name of its set."""

    set: str
    question: str
    article: Article


def asked(data: Path, count: int) -> list[Asked]:
    """Return the questions about the bundled article, and some of NewsQA, drawn and mixed with seed 0."""
    [article] = bundled_articles()
    own = [Asked("bundled", case.question, article) for case in bundled()]
    news = [Asked("NewsQA", one.text, one.article) for one in drawn(data, count, tuned=False)]
    return random.Random(0).sample(own + news, len(own) + len(news))


def answers(questions: Sequence[Asked]) -> Iterator[dict[str, Any]]:
    """Ask them all; `extractive` are the seconds of the answer without the model."""
    server = serve()
    with TemporaryDirectory() as folder, closing(Library.open(folder, MiniLMEncoder())) as library:
        reader = CascadeReader()
        writer = Writer(open_model(server.listening_address, NAME), library.encoder, reader)
        assistant = Assistant(library, reader, writer)
        for one in questions:
            hold(library, [one.article])
            began = perf_counter()
            plain = assistant.ask(one.question, fluent=False)
            seconds = perf_counter() - began
            *written, result = assistant.stream(one.question)
            assert isinstance(result, Result)
            told = asdict(result.draft or Draft(NAME))
            row = {"set": one.set, "question": one.question, "answered": plain.answered, "extractive": seconds}
            quotes = {citation.number: citation.quote for citation in result.citations}
            read = attempt(Form(one.question), library, assistant.reader, plain.kind).readings
            sure = {_quote(reading): reading.probability for reading in read}
            row["given"] = {quote: sure[quote] for quote in map(_quote, prompt(one.question, read).sentences)}
            sentences = [_sentence(part, quotes, sure) for part in written if isinstance(part, Claim | Rejection)]
            kept = ("prompt_tokens", "completion_tokens", "seconds", "first_seconds", "fault")
            yield row | {key: told[key] for key in kept} | {"sentences": sentences}
    del server


def _quote(reading: Reading) -> str:
    return reading.sentence.of(reading.article.text)


def _sentence(part: Claim | Rejection, quotes: Mapping[int, str], sure: Mapping[str, float]) -> dict[str, Any]:
    """Return a sentence, why it is struck, what it cites, and how surely that answers."""
    cited = part.quotes if isinstance(part, Rejection) else [quotes.get(number, "") for number in part.citations]
    probability = max((sure.get(quote, 0.0) for quote in cited), default=0.0)
    why = part.why if isinstance(part, Rejection) else ""
    return {"text": part.text, "why": why, "cited": cited, "probability": round(probability, 3)}


def kept(file: Path, questions: Sequence[Asked]) -> list[dict[str, Any]]:
    """Return what came of all questions; those in the file are not asked again."""
    rows = kept_rows(file)
    file.parent.mkdir(parents=True, exist_ok=True)
    known = {(row["set"], row["question"]) for row in rows}
    left = [one for one in questions if (one.set, one.question) not in known]
    with file.open("a", encoding="utf-8") as out:
        for row in answers(left) if left else ():
            rows.append(row)
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            out.flush()
            print(f"{len(rows)} of {len(questions)} questions", end="\r", file=sys.stderr)
    return rows


def checked(rows: Sequence[dict[str, Any]], questions: Sequence[Asked]) -> list[dict[str, Any]]:
    """Return the rows with their sentences judged anew, as the checker is today.

    `found` tells of each whether it would stand if what supports it were looked for among all sentences given.
    """
    encoder, reader = MiniLMEncoder(), CascadeReader()
    articles = {(one.set, one.question): one.article for one in questions}
    for row in rows:
        article = articles[row["set"], row["question"]]
        about = near if row["answered"] else answering(row["question"], reader, encoder)
        objection = partial(_objection, article, about, reader)
        for one in row["sentences"]:
            if not one["why"].startswith(_CITES):
                one["why"] = objection(one["text"], one["cited"], one["probability"])
            given = row["given"].items()
            one["found"] = not one["why"] or any(not objection(one["text"], [quote], sure) for quote, sure in given)
    return list(rows)


def _objection(article: Article, about: Relevance, judge: Judge, text: str, quotes: Sequence[str], sure: float) -> str:
    quoted = [Quoted(quote, article.text, article.published) for quote in quotes]
    return check(text, quoted, judge).why or ("" if about(text, sure) else BESIDE)


def labels(file: Path, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the sentences with what a person said of them; the file gets those that it lacks."""
    known = kept_rows(file)
    said = {(one["question"], one["text"]): {key: one[key] for key in LABELS} for one in known}
    blank = dict.fromkeys(LABELS)
    every = [{"question": row["question"]} | one for row in rows for one in row["sentences"]]
    labelled = [one | said.get((one["question"], one["text"]), blank) for one in every]
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in labelled), "utf-8")
    return labelled


def written(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines of the first table: a column for each set."""
    columns = [[row for row in rows if row["set"] == name] for name in SETS]
    whys = [[sentence["why"] for row in column for sentence in row["sentences"]] for column in columns]

    def line(name: str, cells: Sequence[object]) -> str:
        return f"| {name} | {' | '.join(map(str, cells))} |"

    yield line("", SETS)
    yield "|---|" + "---:|" * len(SETS)
    yield line("questions", [len(column) for column in columns])
    yield line("answered by the articles' own words", [sum(row["answered"] for row in column) for column in columns])
    stand = [[any(not one["why"] for one in row["sentences"]) for row in column] for column in columns]
    yield line("answered by the model's", [sum(one) for one in stand])
    yield line("sentences written", [len(one) for one in whys])
    yield line("cite nothing, or what does not exist", [sum(why.startswith(_CITES) for why in one) for one in whys])
    yield line("stand", [sum(not why for why in one) for one in whys])
    for name, key in COSTS.items():
        values = [[row[key] for row in column if row[key]] for column in columns]
        yield line(f"{name}, median", [f"{statistics.median(one):.3g}" if one else "–" for one in values])


def judged(sentences: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines of the second table."""
    known = [one for one in sentences if one["proven"] is not None]
    yield f"| {len(known)} sentences judged | how many | stand | would, if their quote were looked for |"
    yield "|---|---:|---:|---:|"
    for name, key, value in (
        ("what they cite says it", "proven", True),
        ("what they cite does not say it", "proven", False),
        ("the article says it", "true", True),
        ("the article does not say it", "true", False),
        ("does not answer the question", "apt", False),
    ):
        some = [one for one in known if one[key] is value]
        yield f"| {name} | {len(some)} | {sum(not one['why'] for one in some)} | {sum(one['found'] for one in some)} |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--questions", type=int, default=100, help="how many of NewsQA")
    parser.add_argument("--out", type=Path, required=True, help="folder of what came of them")
    options = parser.parse_args()
    questions = asked(options.data, options.questions)
    rows = checked(kept(options.out / "answers.jsonl", questions), questions)
    print("\n".join([*written(rows), "", *judged(labels(options.out / "sentences.jsonl", rows))]))


if __name__ == "__main__":
    main()
