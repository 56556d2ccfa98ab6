"""How the quick reader is taught by the careful one: the same window, without the title, and a loss between both."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
import torch

from rag.reading.careful import CarefulModel
from rag.reading.quick import QuickModel
from rag.reading.readers import WEIGHTS
from rag.reading.windows import LONGEST
from rag.training.reader.batches import Example, load
from rag.training.reader.distil import Views, taught_by, untitled

PASSAGE = "Ana Silva opened the Lisbon bakery in 1987. Her brother Rui closed it in 2004."
AT = PASSAGE.index("1987")


@pytest.fixture
def windows(tmp_path: Path) -> tuple[list[Example], list[Example]]:
    """Give the same windows as the careful and as the quick reader see them."""
    asked = {"question": "When did it open?", "title": "Bakeries", "passage": PASSAGE}
    rows = [{**asked, "answers": [[AT, AT + 4]]}, {**asked, "answers": []}, {**asked, "title": "", "answers": []}]
    file = tmp_path / "train.jsonl.gz"
    file.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    return load(file, LONGEST, titled=True), load(file, LONGEST)


def test_a_window_without_its_title_is_that_of_the_quick_reader(windows: tuple[list[Example], list[Example]]) -> None:
    for careful, quick in zip(*windows, strict=True):
        bare = untitled(careful)
        assert bare.ids.tolist() == quick.ids.tolist()
        assert (bare.passage, bare.starts, bare.ends) == (quick.passage, quick.starts, quick.ends)


def test_the_loss_is_least_where_both_say_the_same(windows: tuple[list[Example], list[Example]]) -> None:
    views, device = Views.of(windows[0]), torch.device("cpu")
    assert views.careful.allowed.sum() == views.quick.allowed.sum()
    teacher, student = CarefulModel.to_train(WEIGHTS).eval(), QuickModel.load(WEIGHTS, {})
    loss_of = taught_by(teacher)
    with torch.no_grad():
        taught = loss_of(student, views, device).item()
        student.ends.weight.zero_()
        assert np.isfinite(taught)
        assert taught < loss_of(student, views, device).item()
