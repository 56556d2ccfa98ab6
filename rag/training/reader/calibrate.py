"""Fit the reader's calibration: `python -m rag.training.reader.calibrate --data FOLDER --model rag/reading/weights`.

Asks held-out questions of a library as the product does, reads what the search brings, and fits how much the reader's
score and the search's count, and how sure that makes the best answer. Half of the questions fit, the other half
check. Writes `reader.json` beside the weights, and with `--plot` a reliability diagram. No weight is trained on news.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from index.embedding import MiniLMEncoder
from index.library import Library
from index.types import Span
from rag.evaluation.datasets.sets import TUNED, hold
from rag.evaluation.datasets.squad import SOURCES, Question, questions
from rag.evaluation.metrics import f1
from rag.evaluation.plots import reliability
from rag.evaluation.scores import binned, calibration_error
from rag.reading.agreement import findings
from rag.reading.calibration import Calibration, Signs, Whether, Which
from rag.reading.quick import Candidate, SpanReader, compared, weighed
from rag.readings import Passage, Reading
from rag.retrieval.passages import passages

_WITHHELD = 0.2  # of the questions lose the passages that answer them
_PASSAGES = (3, 10, 10, 10)  # a small library brings few
_MISLEADING = 0.12  # of the questions were written to look as if they were answered
_TOGETHER, _ALONE = 300, 200  # questions about them
_KEPT = 30  # candidates of a question
_RIGHT = 0.6  # F1 from which a span in an annotated sentence counts as the answer


@dataclass(frozen=True)
class Case:
    """A question asked: the candidates, which are right, and whether it checks the fit instead of taking part in it."""

    question: Question
    right: NDArray[np.bool_]
    candidates: Sequence[Candidate]
    checks: bool


def sample(asked: Sequence[Question], count: int, seed: int) -> list[Question]:
    """Return questions at random, few of them written to mislead: readers ask few of those."""
    chance = random.Random(seed)
    misleading = [question for question in asked if not question.answers]
    honest = [question for question in asked if question.answers]
    few = min(round(_MISLEADING * count), len(misleading))
    chosen = chance.sample(misleading, few) + chance.sample(honest, min(count - few, len(honest)))
    return chance.sample(chosen, len(chosen))


def cases(asked: Sequence[Question], reader: SpanReader, seed: int) -> Iterator[Case]:
    """Ask the questions of a library of all their articles, and yield what came of each."""
    chance = random.Random(seed)
    articles = list({question.article.id: question.article for question in asked}.values())
    with TemporaryDirectory() as folder:
        library = Library.open(folder, MiniLMEncoder())
        hold(library, articles)
        for number, question in enumerate(asked):
            found = passages(question.text, library, 2 * max(_PASSAGES))
            if chance.random() < _WITHHELD:
                found = [passage for passage in found if not _answers(passage, question)]
            read = reader.candidates(question.text, found[: chance.choice(_PASSAGES)])[:_KEPT]
            print(f"{number + 1}/{len(asked)} questions", end="\r", flush=True)
            if read:
                yield _case(question, read)
        library.close()


def _news(file: Path, reader: SpanReader, seed: int) -> Iterator[Case]:
    """Ask about news: 300 questions of all articles together, 200 each of its article alone."""
    found = list(questions(file, apart=True))
    articles = list(dict.fromkeys(question.article.id for question in found))[:TUNED]
    chosen = random.Random(seed).sample([q for q in found if q.article.id in articles], _TOGETHER + _ALONE)
    yield from cases(chosen[:_TOGETHER], reader, seed)
    for id in articles:
        yield from cases([q for q in chosen[_TOGETHER:] if q.article.id == id], reader, seed)


def every_case(data: Path, set_of_news: Path | None, reader: SpanReader, count: int, seed: int) -> Iterator[Case]:
    """Ask `count` held-out questions of the training sets in a folder, and about news where a set of it is given."""
    held_out = [
        question
        for source in SOURCES
        for question in questions(data / f"{source.name}.json.gz", source.apart)
        if question.is_dev
    ]
    yield from cases(sample(held_out, count, seed), reader, seed)
    if set_of_news:
        yield from _news(set_of_news, reader, seed)


def _answers(passage: Passage, question: Question) -> bool:
    return any(string in passage.text.casefold() for string in question.strings)


def _case(question: Question, read: Sequence[Candidate]) -> Case:
    return Case(
        question=question,
        right=np.array([_is_right(candidate, question) for candidate in read]),
        candidates=read,
        checks=int(sha256(question.text.encode()).hexdigest(), 16) % 2 == 1,
    )


def _is_right(candidate: Candidate, question: Question) -> bool:
    article, sentence = candidate.passage.article, candidate.sentence
    here = [a for a in question.answers if article.id == question.article.id and _overlap(a, sentence)]
    words = candidate.answer.of(article.text)
    return bool(here) and f1(words, [answer.of(article.text) for answer in question.answers]) >= _RIGHT


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def fit(seen: Sequence[Case], weights: str) -> Calibration:
    """Return the most likely calibration: which is right of those questions that are answered, then whether any is."""
    which = _which([case for case in seen if case.right.any()])
    plain = Calibration(which, Whether(0.0, 0.0, 1.0, 0.0), threshold=0.5, weights=weights)
    best = [_best(case, plain) for case in seen]
    model = LogisticRegression(C=100.0).fit(
        [(share, *signs) for share, signs, _ in best], [right for *_, right in best]
    )
    whether = Whether(*(round(float(value), 4) for value in (model.intercept_[0], *model.coef_[0])))
    found = replace(plain, whether=whether)
    shown = [(*answer(case, found), not case.right.any()) for case in seen]
    fair = max(np.arange(0.2, 0.8, 0.05), key=lambda t: sum(right if p >= t else none for p, right, none in shown))
    return replace(found, threshold=round(float(fair), 2))


def _which(answered: Sequence[Case]) -> Which:
    weigh = torch.tensor([0.5, 1.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weigh], max_iter=100, line_search_fn="strong_wolfe")
    batch = [(torch.tensor([c.signs for c in case.candidates]), torch.tensor(case.right)) for case in answered]

    def surprise() -> torch.Tensor:
        optimizer.zero_grad()
        logits = [(signs.double() @ weigh, right) for signs, right in batch]
        loss = torch.stack([some.logsumexp(0) - some[right].logsumexp(0) for some, right in logits]).mean()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(surprise)  # type: ignore[no-untyped-call]
    return Which(*(round(float(value), 4) for value in weigh.detach()))


def _best(case: Case, calibration: Calibration) -> tuple[float, Signs, bool]:
    """Return the share of the best answer, the signs of its best candidate, and whether that is right."""
    _, best, at = compared(case.candidates, calibration)
    return best.probability, case.candidates[at].signs, bool(case.right[at])


def answer(case: Case, calibration: Calibration) -> tuple[float, bool]:
    """Return the probability of the answer that would be given, and whether it is right."""
    best = findings(weighed(case.candidates, calibration))[0]
    right = next(right for c, right in zip(case.candidates, case.right, strict=True) if _same(c, best.readings[0]))
    return best.probability, bool(right)


def _same(candidate: Candidate, reading: Reading) -> bool:
    where = (candidate.passage.article.id, candidate.sentence, candidate.answer)
    return where == (reading.article.id, reading.sentence, reading.answer)


def report(seen: Sequence[Case], calibration: Calibration) -> list[tuple[float, float, int]]:
    """Print how good the answers are; return (mean probability, share right, questions) for ten bins."""
    shown = [(*answer(case, calibration), not case.right.any()) for case in seen]
    given = [right for p, right, _ in shown if p >= calibration.threshold]
    answerable = sum(not none for *_, none in shown)
    refused = sum(p < calibration.threshold and none for p, _, none in shown)
    found = binned(np.array([p for p, *_ in shown]), np.array([right for _, right, _ in shown]))
    print(f"{len(shown)} questions, {answerable} of which the passages answer; threshold {calibration.threshold}")
    print(f"| answered | {len(given)} | right {np.mean(given):.3f} |")
    print(f"| rightly refused | {refused} of {len(shown) - answerable} |")
    print(f"| best answer right, of those with one | {sum(r for _, r, _ in shown) / answerable:.3f} |")
    print(f"| expected calibration error | {calibration_error(found):.3f} |")
    return found


def main() -> None:
    """Write the calibration file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of question sets, SQuAD 2.0 form")
    parser.add_argument("--model", type=Path, required=True, help="folder of the weights, such as rag/reading/weights")
    parser.add_argument("--news", type=Path, help="NewsQA, of which the first 120 articles are asked about as well")
    parser.add_argument("--questions", type=int, default=900)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--plot", type=Path, help="the reliability diagram to draw")
    options = parser.parse_args()
    seen = list(every_case(options.data, options.news, SpanReader(options.model), options.questions, options.seed))
    kept = options.model / "reader.json"
    calibration = fit([case for case in seen if not case.checks], Calibration.load(kept).weights)
    calibration.save(kept)
    bins = report([case for case in seen if case.checks], calibration)
    if options.plot:
        reliability(bins, options.plot)


if __name__ == "__main__":
    main()
