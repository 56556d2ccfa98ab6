"""What a question asks for is read from its form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.english.asking import asking_part
from rag.question.subject import asks_for_summary, asks_of_all, subject_of
from rag.replies.triage import kind_in
from rag.results import Kind

QUESTIONS: dict[Kind, list[str]] = {
    "talk": [
        "Hello",
        "hi there!",
        "Good morning",
        "Thanks",
        "thank you very much",
        "thanks, that helped",
        "bye",
        "help",
        "What can you do?",
        "what can I ask?",
        "Who are you?",
        "What's your name?",
        "are you a robot",
        "how are you?",
        "lol",
        "hahaha",
        "ok",
        "never mind",
        "How does this work?",
        "Hello, how are you?",
    ],
    "library": [
        "What articles do you have?",
        "How many articles are there?",
        "How many articles do you have?",
        "What is the newest article?",
        "What's the latest article?",
        "Which is the oldest article?",
        "Which outlets are there?",
        "Which outlets do you have?",
        "which newspapers are in the library",
        "Do you have anything about ferries?",
        "Do you have any articles about climate change?",
        "list all articles",
        "Show me the articles",
        "Is there an article about bees?",
        "Find articles about elections",
        "What is in the library?",
        "Where are the articles from?",
        "Can you tell me how many articles you have?",
        "any articles on football?",
        "What topics do you have?",
        "How many articles are about bees?",
    ],
    "summary": [
        "What is this article about?",
        "Summarize",
        "Summarise the article, please",
        "key points",
        "What are the key points?",
        "Give me a short summary of the article",
        "Can you summarize this for me?",
        "Tell me about the ferry",
        "tell me more about Retno",
        "What happened?",
        "what's going on?",
        "TL;DR",
        "What does the article say about the victims?",
        "Summarize what is said about the victims",
        "What are the articles about?",
        "In short, what is this story about?",
        "What is known about the attackers?",
        "Could you give me an overview?",
    ],
    "person": [
        "Who did Retno meet?",
        "Who said hello to the president?",
        "Who is the shopkeeper?",
        "Can you tell me who Retno met?",
        "Which minister resigned?",
        "What is the name of the captain?",
        "Whose idea was it?",
        "Who thanked the rescuers?",
        "Who wrote the summary of the report?",
        "Who knows",
        "Who is Neth Savoeun?",
        "who were the three men on the boat?",
        "What are the names of the three men?",
    ],
    "place": [
        "Where were the victims rescued?",
        "Which country did they fly to?",
        "In which city was the summit held?",
        "What is the capital of Cambodia?",
        "What countries signed the treaty?",
    ],
    "time": [
        "When did the ferry sail again?",
        "What year was the treaty signed?",
        "Do you know when the school closed?",
    ],
    "count": [
        "How many victims were rescued?",
        "How much will the repairs cost?",
        "What percentage of voters stayed home?",
        "What is the population of Cambodia?",
        "How many articles did the reporter publish?",
        "How many newspapers were banned?",
        "how long did the storm last",
    ],
    "yes-no": [
        "Did the ferry sail on Monday?",
        "Is the school open?",
        "Were any victims Indonesian?",
        "Does the article mention Vietnam?",
        "Has Retno met the king or not?",
    ],
    "thing": [
        "What did Retno say?",
        "Why did the school stay closed?",
        "How did they escape?",
        "What was the reason for the delay?",
        "What is a carbon tax?",
        "what does ASEAN stand for",
        "List the demands of the workers",
        "Which newspapers reported the scandal?",
        "Tell me a joke",
        "You are stupid",
        "asdf qwer",
        "What does a mason bee pollinate?",
        "What is the latest weapon of the army?",
        "What help did the victims get?",
        "What did the newest article of the constitution say?",
        "Which ferry sank?",
        "What was the hacker's message about?",
        "What is the name of the vessel?",
    ],
}


@pytest.mark.parametrize(("kind", "question"), [(kind, one) for kind, some in QUESTIONS.items() for one in some])
def test_the_kind_is_read_from_the_form(kind: Kind, question: str) -> None:
    assert kind_in(question) == kind


@given(st.text(max_size=200))
def test_whatever_is_typed_has_a_kind(text: str) -> None:
    assert kind_in(text)
    assert subject_of(text) == subject_of(text).strip()


@given(st.sampled_from(["what is ", "ha", "the ", "how many ", "a ", "no ", "tell me about "]), st.integers(1, 300))
def test_the_same_words_over_and_over_have_a_kind(words: str, times: int) -> None:
    assert kind_in((words * times)[:2000])


@pytest.mark.parametrize(
    ("question", "asking"),
    [
        ("Well, can you tell me who Retno met?", "who Retno met?"),
        ("X is a company. It was sold. What is it called?", "What is it called?"),
        ("According to the police, how many were hurt?", "how many were hurt?"),
        ("What's the St. Mary's river?", "What is the St. Mary's river?"),
        ("Who met the king, who was ill?", "Who met the king, who was ill?"),
        ("please", "please"),
    ],
)
def test_politeness_and_what_is_told_before_are_left_out(question: str, asking: str) -> None:
    assert asking_part(question) == asking


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("What is this article about?", ""),
        ("Summarize", ""),
        ("Give me the key points of this article, please", ""),
        ("Summarize what is said about the victims", "the victims"),
        ("Tell me about Retno Marsudi.", "Retno Marsudi"),
        ("What does the article say about ferries?", "ferries"),
        ("What is the article about the tram about?", "the tram"),
        ("What does the story on the tram say?", "the tram"),
        ("Summarize the news about Ukraine in three sentences", "Ukraine"),
        ("Can you tell me more about the ferry in the article?", "the ferry"),
        ("Ukraine war summary", "Ukraine war"),
        ("Who met Retno?", ""),
    ],
)
def test_the_subject_of_a_summary(question: str, subject: str) -> None:
    assert subject_of(question) == subject


def test_a_summary_of_all_is_told_from_one_of_an_article() -> None:
    assert asks_of_all("Summarise all articles")
    assert not asks_of_all("Summarise this article")
    assert not asks_of_all("Summarise the news about Ukraine")
    assert not asks_for_summary("Who wrote the summary?")
