"""How judging claims is learned: pairs by form, and a loss that knows which labels may be right."""

import random

import numpy as np
import pytest
import torch

from index.types import Article, Span
from rag.evaluation.datasets.distortions import DISTORTIONS
from rag.evaluation.datasets.rewordings import REWORDINGS
from rag.evaluation.datasets.squad import Question
from rag.evaluation.datasets.told import told
from rag.reading.careful import LABELS, CarefulModel
from rag.reading.readers import WEIGHTS
from rag.reading.windows import LONGEST, claim_windows
from rag.training.claims.batches import Batch, Example
from rag.training.claims.prepare import HELD_OUT, made
from rag.training.claims.staged import about_events
from rag.training.reader.train import claims_loss

TEXT = "In March, Ana Silva sold 12 old ferries to Norway. The harbour of Lisbon may close in 2019, Rui Lopes said."
ARTICLE = Article("Ferries", TEXT)


def asked(text: str, answer: str) -> Question:
    at = TEXT.index(answer)
    return Question(text, ARTICLE, Span(0, len(TEXT)), (Span(at, at + len(answer)),))


@pytest.fixture(scope="module")
def model() -> CarefulModel:
    return CarefulModel.to_train(WEIGHTS).eval()


def batch(claim: str, *labels: str) -> Batch:
    (ids,) = claim_windows([(claim, [TEXT])])
    return Batch.of([Example(np.array(ids), np.array([name in labels for name in LABELS]))])


def test_a_statement_is_reworded_once_and_spoilt_twice_with_labels_that_may_be_right() -> None:
    found = list(told([asked("Who sold 12 old ferries to Norway?", "Ana Silva")]))
    pairs = list(made(found, random.Random(0)))
    assert [pair.labels for pair in pairs if pair.kind in REWORDINGS] == [("supported",)]
    spoilt = [pair for pair in pairs if pair.kind in DISTORTIONS]
    assert len(spoilt) == 2
    assert not {pair.kind for pair in spoilt} & set(HELD_OUT)
    assert all("supported" not in pair.labels for pair in spoilt)


def test_what_is_too_long_of_the_quotes_is_left_out() -> None:
    short, long = claim_windows([("Ana sold ferries.", [TEXT, TEXT]), ("Ana. " * 200, [TEXT * 50])])
    assert len(short) < len(long) == LONGEST


def test_the_loss_is_low_where_any_label_that_may_be_right_is_likely(model: CarefulModel) -> None:
    def loss(*labels: str) -> float:
        with torch.no_grad():
            return claims_loss(model, batch("Ana Silva sold ferries to Spain.", *labels), torch.device("cpu")).item()

    assert loss("contradicted", "not said") < min(loss("contradicted"), loss("not said"))
    assert loss("contradicted", "not said") < 0.1
    assert loss("supported") > 1


def test_an_event_told_otherwise_is_supported_and_not_of_somebody_else() -> None:
    pairs = [pair for seed in range(20) for pair in about_events(5, random.Random(seed))]
    right, wrong = ([pair for pair in pairs if ("supported" in pair.labels) == told] for told in (True, False))
    assert right
    assert wrong
    for pair in wrong:
        assert pair.claim.split(maxsplit=1)[0] in " ".join(pair.cited).replace("the ", "The ")
        assert (pair.claim, pair.cited) not in {(one.claim, one.cited) for one in right}
