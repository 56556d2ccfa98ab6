"""Measure the reader: `python -m rag.evaluation.benchmarks.reader --data FOLDER`.

Prints a Markdown table. Values are percent, but for the thresholds, which are log odds. EM and F1 are SQuAD's. The
sentence is right when the best span's sentence is one that the annotators marked, or holds the start of an answer that
they did.
"""

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import numpy as np

from index.faults import Fault
from rag.evaluation.datasets.sets import SETS, Asked
from rag.evaluation.metrics import auroc, best_threshold, exact_match, f1, with_refusals
from rag.reading.readers import WEIGHTS, CascadeReader


class Score(NamedTuple):
    """What a metric came to, over so many questions."""

    metric: str
    questions: int
    value: float


@dataclass(frozen=True)
class Outcome:
    """What a reader made of a question: the words of its best span, empty for none, and how it scores it.

    `right_sentence` tells whether the span stands in a sentence that is marked as right.
    """

    asked: Asked
    words: str = ""
    score: float = -math.inf
    right_sentence: bool = False


def best_candidate(reader: CascadeReader, asked: Asked) -> Outcome:
    """Return the best span of all passages, by its log odds against "no answer"."""
    for best in reader.candidates(asked.question, asked.passages)[:1]:
        right = any(best.sentence.start <= mark.start < best.sentence.end for mark in asked.marks)
        return Outcome(asked, best.answer.of(best.passage.article.text), best.score, right)
    return Outcome(asked)


def best_reading(reader: CascadeReader, asked: Asked) -> Outcome:
    """Return the most probable reading: the reader and the search weighed together, as the product does."""
    for best in reader.read(asked.question, asked.passages)[:1]:
        return Outcome(asked, best.answer.of(best.article.text), best.probability)
    return Outcome(asked)


def squad2(found: Sequence[Outcome], null: float) -> Iterator[Score]:
    """Score SQuAD 2.0: with no answer below `null`, with none below the best threshold, with the best span always."""
    scores = np.array([one.score for one in found])
    answerable = np.array([one.asked.answerable for one in found])
    exact = np.array([exact_match(one.words, one.asked.answers) for one in found])
    overlap = np.array([f1(one.words, one.asked.answers) for one in found])
    highest, threshold = best_threshold(overlap, answerable, scores)
    yield _percent("EM, no answer below the threshold", with_refusals(exact, answerable, scores, null))
    yield _percent("F1, no answer below the threshold", with_refusals(overlap, answerable, scores, null))
    yield Score("F1 at the best threshold", len(found), 100 * highest)
    yield Score("the best threshold", len(found), threshold)
    yield _percent("HasAns F1, best span always given", overlap[answerable])
    yield _percent("NoAns accuracy at the threshold", scores[~answerable] < null)
    yield _answerability(found)


def newsqa(found: Sequence[Outcome], null: float) -> Iterator[Score]:
    """Score NewsQA: the best span of the article, always given, and its sentence."""
    yield from _words("", [(one.words, one) for one in found])
    yield _percent("sentence accuracy", [one.right_sentence for one in found])


def news_evidence(found: Sequence[Outcome], null: float) -> Iterator[Score]:
    """Score the news quiz: the best span of the evidence, and evidence against a paragraph that does not answer."""
    yield from _words("", [(one.words, one) for one in found if one.asked.answerable])
    yield _answerability(found)


def qed(found: Sequence[Outcome], null: float) -> Iterator[Score]:
    """Score QED: whether the best span stands in the sentence that answers."""
    yield _percent("answer-sentence accuracy", [one.right_sentence for one in found])


def clapnq(found: Sequence[Outcome], null: float) -> Iterator[Score]:
    """Score CLAP-NQ: passages that answer against those that do not, and the best span's sentence."""
    yield _answerability(found)
    yield _percent("best span in a selected sentence", [one.right_sentence for one in found if one.asked.marks])


def onestopqa(found: Sequence[Outcome], null: float) -> Iterator[Score]:
    """Score OneStopQA: whether the best span stands in a sentence of the evidence."""
    yield _percent("best span in the evidence", [one.right_sentence for one in found])


def realtimeqa(found: Sequence[Outcome], null: float) -> Iterator[Score]:
    """Score RealTimeQA: the best reading, always given, beside the published answers to the same questions."""
    yield from _words("", [(one.words, one) for one in found])
    for name in found[0].asked.others:
        yield from _words(f", {name}", [(one.asked.others[name], one) for one in found])


READ: dict[str, Callable[[CascadeReader, Asked], Outcome]] = {"realtimeqa": best_reading}
SCORE: dict[str, Callable[[Sequence[Outcome], float], Iterator[Score]]] = {
    "squad2": squad2,
    "newsqa": newsqa,
    "news_evidence": news_evidence,
    "qed": qed,
    "clapnq": clapnq,
    "onestopqa": onestopqa,
    "realtimeqa": realtimeqa,
}


def _percent(metric: str, values: Iterable[float]) -> Score:
    found = np.array(list(values), float)
    return Score(metric, len(found), 100 * float(found.mean()) if len(found) else math.nan)


def _words(suffix: str, given: Sequence[tuple[str, Outcome]]) -> Iterator[Score]:
    yield _percent(f"EM{suffix}", [exact_match(words, one.asked.answers) for words, one in given])
    yield _percent(f"F1{suffix}", [f1(words, one.asked.answers) for words, one in given])


def _answerability(found: Sequence[Outcome]) -> Score:
    answered, unanswered = ([one.score for one in found if one.asked.answerable == flag] for flag in (True, False))
    return Score("AUROC of answerability", len(found), 100 * auroc(answered, unanswered))


def measure(name: str, reader: CascadeReader, folder: Path, count: int, null: float) -> list[Score]:
    """Put `count` questions of a set, 0 for all, to the reader and score it; what cannot be measured is left out."""
    began, found = perf_counter(), []
    benchmark, read = SETS[name], READ.get(name, best_candidate)
    for asked in benchmark.ask(count, *(folder / file for file in benchmark.files)):
        found.append(read(reader, asked))
        if len(found) % 20 == 0:
            print(f"{name}: {len(found)} read", end="\r", file=sys.stderr, flush=True)
    print(f"{name}: {len(found)} read in {perf_counter() - began:.0f} s", file=sys.stderr)
    return [score for score in SCORE[name](found, null) if math.isfinite(score.value)]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--sets", default=",".join(SETS), help="which of them, parted by commas (default: %(default)s)")
    parser.add_argument("--questions", type=int, default=0, help="how many of each set; 0, the default, for all")
    parser.add_argument("--model", type=Path, default=WEIGHTS, help="folder of the reader (default: Byline's own)")
    parser.add_argument("--null", type=float, default=0.0, help="score below which SQuAD gets no answer (default: 0)")
    parser.add_argument("--json", type=Path, help="file to write the table to as well")
    options = parser.parse_args()
    options.sets = options.sets.split(",")
    if unknown := [name for name in options.sets if name not in SETS]:
        parser.error(f"There is no set {', '.join(unknown)}. There are: {', '.join(SETS)}.")
    if not options.data.is_dir():
        parser.error(f"{options.data} is not a folder. Give --data the folder of the sets.")
    for name in options.sets:
        if absent := [file for file in SETS[name].files if not (options.data / file).is_file()]:
            parser.error(f"{options.data} lacks {', '.join(absent)}. Put it there, or leave {name} out of --sets.")
    return options


def main() -> None:
    """Print the table."""
    options = _options()
    table: list[dict[str, str | float]] = []
    try:
        reader = CascadeReader(options.model)
        print("| set | questions | metric | value |\n|---|---:|---|---:|")
        for name in options.sets:
            for score in measure(name, reader, options.data, options.questions, options.null):
                print(f"| {name} | {score.questions} | {score.metric} | {score.value:.1f} |", flush=True)
                table.append({"set": name, **score._asdict()})
    except Fault as fault:
        sys.exit(str(fault))
    if options.json:
        options.json.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
