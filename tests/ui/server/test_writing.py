"""Answers on their way: told in parts, stopped, left alone, forgotten."""

from collections.abc import Callable, Iterator
from threading import Event

import pytest

from index.faults import WritingFault
from rag.conversation.chat import Part
from rag.draft import Claim, Rejection
from ui.server.writing import Writing, Writings

CLAIM, STRUCK = Claim("The ferry sailed.", (1,)), Rejection("It sank.", "It cites no sentence.")


def endless(stopped: Callable[[], bool], ended: Event) -> Iterator[Part]:
    yield CLAIM
    while not stopped():
        Event().wait(0.01)
    yield STRUCK
    ended.set()


def test_parts_are_told_again_to_whoever_asks_again() -> None:
    writing = Writing(lambda _: iter([CLAIM, STRUCK]), left=60)
    assert writing.after(0, 10)[0] == CLAIM
    assert writing.after(1, 10) == [STRUCK]
    assert writing.after(0, 10) == [CLAIM, STRUCK]
    assert writing.after(2, 10) == [], "nothing more comes, and nobody waits for it"


def test_what_goes_wrong_is_raised_after_the_parts_before_it() -> None:
    def write(_: Callable[[], bool]) -> Iterator[Part]:
        yield CLAIM
        raise ValueError("Broken.")

    writing = Writing(write, left=60)
    assert writing.after(0, 10) == [CLAIM]
    for _ in range(2):
        with pytest.raises(ValueError, match="Broken"):
            writing.after(1, 10)


def test_a_stop_ends_one_answer_and_no_other() -> None:
    writings, ends = Writings(left=60), (Event(), Event())
    one, other = (writings.begin(lambda stopped, end=end: endless(stopped, end)) for end in ends)  # type: ignore[misc]
    writings[one].stop()
    assert ends[0].wait(10)
    assert writings[one].after(1, 10) == [STRUCK]
    assert writings[other].after(1, 0) == []
    writings.close()
    assert ends[1].wait(10)


def test_an_answer_that_nobody_asks_for_is_stopped_and_forgotten() -> None:
    writings, ended = Writings(left=-1), Event()
    name = writings.begin(lambda stopped: endless(stopped, ended))
    assert writings[name].after(0, 10)
    assert ended.wait(10)
    assert writings[name].after(2, 10) == []
    writings.begin(lambda _: iter([CLAIM]))
    with pytest.raises(WritingFault, match=r"no longer kept here\. Press Retry"):
        writings[name]
