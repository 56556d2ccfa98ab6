"""How the reader is trained: what it learns from, and that a stopped run goes on as if it had not stopped."""

import gzip
import json
import random
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from index.types import Article, Span
from rag.evaluation.datasets.squad import Question, documents, questions
from rag.reading.careful import FILES, FROZEN, CarefulModel
from rag.reading.network import tensors
from rag.reading.readers import WEIGHTS
from rag.training.reader.batches import Batch, load
from rag.training.reader.export import export
from rag.training.reader.negatives import misled, without_answer
from rag.training.reader.prepare import Window, datelined, windows
from rag.training.reader.train import loss_of, step_loss, steps, taught_loss, to_train
from rag.training.run import Recipe, Run, batches

TEXT = "Ana Silva opened the Lisbon bakery in 1987. Her brother Rui closed it in 2004. The ovens came from Porto."
ARTICLE = Article("Bakeries", TEXT)


def question(text: str, answer: str) -> Question:
    at = TEXT.index(answer)
    return Question(text, ARTICLE, Span(0, len(TEXT)), (Span(at, at + len(answer)),))


def squad(folder: Path, name: str, entries: list[dict[str, Any]]) -> Path:
    file = folder / f"{name}.json.gz"
    file.write_bytes(gzip.compress(json.dumps({"data": entries}).encode()))
    return file


def test_questions_know_where_in_the_article_their_answers_stand(tmp_path: Path) -> None:
    asked = [
        {"question": "Who?", "answers": [{"text": "Rui", "answer_start": 0}]},
        {"question": "Why?", "answers": [], "is_impossible": True},
    ]
    paragraphs = [{"context": "Ana left.", "qas": []}, {"context": "Rui stayed.", "qas": asked}]
    who, why = questions(squad(tmp_path, "set", [{"title": "Left_or_stayed", "paragraphs": paragraphs}]))
    assert who.article == Article("Left or stayed", "Ana left.\n\nRui stayed.")
    assert [span.of(who.article.text) for span in (*who.answers, who.paragraph)] == ["Rui", "Rui stayed."]
    assert why.answers == ()
    (alone, _) = questions(tmp_path / "set.json.gz", apart=True)
    assert (alone.article.text, alone.answers) == ("Rui stayed.", (Span(0, 3),))


def test_sentences_of_one_page_are_put_together_in_order(tmp_path: Path) -> None:
    def entry(title: str, sentence: str, answer: str) -> dict[str, Any]:
        marked = [{"text": answer, "answer_start": sentence.index(answer)}]
        return {"title": title, "paragraphs": [{"context": sentence, "qas": [{"question": "?", "answers": marked}]}]}

    told = [("7:2:0", "Rui stayed.", "Rui"), ("7:1:10", "Ana left.", "Ana"), ("9:0:0", "X.", "X")]
    file = squad(tmp_path, "set", [entry(f"a:b:{place}", sentence, answer) for place, sentence, answer in told])
    first, second, _ = documents(file)
    assert first.article.text == "Ana left. Rui stayed."
    assert [q.answers[0].of(q.article.text) for q in (first, second)] == ["Ana", "Rui"]


@pytest.mark.parametrize("seed", range(5))
def test_a_misleading_question_has_another_name_number_or_word(seed: int) -> None:
    asked = question("Who closed the Lisbon bakery in 2004?", "Rui")
    changed = misled(asked, TEXT, ["Berlin", "Oslo"], random.Random(seed))
    assert changed is not None
    differ = [(a, b) for a, b in zip(asked.text.split(), changed.split(), strict=True) if a != b]
    assert len(differ) == 1
    assert differ[0][0] in ("closed", "Lisbon", "2004?")


def test_a_question_without_anything_to_change_is_left_alone() -> None:
    assert misled(question("Who did it?", "Rui"), TEXT, ["Berlin"], random.Random(0)) is None


def test_the_sentences_without_the_answer_do_not_have_its_words() -> None:
    sentences = [Span(0, 43), Span(44, 78), Span(79, len(TEXT))]
    left = without_answer(question("Who closed it?", "Rui"), sentences)
    assert [span.of(TEXT) for span in left] == [TEXT[:43], TEXT[79:]]
    assert without_answer(question("Who?", "in"), sentences) == ()


@given(st.integers(0, 10_000))
def test_windows_hold_their_answers_and_unanswerable_ones_none(seed: int) -> None:
    asked = [question("Who closed the Lisbon bakery in 2004?", "Rui"), question("Where are the ovens from?", "Porto")]
    made = list(windows(asked, {asked[0]: ("", "Another passage.")}, seed))
    assert sum(window.kind == "answered" for window in made) == 2
    for window in made:
        if window.kind == "answered":
            assert window.answers[0].of(window.passage) in ("Rui", "Porto")
            assert window.passage in TEXT
        else:
            assert window.answers == ()


def test_a_single_sentence_is_often_read_among_those_near_it() -> None:
    at = TEXT.index("Her brother")
    own = Span(at, TEXT.index(" The ovens"))
    asked = Question("Who closed it in 2004?", ARTICLE, own, (Span(at + 12, at + 15),))
    read = [window for seed in range(40) for window in windows([asked], {}, seed) if window.kind == "answered"]
    assert all(window.answers[0].of(window.passage) == "Rui" for window in read)
    assert {own.of(TEXT), TEXT} <= {window.passage for window in read}


def prepared(folder: Path) -> Path:
    lines = [
        {
            "question": f"Who is number {i}?",
            "title": "",
            "passage": f"Number {i} is Ana {i}. " * (1 + i % 3),
            "answers": [[12, 15]],
        }
        for i in range(10, 40)
    ]
    for name in ("train", "dev"):
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
    return folder


def test_tokens_carry_the_answer_and_batches_hold_every_window_once_a_pass(tmp_path: Path) -> None:
    examples = load(prepared(tmp_path) / "train.jsonl.gz", 60)
    assert len(examples) == 30
    order, seen = batches(examples, 200, 1, Batch.of), 0
    while seen < 30:
        batch = next(order)
        seen += len(batch.ids)
        assert batch.ids.size <= 200
        assert np.allclose([batch.starts.sum(1), batch.ends.sum(1)], 1)
        assert (batch.allowed | (batch.starts == 0)).all()
    assert seen == 30


def test_several_annotators_share_the_target(tmp_path: Path) -> None:
    window = {"question": "Who?", "title": "", "passage": "Ana and Bob", "answers": [[0, 3], [0, 3], [0, 11], [8, 11]]}
    (tmp_path / "train.jsonl.gz").write_bytes(gzip.compress(json.dumps(window).encode()))
    (example,) = load(tmp_path / "train.jsonl.gz", 60)
    first = example.passage
    assert example.starts == {first: 0.75, first + 2: 0.25}
    assert example.ends == {first: 0.5, first + 2: 0.5}


def test_a_stopped_run_goes_on_as_if_it_had_not_stopped(tmp_path: Path) -> None:
    examples = load(prepared(tmp_path) / "train.jsonl.gz", 60)

    def trained(name: str, recipe: Recipe) -> Run:
        run = Run(tmp_path / name, recipe, "cpu", to_train(recipe), loss_of)
        run.train(batches(examples, recipe.tokens, recipe.seed, Batch.of), [Batch.of(examples[:4])])
        return run

    recipe = Recipe(steps=4, decay=2, tokens=120)
    whole = trained("whole", recipe)
    assert trained("half", Recipe(steps=2, decay=0, tokens=120)).step == 2
    rest = trained("half", recipe)
    for name, tensor in whole.model.state_dict().items():
        assert np.allclose(tensor, rest.model.state_dict()[name], atol=1e-5), name
    log = [json.loads(line) for line in (tmp_path / "half/log.jsonl").read_text("utf-8").splitlines()]
    assert [entry["step"] for entry in log if "held_out" in entry] == [2, 4]


def test_what_is_to_be_kept_is_marked_as_the_teacher_does(tmp_path: Path) -> None:
    made = load(prepared(tmp_path) / "train.jsonl.gz", 60)
    batch, device = Batch.of(made[:4]), torch.device("cpu")
    teacher, other = (to_train(Recipe(seed=seed)).eval() for seed in (1, 2))
    with torch.no_grad():
        own, others = (taught_loss(model, teacher, batch, device).item() for model in (teacher, other))
        (first,) = steps(iter([batch]), iter([batch]))
        both = step_loss(teacher)(other, first, device).item()
        assert both == pytest.approx(loss_of(other, batch, device).item() + others)
    assert own < others
    assert first.attended.sum() == 2 * batch.attended.sum()


def test_the_rate_rises_stays_and_falls() -> None:
    recipe = Recipe(steps=1000, decay=200, rate=1.0)
    assert [recipe.rate_at(step) for step in (0, 49, 99, 500, 800, 900, 999)] == [0.01, 0.5, 1, 1, 1, 0.5, 0.005]


def test_a_window_is_what_prepare_writes() -> None:
    assert list(Window.__dataclass_fields__) == ["question", "title", "passage", "answers", "kind"]


def test_some_passages_begin_with_a_dateline_and_answers_stay_where_they_are() -> None:
    made = [one for one in windows([question("Who closed the bakery?", "Rui")], {}, 0) if one.answers]
    dated = [datelined(one, random.Random(seed)) for seed in range(9) for one in made]
    assert dated
    assert all(span.of(one.passage) == "Rui" for one in dated for span in one.answers)
    assert all(one.passage.endswith(made[0].passage[-20:]) and one.passage[0].isupper() for one in dated)


def test_training_goes_on_from_the_shipped_weights() -> None:
    model = CarefulModel.to_train(WEIGHTS).to("cpu")
    model.freeze(FROZEN)
    assert not any(buffer.is_meta for buffer in model.buffers())
    shipped = tensors(WEIGHTS / FILES[1], {})
    assert all((model.state_dict()[name] == weight).all() for name, weight in shipped.items())


def test_weights_are_exported_so_far_on_the_way_to_what_was_trained(tmp_path: Path) -> None:
    name = "encoder.encoder.layer.11.output.dense.weight"
    before = CarefulModel.to_train(WEIGHTS).state_dict()
    torch.save({"model": before | {name: before[name] + 0.5}}, tmp_path / "checkpoint.pt")
    shutil.copytree(WEIGHTS, tmp_path / "weights")
    digests = export([tmp_path / "checkpoint.pt"], tmp_path / "weights", careful=True, share=0.5)
    after = CarefulModel.load(tmp_path / "weights", digests).float().state_dict()
    assert (after[name] - before[name]).mean().item() == pytest.approx(0.25, abs=0.01)
    assert digests[FILES[0]] == sha256((WEIGHTS / FILES[0]).read_bytes()).hexdigest()
    assert json.loads((tmp_path / "weights/cascade.json").read_text())["weights"][FILES[1]] == digests[FILES[1]]
