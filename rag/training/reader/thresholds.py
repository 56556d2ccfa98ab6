"""Compare one threshold with one for each kind of question: `python -m rag.training.reader.thresholds`.

Asks the questions that the calibration is fitted and checked with. A threshold is worth the right answers that it
lets through and the right refusals that it makes together; each is chosen on three quarters of the questions and
measured on the fourth, four times. Writes what came of each question (kind, probability, right, answerable; no text)
to `asked.json` in `--out`, which a later call reads instead of asking again, and the curves to `confidence.png`.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from rag.evaluation.datasets.squad import Question
from rag.evaluation.metrics import auroc
from rag.evaluation.plots import confidences
from rag.evaluation.scores import binned, calibration_error
from rag.question.kinds import kind_of
from rag.reading.quick import MODEL, SpanReader
from rag.training.reader.calibrate import answer, every_case

_FOLDS = 4
_FEWEST = 40  # questions of a kind that has a row of its own
_STEPS = np.arange(0.1, 0.9, 0.05)


@dataclass(frozen=True)
class Asked:
    """What came of a question: the probability of the best answer, whether that is right, whether any can be."""

    kind: str
    fold: int
    confidence: float
    right: bool
    answerable: bool


def ask(data: Path, set_of_news: Path, count: int, seed: int) -> list[Asked]:
    """Ask held-out questions of the training sets, and questions about news."""
    reader = SpanReader()
    seen = every_case(data, set_of_news, reader, count, seed)
    return [_asked(case.question, *answer(case, reader.calibration), bool(case.right.any())) for case in seen]


def _asked(question: Question, confidence: float, right: bool, answerable: bool) -> Asked:
    fold = int(sha256(question.text.encode()).hexdigest(), 16) % _FOLDS
    return Asked(kind_of(question.text), fold, confidence, right, answerable)


def worth(asked: Sequence[Asked], threshold: float) -> int:
    """Return the right answers given and right refusals made with a threshold."""
    return sum(one.right if one.confidence >= threshold else not one.answerable for one in asked)


def best(asked: Sequence[Asked]) -> float:
    """Return the threshold that is worth the most; of equals the one nearest to their middle."""
    values = [worth(asked, threshold) for threshold in _STEPS]
    equal = [step for step, value in zip(_STEPS, values, strict=True) if value == max(values)]
    return float(equal[len(equal) // 2])


def compared(asked: Sequence[Asked], kinds: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return for each kind what one threshold for all and one of its own are worth, on questions not chosen with."""
    total = dict.fromkeys(kinds, (0, 0))
    for fold in range(_FOLDS):
        seen, left = ([one for one in asked if (one.fold == fold) is held] for held in (False, True))
        common = best(seen)
        for kind in kinds:
            its = [one for one in left if one.kind == kind]
            own = best([one for one in seen if one.kind == kind])
            one, apart = total[kind]
            total[kind] = (one + worth(its, common), apart + worth(its, own))
    return total


def report(asked: Sequence[Asked], threshold: float) -> str:
    """Return the table, a row for each kind; the rare kinds are one."""
    counts = {kind: sum(one.kind == kind for one in asked) for kind in {one.kind for one in asked}}
    kinds = sorted((kind for kind, count in counts.items() if count >= _FEWEST), key=lambda kind: -counts[kind])
    worths = compared(asked, kinds)
    lines = [
        "| | questions | answerable | AUROC | calibration error | given | right, of those "
        "| rightly refused | one threshold is worth | its own is worth |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
        *(_row(kind, [one for one in asked if one.kind == kind], threshold, worths[kind]) for kind in kinds),
    ]
    both = (sum(one for one, _ in worths.values()), sum(own for _, own in worths.values()))
    return "\n".join([*lines, _row("these", [one for one in asked if one.kind in kinds], threshold, both)])


def _row(name: str, asked: Sequence[Asked], threshold: float, worths: tuple[int, int]) -> str:
    given = [one for one in asked if one.confidence >= threshold]
    unanswerable = [one for one in asked if not one.answerable]
    refused = sum(one.confidence < threshold for one in unanswerable)
    sure = auroc([one.confidence for one in asked if one.right], [one.confidence for one in asked if not one.right])
    found = binned(np.array([one.confidence for one in asked]), np.array([one.right for one in asked]))
    share = sum(one.right for one in given) / max(1, len(given))
    cells = [
        *(str(len(asked)), str(len(asked) - len(unanswerable)), f"{sure:.3f}", f"{calibration_error(found):.3f}"),
        *(str(len(given)), f"{100 * share:.1f} %", f"{refused} of {len(unanswerable)}"),
        *(str(value) for value in worths),
    ]
    return f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    """Print the table and draw the curves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of question sets, SQuAD 2.0 form")
    parser.add_argument(
        "--news", type=Path, required=True, help="NewsQA, of which the first 120 articles are asked about"
    )
    parser.add_argument("--questions", type=int, default=900)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True, help="folder for what came of each question, and the curves")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    kept = options.out / "asked.json"
    if not kept.is_file():
        asked = ask(options.data, options.news, options.questions, options.seed)
        kept.write_text(json.dumps([asdict(one) for one in asked]), encoding="utf-8")
    found = [Asked(**one) for one in json.loads(kept.read_text(encoding="utf-8"))]
    threshold = SpanReader(MODEL).threshold
    print(report(found, threshold))
    confidences(
        np.array([one.confidence for one in found]),
        np.array([one.right for one in found]),
        threshold,
        options.out / "confidence.png",
    )


if __name__ == "__main__":
    main()
