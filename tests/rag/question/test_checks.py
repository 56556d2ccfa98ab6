"""What can be asked, and what is said of what cannot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.faults import QuestionFault
from rag.question.checks import LONGEST, asks_something, cleaned


@pytest.mark.parametrize("question", ["", "   ", "\t\n", "\x00\x07\x1b"])
def test_an_empty_question_is_refused(question: str) -> None:
    with pytest.raises(QuestionFault, match=r"The question is empty\. Type a question"):
        cleaned(question)


@pytest.mark.parametrize("question", ["🙂🙃", "?!", "…", "— — —"])
def test_a_question_without_a_word_is_refused(question: str) -> None:
    with pytest.raises(QuestionFault, match=r"There is no word in the question .* Ask in words"):
        cleaned(question)


def test_a_question_that_is_too_long_is_refused() -> None:
    with pytest.raises(QuestionFault, match=r"has 20,000 characters; at most 2,000 are read. Ask it in fewer words"):
        cleaned("why " * 5000)


def test_white_space_control_and_combining_characters_are_tidied() -> None:
    assert cleaned("  Who\x00 did\u00a0Rene\u0301\n meet? ") == "Who did René meet?"


@given(st.text(max_size=LONGEST))
def test_cleaned_is_one_clean_line_or_a_fault(question: str) -> None:
    try:
        line = cleaned(question)
    except QuestionFault:
        return
    assert line == line.strip() == cleaned(line)
    assert line.isprintable() or not any(mark in line for mark in "\n\r\t\0")


@pytest.mark.parametrize("question", ["Why?", "And when?", "Who is he?", "What is it?", "how many", "Were they there?"])
def test_a_question_without_a_word_of_its_own_asks_nothing(question: str) -> None:
    assert not asks_something(question)


@pytest.mark.parametrize("question", ["Who is Will?", "Who won?", "ferry", "Was it the US?", "What happened?", "Retno"])
def test_a_question_that_says_what_it_is_about_asks_something(question: str) -> None:
    assert asks_something(question)
