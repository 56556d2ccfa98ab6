"""The shipped weights score what they scored when they were shipped, on 200 questions of SQuAD 2.0."""

from pathlib import Path

import pytest

from rag.evaluation.benchmarks.reader import best_candidate, squad2
from rag.evaluation.datasets.sets import squad2 as questions
from rag.reading.readers import CascadeReader

SET = Path(__file__).parents[4] / "shared/data/bench/squad2_dev_half_b.json.gz"
PINNED = {"HasAns F1, best span always given": 92.7, "F1 at the best threshold": 79.8}


def test_pinned_scores(reader: CascadeReader) -> None:
    if not SET.exists():
        pytest.skip(f"{SET} is not here: see the model card for the set")
    found = [best_candidate(reader, asked) for asked in questions(200, SET)]
    scores = {score.metric: score.value for score in squad2(found, null=0.0)}
    assert {name: scores[name] for name in PINNED} == pytest.approx(PINNED, abs=0.6)
