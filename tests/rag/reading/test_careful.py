"""The careful network: its tokens, its weights as they are shipped, and which passages it reads."""

from collections.abc import Sequence

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from index.types import Article
from index.wordpieces import tokenizer
from rag.reading.candidates import Candidate
from rag.reading.careful import FILES, CarefulModel, own_ids
from rag.reading.network import packed, unpacked
from rag.reading.readers import CascadeReader
from rag.reading.windows import LONGEST, windows
from rag.readings import Passage
from tests.rag.reading.test_readers import BRIDGE, LYNX, passages


def test_berts_tokens_become_mpnets() -> None:
    ids, attended = torch.tensor([[101, 2040, 102, 102, 1037, 102, 0]]), torch.tensor([[1, 1, 1, 1, 1, 1, 0]])
    assert own_ids(ids, attended).tolist() == [[0, 2044, 2, 2, 1041, 2, 1]]


@given(st.lists(st.lists(st.floats(-4, 4, width=32), min_size=3, max_size=3), min_size=100, max_size=110))
def test_a_packed_matrix_is_as_it_was_within_half_a_step(rows: list[list[float]]) -> None:
    matrix = torch.tensor(rows)
    kept = packed({"weight": matrix})
    assert kept["weight"].dtype == torch.int8
    step = matrix.abs().amax(1, keepdim=True) / 127
    assert ((unpacked(kept)["weight"] - matrix).abs() <= step / 2 + 1e-6).all()


def test_the_shipped_files_hold_every_weight_once() -> None:
    model = CarefulModel()
    lower, upper = (model.shipped()[file] for file in FILES)
    assert not lower.keys() & upper.keys()
    assert unpacked(lower | upper).keys() == model.state_dict().keys()
    model.freeze(4)
    trained = {name for name, weight in model.named_parameters() if weight.requires_grad}
    assert trained == unpacked(upper).keys()


def test_the_title_stands_between_the_question_and_the_passage() -> None:
    (window,) = windows("Who?", passages(Article("Lynx", LYNX.text)), titled=True)
    tokens = [tokenizer().id_to_token(id) for id in window.ids]
    assert tokens[: window.first] == ["[CLS]", "who", "?", "[SEP]", "[SEP]", "lynx", "[SEP]"]
    (untitled,) = windows("Who?", passages(Article("", LYNX.text)), titled=True)
    assert untitled.ids[: untitled.first] == (*window.ids[:4], window.ids[4])


@given(st.text(max_size=400), st.text(max_size=400))
def test_a_window_is_never_too_long(question: str, title: str) -> None:
    article = Article(title.encode("utf-8", "ignore").decode(), BRIDGE.text)
    assert all(len(window.ids) <= LONGEST for window in windows(question, passages(article), titled=True))


def test_few_passages_are_read_again(reader: CascadeReader, monkeypatch: pytest.MonkeyPatch) -> None:
    many = passages(BRIDGE, LYNX, size=100)
    read: list[int] = []
    careful = reader.careful.candidates

    def counting(question: str, found: Sequence[Passage]) -> list[Candidate]:
        read.append(len(found))
        return careful(question, found)

    monkeypatch.setattr(reader.careful, "candidates", counting)
    best = reader.read("Who follows the lynx?", many)[0]
    assert len(many) > 6
    assert read == [4]  # three, and the beginning of the likeliest article
    assert best.answer.of(best.article.text) == "Ines Keller"
