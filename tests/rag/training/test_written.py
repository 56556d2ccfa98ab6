"""News written for training: read rightly, and cut into windows that answer or do not."""

import gzip
import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.training.claims.written import about_stories
from rag.training.reader.written import prepare, windows
from rag.training.stories import Story, stories

FERRY = """\
TITLE: Harbour ferry runs aground, 14 hurt
DATE: 12 March 2024

A passenger ferry struck rocks off Port Almory on Tuesday \
morning, injuring 14 people, the coastguard said.

The captain, Ewan Rusk, had twice asked to delay the sailing because of the fog. Harbour master Inga Flett said the \
service would not resume before Saturday.
---
Q: how many were injured
A: injuring [14] people
A: aground, [14] hurt
Q: Why did he want to leave later?
A: the sailing [because of the fog].
Q: What kind of ship was it?
A: [Harbour ferry] runs
Q: How much did the ferry cost?
A: -
Q: Is the ferry running again?
N: would not resume before
T: Fourteen people were hurt on 12 March. || injuring 14 people
F: Ferries will run from Friday. || would not resume before Saturday
"""


@pytest.fixture
def ferry(tmp_path: Path) -> Story:
    (tmp_path / "a.txt").write_text(f"{FERRY}===\n{FERRY}", encoding="utf-8")
    story, again = stories(tmp_path)
    assert story == again
    return story


def test_answers_stand_where_the_words_around_them_do(ferry: Story) -> None:
    told = {question.text: [span.of(ferry.article.text) for span in question.answers] for question in ferry.asked}
    assert told == {
        "how many were injured": ["14"],
        "Why did he want to leave later?": ["because of the fog"],
        "How much did the ferry cost?": [],
        "Is the ferry running again?": ["Harbour master Inga Flett said the service would not resume before Saturday"],
    }
    assert ferry.article.text.startswith("A passenger ferry struck rocks off Port Almory on Tuesday morning, injuring")


def test_words_that_are_not_in_the_article_are_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FERRY.replace("injuring [14] people", "hurting [14] people"), encoding="utf-8")
    with pytest.raises(ValueError, match="“hurting 14 people” is not in “Harbour ferry"):
        stories(tmp_path)


def test_claims_cite_the_sentences_that_are_named(ferry: Story) -> None:
    right, false = about_stories(ferry, random.Random(1))
    assert right.labels == ("supported",)
    assert right.claim == "14 people were hurt on Tuesday."  # so the checker reads it beside its quote
    assert "injuring 14 people" in right.cited[0]
    assert false.labels == ("contradicted", "not said")
    assert "would not resume" in " ".join(false.cited)


@pytest.fixture(scope="module")
def shipped() -> list[Story]:
    return stories()


def test_every_story_that_ships_asks_what_it_answers_and_what_it_does_not(shipped: list[Story]) -> None:
    assert len({story.article.title for story in shipped}) == len(shipped)
    assert all(len(story.asked) >= 8 or (len(story.claims) >= 8 and not story.asked) for story in shipped)
    silent = sum(not question.answers for story in shipped for question in story.asked)
    assert 0.15 < silent / sum(len(story.asked) for story in shipped) < 0.35
    assert 0.05 < sum(story.is_dev for story in shipped) / len(shipped) < 0.15


@given(st.randoms(use_true_random=False))
def test_a_window_answers_or_lacks_the_words_that_do(shipped: list[Story], chance: random.Random) -> None:
    story = chance.choice(shipped)
    answers = {one.text: one.strings for one in story.asked}
    for window in windows(story, chance):
        words = {span.of(window.passage).casefold() for span in window.answers}
        if window.question in answers:  # others lost their mark or have letters swapped
            assert words <= answers[window.question]
            assert words or not any(string in window.passage.casefold() for string in answers[window.question])


def test_held_out_stories_are_not_trained_on(shipped: list[Story], tmp_path: Path) -> None:
    prepare(tmp_path, times=1, seed=0, found=shipped[::10])
    held_out = {story.article.title: story.is_dev for story in shipped[::10]}
    for name, is_dev in (("train", False), ("dev", True)):
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "rt", encoding="utf-8") as stream:
            titles = {json.loads(line)["title"] for line in stream} - {""}
        assert {held_out[title] for title in titles} == {is_dev}
