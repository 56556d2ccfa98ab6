"""How the checker's network is trained: pairs by form, and a loss that knows which labels may be right."""

import random

import numpy as np
import torch

from index.types import Article, Span
from rag.evaluation.datasets.distortions import DISTORTIONS
from rag.evaluation.datasets.rewordings import REWORDINGS
from rag.evaluation.datasets.squad import Question
from rag.evaluation.datasets.told import told
from rag.training.claims.network import LABELS, in_tokens
from rag.training.claims.prepare import HELD_OUT, made
from rag.training.claims.train import Batch, Example, loss_of, to_train
from rag.training.run import Recipe

TEXT = "In March, Ana Silva sold 12 old ferries to Norway. The harbour of Lisbon may close in 2019, Rui Lopes said."
ARTICLE = Article("Ferries", TEXT)


def asked(text: str, answer: str) -> Question:
    at = TEXT.index(answer)
    return Question(text, ARTICLE, Span(0, len(TEXT)), (Span(at, at + len(answer)),))


def test_a_statement_is_reworded_once_and_spoilt_twice_with_labels_that_may_be_right() -> None:
    found = list(told([asked("Who sold 12 old ferries to Norway?", "Ana Silva")]))
    pairs = list(made(found, random.Random(0)))
    assert [pair.labels for pair in pairs if pair.kind in REWORDINGS] == [("supported",)]
    spoilt = [pair for pair in pairs if pair.kind in DISTORTIONS]
    assert len(spoilt) == 2
    assert not {pair.kind for pair in spoilt} & set(HELD_OUT)
    assert all("supported" not in pair.labels for pair in spoilt)


def test_tokens_hold_the_quotes_then_the_claim() -> None:
    (read,) = in_tokens([("Ana sold ferries.", [TEXT, TEXT])])
    assert len(read.ids) > read.claim > 0
    assert len(in_tokens([("Ana. " * 200, [TEXT * 50])])[0].ids) <= 320


def test_the_loss_is_low_where_any_label_that_may_be_right_is_likely() -> None:
    (read,) = in_tokens([("Ana sold ferries.", [TEXT])])

    def one(*labels: str) -> Batch:
        return Batch.of([Example(np.array(read.ids), read.claim, np.array([name in labels for name in LABELS]))])

    model, device = to_train(Recipe()), torch.device("cpu")
    with torch.no_grad():
        model.labels.bias.copy_(torch.tensor([0.0, 20.0, 0.0]))
        assert loss_of(model, one("contradicted", "not said"), device) < loss_of(model, one("not said"), device)
        assert loss_of(model, one("contradicted"), device) < 0.01
