"""Follow-ups: what they stand for, and what carries nothing over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.chunking import chunks
from index.types import Article
from rag.assistant import Assistant
from rag.conversation.followups import readings, standalone
from rag.conversation.gender import agrees_in
from rag.question.form import Form
from rag.readings import Passage
from rag.results import Reply, Turn
from rag.retrieval.scope import scope_of, search

FERRY = [Turn("Who commands the ferry?", "Who commands the ferry?", "captain Maeve Doyle")]
MEETING = [Turn("Who did Ana meet?", "Who did Ana meet in Lisbon?", "mayor Tomas Reis")]
RESCUE = [Turn("Who rescued the sailors?", "Who rescued the sailors?", "Maeve Doyle")]
SAVED = [Turn("How many sailors were rescued?", "How many sailors were rescued?", "62")]
SUNK = [Turn("How many people died when the Aurora sank?", "How many people died when the Aurora sank?", "9")]
OFFICE = [Turn("When?", "When did Aran Police chief Ana Silva resign?", "Monday")]
HELD = [Turn("Who was arrested?", "Who was arrested?", "Ana Silva")]
MOONS = [Turn("How many moons does Jupiter have?", "How many moons does Jupiter have?", "92")]
TITLES = [Turn("How many titles does Ana Silva have?", "How many titles does Ana Silva have?", "14")]
CRASH = [Turn("How many people died in the crash?", "How many people died in the crash?", "six")]
FOUND = [Turn("When was Old Ferry Bell found?", "When was Old Ferry Bell found?", "2018")]
SHIP = [Turn("What docked in Sydney?", "What docked in Sydney?", "A cruise ship")]
AGED = [Turn("How old is Ana Silva?", "How old is Ana Silva?", "35")]
QUAKE = [Turn("Where did the earthquake strike?", "Where did the earthquake strike?", "Aran")]


@pytest.mark.parametrize(
    ("question", "history", "expected"),
    [
        ("What did she say?", FERRY, "What did Maeve Doyle say?"),
        ("what is her age?", FERRY, "What is Maeve Doyle’s age?"),
        ("Since when?", FERRY, "Since when captain Maeve Doyle commands the ferry?"),
        ("And why?", QUAKE, "Why did the earthquake strike?"),
        ("And when did it strike?", QUAKE, "When did the earthquake strike?"),
        ("What happened there?", QUAKE, "What happened in Aran?"),
        ("And his job before politics?", RESCUE, "What is Maeve Doyle’s job before politics?"),
        ("And her brother?", [*AGED], "How old is her brother?"),
        ("And her brother?", QUAKE, "Who is her brother?"),
        ("How many were hurt?", QUAKE, "How many were hurt regarding the earthquake?"),
        ("What about the flood?", QUAKE, "Where did the flood strike?"),
        ("No, I meant the flood", QUAKE, "Where did the flood strike?"),
        ("No, who wrote Moby Dick?", QUAKE, "Who wrote Moby Dick?"),
        ("Who is the mayor of Lisbon?", FERRY, "Who is the mayor of Lisbon?"),
        ("What did Ana Silva say about her house?", FERRY, "What did Ana Silva say about her house?"),
        ("What did she say?", [], "What did she say?"),
        ("And when did they meet?", MEETING, "When did Ana and Tomas Reis meet?"),
        ("When did she meet him?", [*FERRY, *MEETING], "When did Tomas Reis meet Maeve Doyle?"),
        ("Why?", [*QUAKE, Turn("What is the toll?", "What is the toll?", "9")], "Why is the toll 9?"),
        ("What did the survivors tell the police?", QUAKE, "What did the survivors tell the police?"),
        ("What did they talk about?", MEETING, "What did Ana and Tomas Reis talk about?"),
        ("Who was the captain?", SUNK, "Who was the captain regarding the Aurora?"),
        ("When?", SAVED, "When were sailors rescued?"),
        ("And where?", HELD, "Where was Ana Silva arrested?"),
        ("How old are these sailors?", RESCUE, "How old are these sailors?"),
        ("What about saturn?", MOONS, "How many moons does saturn have?"),
        ("And grand slams?", TITLES, "How many grand slams does Ana Silva have?"),
        ("And injured?", CRASH, "How many people injured in the crash?"),
        ("And for how long?", CRASH, "For how long did people die in the crash?"),
        ("No, I meant the auction.", FOUND, "When was the auction?"),
        ("How big is it?", FOUND, "How big is Old Ferry Bell?"),
        ("What is dark matter?", QUAKE, "What is dark matter?"),
        ("How old is she?", [*FERRY, Turn("What is the length?", "What is the length?")], "How old is Maeve Doyle?"),
        ("How old is she?", OFFICE, "How old is Ana Silva?"),
        ("Where are they now?", RESCUE, "Where are the sailors now?"),
        (
            "How old is she?",
            [Turn("Who did it?", "Who did it?", "a woman from Perth")],
            "How old is the woman from Perth?",
        ),
        ("Where is he?", [Turn("Who hit the man?", "How many did the man hit?", "9")], "Where is the man?"),
        ("Where did it come from?", SHIP, "Where did the cruise ship come from?"),
        ("Is it unusual to see it?", SHIP, "Is it unusual to see the cruise ship?"),
        (
            "Do they know the cause?",
            [Turn("What failed?", "What happened to the rockets?")],
            "Do the rockets know the cause?",
        ),
    ],
)
def test_a_follow_up_stands_alone(question: str, history: list[Turn], expected: str) -> None:
    assert standalone(question, history) == expected


def test_the_topic_is_searched_for_and_not_read() -> None:
    hurt = readings("How many were hurt?", QUAKE)[0]
    assert hurt == Form("How many were hurt?", topic="the earthquake")
    assert str(hurt) == "How many were hurt regarding the earthquake?"
    told = [Turn("How many died when the Aurora sank?", str(hurt), "nine")]
    assert readings("And where?", told)[0].topic == "the earthquake"
    own = "What did Ana say regarding the flood?"
    assert readings(own, QUAKE)[0] == Form(own)


def test_a_topic_is_found_that_the_question_leaves_unsaid(assistant: Assistant) -> None:
    bare, scope = (scope_of("Who took it?", assistant.library, topic=topic) for topic in ("", "Hun Sen"))
    assert scope.question == bare.question
    assert "Hun Sen" in search(scope, assistant.library, 1)[0].text


def test_the_articles_tell_whom_she_is() -> None:
    history = [Turn("Who did Ana meet?", "Who did Ana meet?", "Tomas")]
    assert standalone("What did she say?", history) == "What did Tomas say?"
    assert readings("What did she say?", history, lambda _, name: name == "Ana")[0].question == "What did Ana say?"


def test_the_last_person_named_comes_before_one_further_back() -> None:
    storm = Turn("How many did Ida kill?", "How many did Ida kill?")
    history = [storm, Turn("Who is the governor of Texas?", "Who is the governor of Texas?")]
    asked = [form.question for form in readings("What did he say?", history, lambda _, name: name == "Ida" or None)]
    assert asked == ["What did the governor of Texas say?", "What did Ida say?"]


def test_who_answers_is_the_one_who_was_described() -> None:
    history = [Turn("Who was the captain?", "Who was the captain?", "Petter Dahl")]
    asked = [
        form.question for form in readings("How old is he?", history, lambda _, name: name == "the captain" or None)
    ]
    assert asked == ["How old is Petter Dahl?"]


def test_who_was_asked_about_is_a_person_and_several_are_none() -> None:
    history = [
        Turn("Who runs the ferry?", "Who runs the ferry?", "local merchants"),
        Turn("Who owns the port?", "Who owns the port?", "Tomas Reis"),
        Turn("Who is Ana Silva?", "Who is Ana Silva?", "mayor"),
    ]
    asked = [form.question for form in readings("Was she born here?", history)]
    assert asked == ["Was Ana Silva born here?", "Was Tomas Reis born here?"]


@pytest.mark.parametrize("office", ["mayor", "governor", "prime minister"])
def test_what_is_governed_is_nobody(office: str) -> None:
    asked = f"Who won the race for {office} of Aran?"
    history = [Turn(asked, asked, "Tomas Reis")]
    understood = readings("Who did she beat?", history, lambda _, name: False if name == "Tomas Reis" else None)
    assert [form.question for form in understood] == ["Who did Tomas Reis beat?"]


def test_where_things_happen_is_nobody() -> None:
    article = Article("", "Ana Silva leads the port of Aran. She was born in Aran, and she sails. She met Tomas Reis.")
    (chunk,) = chunks(article)
    agrees = agrees_in(lambda name: [Passage(article, chunk.span, chunk.sentences, 0.5)])
    assert [agrees("she", name) for name in ("Ana Silva", "Aran", "Tomas Reis")] == [True, False, None]
    assert agrees("he", "Aran") is False


def test_what_goes_on_stays_near_the_articles_cited() -> None:
    history = [Turn("Who commands the ferry?", "Who commands the ferry?", "Maeve Doyle", ("a1",))]
    assert {form.near for form in readings("What did she say?", history)} == {("a1",)}
    assert {form.near for form in readings("Did Maeve Doyle resign?", history)} == {("a1",)}
    assert readings("Who is the mayor of Lisbon?", history) == [Form("Who is the mayor of Lisbon?")]


words = st.text(alphabet="aAbB he she it what about and no I meant?.,’ 12", max_size=50)


@given(words, st.lists(st.tuples(words, words, words), max_size=4))
def test_any_words_are_read(question: str, turns: list[tuple[str, str, str]]) -> None:
    history = [Turn(*turn) for turn in turns]
    found = readings(question or "why", history)
    assert 1 <= len(found) <= 3
    assert found == readings(question or "why", history)


def test_a_conversation_about_the_bundled_article(assistant: Assistant) -> None:
    chat = assistant.chat()
    assert "Neth Savoeun" in chat.ask("Who did Retno meet?").text
    assert "police chief" in chat.ask("What is his job?").text.lower() + chat.turns[-1].standalone_question.lower()
    when = chat.ask("And when did they meet?")
    assert when.standalone_question != "And when did they meet?"
    assert isinstance(chat.ask("Thank you!"), Reply)
    untold = chat.ask("What is the capital of France?")
    assert untold.standalone_question == "What is the capital of France?"
    assert not untold.answered


def test_a_summary_quotes_every_sentence_in_order(assistant: Assistant) -> None:
    result = assistant.ask("Summarize the article")
    assert result.answered
    assert result.text == " ".join(citation.quote for citation in result.citations)
    starts = [citation.start for citation in result.citations]
    assert starts == sorted(starts)


def test_a_weekday_comes_with_its_date(assistant: Assistant) -> None:
    result = assistant.ask("On what day of the week did Retno meet the police chief Neth Savoeun?")
    assert (result.text, result.citations[0].date) == ("Tuesday", "2022-08-02")


def test_what_there_is_and_greetings_cite_nothing(assistant: Assistant) -> None:
    for question in ("hello", "What articles do you have?", "ok, thanks"):
        result = assistant.ask(question)
        assert isinstance(result, Reply)
        assert not result.answered
        assert result.citations == ()
