"""Several questions in one come apart, and one question never does."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.conversation.several import questions

SINGLE = """
Who won and lost?
What did he say and do?
When and where did they meet?
How and why did it happen?
Who and what caused the fire?
Which team and which coach were fined?
What speed and what height did it reach?
How many men and how many women were hurt?
How old is he and his wife?
Who was so tall and who rode on such a gigantic horse?
What is the difference between what he says and what is true?
What is known about how it began and who was there?
Did he say what happened and who was there?
Did they ask whether it burned and who was inside?
Did he explain the fire and who was inside?
What did he say about the fire and who was inside?
What did the man who was arrested and who was later freed say?
Who knows when it began and who was there?
Can you tell me who won and how much it cost?
Who met Ana and what she said?
Who did Retno meet and what for?
Who else and when did they come?
Did he resign and what is more, did he flee?
Who sang “Love and what is lost”?
Who sang Love and What Is Lost?
Who wrote “What next? When now?” and why?
What does "Who won? Who lost?" mean?
Was it Ana? Or Tomas?
Really? Who won?
You know what? Who won?
Can you help me? Who won?
I read about Retno. Who is she?
Who won? Thank you!
Hello, how are you?
How are you? What can you do?
"""
SEVERAL = {
    "Who won and how much did it cost?": ["Who won?", "How much did it cost?"],
    "Who is Retno? When did she meet the police chief?": ["Who is Retno?", "When did she meet the police chief?"],
    "Is Retno a minister? Did she go to Cambodia?": ["Is Retno a minister?", "Did she go to Cambodia?"],
    "Who won? Why?": ["Who won?", "Why?"],
    "Who won? And when": ["Who won?", "And when"],
    "What happened to the ship, and when was it found?": ["What happened to the ship?", "When was it found?"],
    "Where was the fire and who was hurt?": ["Where was the fire?", "Who was hurt?"],
    "What is the article about and who wrote it?": ["What is the article about?", "Who wrote it?"],
    "What did he say about the fire and how much did it cost?": [
        "What did he say about the fire?",
        "How much did it cost?",
    ],
    "In which city was it and what did she do there?": ["In which city was it?", "What did she do there?"],
    "How old is he, and where does he live? Who met him?": ["How old is he?", "Where does he live?", "Who met him?"],
}
WHOLE = [
    "Who won?",
    "What happened in Sihanoukville?",
    "When was the bridge opened?",
    "How many sailors did the storm kill?",
    "Is the ferry late?",
    "In which year did it end?",
    "Why has she left?",
]
SURE = ["When did the ship sink?", "How much did it cost?", "Why has she left?", "Where was it found?"]
word = st.from_regex(r"[A-Za-z][a-z’-]{0,9}", fullmatch=True)


@pytest.mark.parametrize("question", SINGLE.strip().splitlines())
def test_one_question_stays_whole(question: str) -> None:
    assert questions(question) == [question]


@pytest.mark.parametrize(("asked", "each"), SEVERAL.items())
def test_several_questions_come_apart(asked: str, each: list[str]) -> None:
    assert questions(asked) == each


@given(st.lists(st.sampled_from(WHOLE), min_size=2, max_size=4))
def test_sentences_that_ask_come_apart(each: list[str]) -> None:
    assert questions(" ".join(each)) == each


@given(st.sampled_from(WHOLE), st.sampled_from(SURE), st.sampled_from([" and ", ", and "]))
def test_what_has_its_own_verb_comes_apart_behind_and(first: str, second: str, joint: str) -> None:
    asked = first[:-1] + joint + second[0].lower() + second[1:]
    assert questions(asked) == [first, second]


@given(st.lists(word, min_size=1, max_size=12))
def test_words_without_a_second_asking_word_are_one_question(words: list[str]) -> None:
    asked = f"{' '.join(words)}?"
    asking = re.findall(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", asked, re.IGNORECASE)
    assert len(asking) > 1 or questions(asked) == [asked]


@given(
    st.lists(st.sampled_from("who what when was did it the and said ? ana how much Retno “ ” won".split()), max_size=14)
)
def test_nothing_but_what_joins_is_lost(words: list[str]) -> None:
    asked = " ".join(words)
    kept = [one for one in re.findall(r"\w+", " ".join(questions(asked)).lower()) if one != "and"]
    assert kept == [one for one in re.findall(r"\w+", asked.lower()) if one != "and"]
    assert all(questions(one) == [one] for one in questions(asked))
