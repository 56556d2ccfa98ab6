"""Fit the readers' calibrations: `python -m rag.training.reader.calibrate --news NEWSQA --model rag/reading/weights`.

Asks of a library as the product does what the stories written for training and held out are asked, and questions of
NewsQA; reads what the search brings, and fits how much each feature counts and how probable that makes a candidate of
its article. Half of the articles fit, the other half check. Writes `quick.json`, `careful.json` and `cascade.json`
beside the weights, and with `--plot` a reliability diagram. Prints the line for questions of yes or no, which
`rag.answering.whether` moves along. No weight is trained on NewsQA.
"""

import argparse
import math
import random
from collections.abc import Iterator, Mapping, Sequence
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
from rag.evaluation.ablations.memory import RememberingReader
from rag.evaluation.datasets.sets import TUNED, hold
from rag.evaluation.datasets.squad import Question, questions
from rag.evaluation.metrics import f1
from rag.evaluation.plots import reliability
from rag.evaluation.scores import binned, calibration_error
from rag.question.kinds import kind_of
from rag.reading.agreement import findings
from rag.reading.calibration import Calibration, Features
from rag.reading.candidates import Candidate
from rag.reading.readers import CascadeReader, whole
from rag.reading.weighing import by_article, features, weighed
from rag.readings import Passage, Reading
from rag.retrieval.passages import passages
from rag.training.stories import stories

_WITHHELD = 0.2  # of NewsQA's questions lose the passages that answer them, for all of them are answered
_PASSAGES = (3, 10, 10, 10)  # a small library brings few
_TOGETHER, _ALONE = 220, 180  # questions of NewsQA about all articles together, and about one alone
READERS = ("quick", "careful", "cascade")
_KEPT = 30  # candidates of a question
_RIGHT = 0.6  # F1 from which a span in an annotated sentence counts as the answer


@dataclass(frozen=True)
class Case:
    """A question asked: each reader's candidates, and whether it checks the fit instead of taking part in it."""

    question: Question
    candidates: Mapping[str, Sequence[Candidate]]
    checks: bool

    @property
    def asks_whether(self) -> bool:
        """Tell whether the question asks for yes or no, which a whole sentence answers."""
        return kind_of(self.question.text) == "yes-no"

    def right(self, reader: str) -> NDArray[np.bool_]:
        """Tell which of a reader's candidates answer the question."""
        least = 0.0 if self.asks_whether else _RIGHT
        return np.array([_is_right(one, self.question, least) for one in self.candidates[reader]], np.bool_)


def cases(asked: Sequence[Question], reader: CascadeReader, withheld: float, seed: int) -> Iterator[Case]:
    """Ask the questions of a library of all their articles, and yield what came of each."""
    chance = random.Random(seed)
    articles = list({question.article.id: question.article for question in asked}.values())
    with TemporaryDirectory() as folder:
        library = Library.open(folder, MiniLMEncoder())
        hold(library, articles)
        for number, question in enumerate(asked):
            found = passages(question.text, library, 2 * max(_PASSAGES))
            if chance.random() < withheld:
                found = [passage for passage in found if not _answers(passage, question)]
            read = _read(question.text, found[: chance.choice(_PASSAGES)], reader)
            print(f"{number + 1}/{len(asked)} questions", end="\r", flush=True)
            if read["cascade"]:
                checks = int(sha256(question.article.text.encode()).hexdigest(), 16) % 2 == 1
                yield Case(question, read, checks)
        library.close()


def _apart(asked: Sequence[Question], reader: CascadeReader, withheld: float, seed: int) -> Iterator[Case]:
    """Ask about each article alone."""
    for id in dict.fromkeys(question.article.id for question in asked):
        yield from cases([one for one in asked if one.article.id == id], reader, withheld, seed)


def every_case(file: Path, reader: CascadeReader, seed: int) -> Iterator[Case]:
    """Ask what held-out stories are asked, each alone and all together, and NewsQA in a file likewise."""
    told = [question for story in stories() if story.is_dev for question in story.asked]
    yield from _apart(told[::2], reader, 0.0, seed)
    yield from cases(told[1::6], reader, 0.0, seed)
    found = list(questions(file, apart=True))
    articles = list(dict.fromkeys(question.article.id for question in found))[:TUNED]
    chosen = random.Random(seed).sample([q for q in found if q.article.id in articles], _TOGETHER + _ALONE)
    yield from cases(chosen[:_TOGETHER], reader, _WITHHELD, seed)
    yield from _apart(chosen[_TOGETHER:], reader, _WITHHELD, seed)


def _answers(passage: Passage, question: Question) -> bool:
    return any(string in passage.text.casefold() for string in question.strings)


def _read(question: str, found: Sequence[Passage], reader: CascadeReader) -> dict[str, list[Candidate]]:
    """Return the candidates of each reader; the careful one's are of the passages that the cascade reads again."""
    both = reader.candidates(question, found)
    alone = [replace(one, quick=0.0) for one in both]
    quick = whole(reader.quick.candidates(question, found))
    return {"quick": quick[:_KEPT], "careful": alone[:_KEPT], "cascade": both[:_KEPT]}


def _is_right(candidate: Candidate, question: Question, least: float) -> bool:
    article, sentence = candidate.passage.article, candidate.sentence
    here = [a for a in question.answers if article.id == question.article.id and _overlap(a, sentence)]
    words = candidate.answer.of(article.text)
    return bool(here) and f1(words, [answer.of(article.text) for answer in question.answers]) >= least


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def fit(seen: Sequence[Case], reader: str, digests: dict[str, str]) -> Calibration:
    """Return the most likely calibration of a reader, with the threshold that is worth the most."""
    counts, none = _softmax(seen, reader)
    plain = Calibration(counts, none, 1.0, 0.0, 0.5, digests)
    spans = [case for case in seen if not case.asks_whether]
    slope, shift = _line([answer(case, reader, plain) for case in spans])
    fitted = replace(plain, slope=slope, shift=shift)
    return replace(fitted, threshold=_threshold(spans, reader, fitted))


def _line(best: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Return the slope and the shift of the line through log odds that makes probabilities most likely."""
    odds = [[math.log(p / (1 - p))] for p in (min(max(p, 1e-6), 1 - 1e-6) for p, _ in best)]
    line = LogisticRegression(C=100.0).fit(odds, [right for _, right in best])
    return round(float(line.coef_[0, 0]), 4), round(float(line.intercept_[0]), 4)


def _softmax(seen: Sequence[Case], reader: str) -> tuple[Features, float]:
    """Return how much each feature counts in a softmax over an article's candidates, and what "none of these" does."""
    found: list[tuple[torch.Tensor, torch.Tensor]] = []
    for case in seen:
        candidates, right = case.candidates[reader], case.right(reader)
        for places in by_article(candidates):
            signals = torch.tensor([features(candidates[at]) for at in places], dtype=torch.float64)
            found.append((signals, torch.from_numpy(right[places])))
    every = torch.cat([signals for signals, _ in found])
    scale = every.std(0).clamp(min=1e-6) * (every.std(0) > 0)
    counts = torch.zeros(len(Features._fields), dtype=torch.float64, requires_grad=True)
    none = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([counts, none], max_iter=200, line_search_fn="strong_wolfe")
    norm = torch.where(scale > 0, 1 / scale.clamp(min=1e-6), 0.0)

    def surprise() -> torch.Tensor:
        optimizer.zero_grad()
        losses = []
        for signals, right in found:
            logits = torch.cat([(signals * norm) @ counts, none])
            told = logits[:-1][right] if right.any() else logits[-1:]
            losses.append(logits.logsumexp(0) - told.logsumexp(0))
        loss = torch.stack(losses).mean()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(surprise)  # type: ignore[no-untyped-call]
    weighed = Features(*(round(float(value), 4) for value in counts.detach() * norm))
    return weighed, round(float(none.detach()), 4)


def _threshold(seen: Sequence[Case], reader: str, calibration: Calibration) -> float:
    """Return the threshold that right answers given and right refusals together are the most with."""
    shown = [(*answer(case, reader, calibration), case.right(reader).any()) for case in seen]

    def worth(at: float) -> int:
        return sum(right if p >= at else not answerable for p, right, answerable in shown)

    steps = [round(float(at), 2) for at in np.arange(0.1, 0.9, 0.05)]
    equal = [at for at in steps if worth(at) == max(map(worth, steps))]
    return equal[len(equal) // 2]


def answer(case: Case, reader: str, calibration: Calibration) -> tuple[float, bool]:
    """Return the probability of the answer that would be given, and whether it is right."""
    candidates = case.candidates[reader]
    best = findings(weighed(candidates, calibration))[0]
    given, right = best.fullest_first[0], case.right(reader)
    return best.probability, any(r for c, r in zip(candidates, right, strict=True) if _same(c, given))


def _same(candidate: Candidate, reading: Reading) -> bool:
    where = (candidate.passage.article.id, candidate.sentence, candidate.answer)
    return where == (reading.article.id, reading.sentence, reading.answer)


def report(seen: Sequence[Case], reader: str, calibration: Calibration) -> list[tuple[float, float, int]]:
    """Print how good the answers are; return (mean probability, share right, questions) for ten bins."""
    shown = [(*answer(case, reader, calibration), not case.right(reader).any()) for case in seen]
    given = [right for p, right, _ in shown if p >= calibration.threshold]
    answerable = sum(not none for *_, none in shown)
    refused = sum(p < calibration.threshold and none for p, _, none in shown)
    found = binned(np.array([p for p, *_ in shown]), np.array([right for _, right, _ in shown]))
    print(f"\n{reader}: {calibration}")
    print(f"{len(shown)} questions; the passages answer {answerable}; threshold {calibration.threshold}")
    print(f"| answered | {len(given)} | right {np.mean(given):.3f} |")
    for least in (0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        sure = [right for p, right, _ in shown if p >= least]
        print(f"| from {least} | {len(sure)} | right {np.mean(sure) if sure else math.nan:.3f} |")
    print(f"| rightly refused | {refused} of {len(shown) - answerable} |")
    print(f"| best answer right, of those with one | {sum(r for _, r, _ in shown) / answerable:.3f} |")
    print(f"| expected calibration error | {calibration_error(found):.3f} |")
    return found


def whether(seen: Sequence[Case], calibration: Calibration) -> tuple[float, float]:
    """Return the line through the log odds of the best answers to questions of yes or no."""
    return _line([answer(case, "cascade", calibration) for case in seen if case.asks_whether])


def main() -> None:
    """Write the calibration files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="folder of the weights, such as rag/reading/weights")
    parser.add_argument("--news", type=Path, required=True, help="NewsQA, of which the first 120 articles are asked")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--plot", type=Path, help="the reliability diagram to draw")
    options = parser.parse_args()
    reader = RememberingReader(options.model)  # the quick reader is asked alone, and by the cascade
    seen = list(every_case(options.news, reader, options.seed))
    digests = {name: Calibration.load(options.model / f"{name}.json").weights for name in ("quick", "careful")}
    digests["cascade"] = digests["quick"] | digests["careful"]
    fitting, checking = ([case for case in seen if case.checks == checks] for checks in (False, True))
    for name in READERS:
        calibration = fit(fitting, name, digests[name])
        calibration.save(options.model / f"{name}.json")
        bins = report(checking, name, calibration)
    print("yes or no: slope and shift {}, {}".format(*whether(fitting, calibration)))
    if options.plot:
        reliability(bins, options.plot)


if __name__ == "__main__":
    main()
