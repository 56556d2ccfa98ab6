"""Windows about made-up events."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.training.reader.names import Names
from rag.training.reader.scenes import ENTRIES, SHOW, SHOWN, SLOT, scenes
from rag.training.reader.staged import line, listed, staged

SCENES = scenes()


@pytest.mark.parametrize("name", SCENES)
def test_every_word_in_braces_is_something_that_the_scene_has(name: str) -> None:
    scene = SCENES[name]
    forms = [*scene.titles, *scene.first, *scene.further]
    forms += [form for asked in (scene.asked, scene.whether) for some in asked.values() for form in some]
    assert {slot[1] for form in forms for slot in SLOT.finditer(form)} <= scene.made.keys()
    assert scene.whether.keys() <= scene.made.keys() | scene.implied


@pytest.mark.parametrize("name", SCENES)
def test_all_that_sentences_imply_is_asked(name: str) -> None:
    assert SCENES[name].implied <= SCENES[name].asked.keys() | SCENES[name].whether.keys()


def test_a_sentence_tells_what_is_marked_in_it_and_begins_with_a_capital() -> None:
    told = line("{dead!} died in {town}, {man!suspect} fled.", {"dead": "two", "town": "Lyon", "man": "Ana"})
    assert told.text == "Two died in Lyon, Ana fled."
    assert {part: span.of(told.text) for part, span in told.told.items()} == {
        "dead": "Two", "man": "Ana", "suspect": "Ana",
    }  # fmt: skip


@given(st.sampled_from(sorted(SCENES)), st.integers(0, 10**6))
def test_answers_stand_in_the_event_and_a_yes_or_no_is_a_whole_sentence(name: str, seed: int) -> None:
    around = ("The king kept bees.", "He liked music.")
    for window in staged(SCENES[name], around, random.Random(seed)):
        assert not {"{", "}", "!"} & {*window.question, *window.passage}
        assert all(sentence in window.passage for sentence in around)
        for span in window.answers:
            answer = span.of(window.passage)
            assert answer
            assert answer not in " ".join(around)
            if window.kind.endswith("yes or no"):
                assert window.passage[span.end] in ".”"
                assert span.start == 0 or window.passage[span.start - 1] == " "


def test_who_won_is_the_one_that_beat_the_other() -> None:
    made = [one for seed in range(200) for one in staged(SCENES["match"], (), random.Random(seed))]
    lost = [one for one in made if one.question == "Who lost?" and one.answers]
    assert lost
    for window in lost:
        loser = window.answers[0].of(window.passage)
        assert not window.passage.startswith(f"{loser} beat")
        assert f"knocked out by {loser}" not in window.passage


def test_an_entry_of_a_list_answers_of_itself() -> None:
    made = [window for seed in range(100) for window in listed(random.Random(seed))]
    assert all(len(window.answers) <= 1 for window in made)
    assert {bool(window.answers) for window in made} == {True, False}


@pytest.mark.parametrize(
    "kind", sorted({kind for scene in SCENES.values() for kind in scene.made.values()} | {*SHOW.values()})
)
def test_every_kind_has_names(kind: str) -> None:
    names = Names(random.Random(0))
    assert len({names.any(kind) for _ in range(50)}) > 1


def test_what_is_asked_of_shows_stands_in_some_entry() -> None:
    told = {slot[1] for form in ENTRIES for slot in SLOT.finditer(form) if slot[2]}
    assert told == SHOWN.keys() == SHOW.keys()


def test_the_scenes_ship_beside_the_code() -> None:
    assert Path(__file__).parents[3].joinpath("rag/training/reader/scenes.json").exists()
