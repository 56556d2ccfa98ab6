"""The whole way from a question to a cited answer, with the real models."""

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rag
from index.articles import bundled
from index.faults import QuestionFault
from index.library import Library
from index.selection import Selection
from index.types import Article, Outcome
from rag.assistant import Assistant
from rag.results import Answer, NoAnswer, Result
from tests.support.doubles import FERRY, ORCHARD

KEYS = [
    "question", "standalone_question", "kind", "answered", "answer", "confidence", "reader", "citations", "closest",
    "timings_ms", "draft", "within", "note", "left",
]  # fmt: skip
CITATION_KEYS = [
    "number", "article_id", "title", "source", "url", "published", "start", "end", "quote", "answer_start",
    "answer_end", "date", "also", "scanned",
]  # fmt: skip


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Give an assistant on three articles."""
    assistant = Assistant.open(tmp_path_factory.mktemp("three"))
    assistant.library.add([FERRY, ORCHARD])
    return assistant


def true_to_the_articles(result: Result, library: Library) -> bool:
    return all(
        library.article(citation.article_id).text[citation.start : citation.end] == citation.quote
        and citation.start <= citation.answer_start <= citation.answer_end <= citation.end
        for citation in (*result.citations, *result.closest)
    )


def test_articles_that_differ_stand_side_by_side(tmp_path: Path) -> None:
    assistant = Assistant.open(tmp_path)
    first = "Nine people died when the barge Corvina sank in the canal, the harbour police said on Saturday."
    later = "Twelve people died when the barge Corvina sank in the canal, the harbour police said on Tuesday."
    assistant.add(Article("A barge sinks", first), Article("The toll rises", later))
    result = assistant.ask("How many people died when the barge sank?")
    assert {citation.answer for citation in result.citations} == {"Nine", "Twelve"}
    assert len({citation.article_id for citation in result.citations}) == 2
    who = assistant.ask("Who did Retno meet?")
    assert {citation.title for citation in who.citations} == {bundled()[0].title}


def test_who_did_retno_meet(assistant: Assistant) -> None:
    result = assistant.ask("Who did Retno meet?")
    assert isinstance(result, Answer)
    assert result.answered
    assert any("Neth Savoeun" in citation.quote for citation in result.citations)
    assert result.text == result.citations[0].answer
    assert true_to_the_articles(result, assistant.library)
    assert result.confidence >= assistant.reader.threshold


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who is the shopkeeper?", "Colm Flaherty"),
        ("How much will the repairs cost?", "2.4 million euros"),
        ("Why did the school stay closed?", "its boiler had no fuel"),
        ("How many mason bees were released?", "80,000"),
        ("who breeds bees in reed tubes", "Tomasz Zielinski"),
        ("Who breeds the bees?", "Tomasz Zielinski"),
        ("Where were the Indonesian victims rescued?", "Sihanoukville"),
        ("How many Indonesian victims were rescued?", "62"),
    ],
)
def test_questions_that_the_articles_answer(three: Assistant, question: str, answer: str) -> None:
    result = three.ask(question)
    assert answer in result.text, str(result)
    assert len(result.text) < len(answer) + 20
    assert all(result.text and citation.answer in citation.quote for citation in result.citations)
    assert true_to_the_articles(result, three.library)


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",
        "Who won the World Cup in 2018?",
        "How tall is Mount Everest?",
        "What is the population of Cambodia?",
    ],
)
def test_questions_that_they_do_not_answer(three: Assistant, question: str) -> None:
    result = three.ask(question)
    assert isinstance(result, NoAnswer), str(result)
    assert result.text == "The articles do not say."
    assert result.confidence < three.reader.threshold
    assert len(result.closest) == 3
    assert true_to_the_articles(result, three.library)


def test_a_refusal_names_what_no_article_mentions(three: Assistant) -> None:
    for question, reason in (
        ("What is the capital of France?", "Nothing here mentions “capital” or “France”."),
        (f"Who is {'o' * 60}?", f"Nothing here mentions “{'o' * 40}…”."),
        ("Why?", "No sentence answers this well enough."),
        ("Who bribes Retno?", "No sentence answers this well enough."),
        ("who is macron", "Nothing here mentions “macron”."),
        ("How far has the fare to Atlantis plummeted?", "Nothing here mentions “fare” or “Atlantis”."),
    ):
        result = three.ask(question)
        assert isinstance(result, NoAnswer)
        assert result.reason == reason


def test_the_json_object(assistant: Assistant) -> None:
    for question in ("Who did Retno meet?", "What is the capital of France?"):
        given = json.loads(json.dumps(assistant.ask(question).as_dict()))
        assert list(given) == KEYS
        assert given["question"] == given["standalone_question"] == question
        assert 0 <= given["confidence"] <= 1
        assert set(given["timings_ms"]) == {"retrieve", "read", "cite", "total"}
        assert all(list(citation) == CITATION_KEYS for citation in given["citations"] + given["closest"])
        assert [citation["number"] for citation in given["citations"]] == [*range(1, len(given["citations"]) + 1)]
        assert (given["answer"] is None) is not given["answered"]


def test_print_is_worth_reading(assistant: Assistant) -> None:
    result = assistant.ask("Who did Retno meet?")
    first = result.citations[0]
    assert len(result.text) < 60
    answers, proof = str(result).split("\n\n")
    assert answers.splitlines()[0] == result.text
    assert proof.startswith(f"  [1] “{first.quote}” (The Diplomat, {first.title}, 2022-08-02)")
    refused = str(assistant.ask("What is the capital of France?"))
    assert refused.startswith("The articles do not say. Nothing here mentions ")
    assert refused.count("\n  - “") == 3


def test_an_empty_library_says_so(tmp_path: Path) -> None:
    assistant = Assistant.open(tmp_path)
    assistant.library.remove(bundled()[0].id)
    result = assistant.ask("Who did Retno meet?")
    assert isinstance(result, NoAnswer)
    assert (result.reason, result.closest) == ("The library holds no article.", ())
    assert assistant.examples() == ()


def test_what_was_just_added_is_answered_and_what_was_removed_is_not(tmp_path: Path) -> None:
    assistant, question = Assistant.open(tmp_path), "How much will the harbour repairs cost?"
    assert not assistant.ask(question).answered
    (added,) = assistant.add(FERRY)
    assert added == Outcome("added", FERRY.title, FERRY.title, FERRY.id)
    assert "2.4 million euros" in assistant.ask(question).text
    assistant.remove(FERRY.id)
    assert not assistant.ask(question).answered


def test_a_story_of_several_outlets_is_cited_once_and_names_the_others(tmp_path: Path) -> None:
    assistant, question = Assistant.open(tmp_path), "How much will the repairs cost?"
    assistant.add(FERRY)
    alone = assistant.ask(question)
    copies = [
        replace(FERRY, source=source, text=FERRY.text.replace("Repairs will", "The repairs will"))
        for source in ("The Mirror", "The Echo")
    ]
    assistant.add(*copies)
    result = assistant.ask(question)
    assert result.confidence >= alone.confidence - 0.05
    sources = [[one.source, *(other.source for other in one.also)] for one in result.citations]
    assert sorted(map(str, sources[0])) == ["The Echo", "The Harbour Post", "The Mirror"]
    assert len(result.citations) == 1
    assert all(
        assistant.library.article(one.article_id).text[one.start : one.end] == one.quote
        for one in result.citations[0].also
    )
    assert str(result).count("; also ") == 1


def test_ask_opens_the_default_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYLINE_INDEX", str(tmp_path / "mine"))
    result = rag.ask("Who did Retno meet?")
    assert isinstance(result, rag.Answer)
    assert (tmp_path / "mine/library.sqlite").exists()


def test_threads_get_the_answers_of_their_own_questions(three: Assistant) -> None:
    asked = [
        "Who breeds bees in reed tubes?",
        "What will the repairs cost?",
        "Who did Retno meet?",
        "What is the capital of France?",
    ]
    expected = {question: three.ask(question) for question in asked}
    given: list[tuple[str, Result]] = []
    threads = [threading.Thread(target=lambda q=q: given.append((q, three.ask(q)))) for q in asked * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(given) == 16
    for question, result in given:
        assert (result.text, result.citations) == (expected[question].text, expected[question].citations)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_any_question_gets_a_true_result_or_a_word_why_not(three: Assistant, question: str) -> None:
    try:
        result = three.ask(question)
    except QuestionFault:
        return
    assert true_to_the_articles(result, three.library)
    assert result.question == question


@pytest.mark.parametrize(
    "question", ["¿Cuál es la capital de Francia?", "法国的首都是哪里?", "Wie heißt die Hauptstadt von Frankreich?"]
)
def test_a_question_in_another_language_is_not_answered_at_random(three: Assistant, question: str) -> None:
    result = three.ask(question)
    assert isinstance(result, NoAnswer), str(result)
    assert "English" in result.reason


def test_examples_end_when_they_are_told_to_and_are_looked_for_again(three: Assistant) -> None:
    again = Assistant(three.library, three.reader)
    assert again.examples(lambda: False) == ()
    assert again.examples()


def test_examples_are_questions_that_are_answered(three: Assistant) -> None:
    examples = three.examples()
    assert 2 <= len(examples) <= 4
    assert len(set(examples)) == len(examples)
    assert all(three.ask(question).answered for question in examples)


def test_only_the_articles_that_are_chosen_are_asked(three: Assistant) -> None:
    library = three.library
    library.collect("Islands", FERRY.id)
    refused = three.ask("Who did Retno meet?", within=Selection("Islands"))
    assert str(refused).startswith("The article in Islands does not say. Nothing there mentions “Retno”")
    assert {citation.article_id for citation in refused.closest} == {FERRY.id}
    result = three.ask("Who breeds bees?", within=Selection(since="2022-04", until="2022-04"))
    assert result.text == "Tomasz Zielinski"
    assert str(result).endswith("Asked within the article of April 2022.")
    assert result.as_dict()["within"]["count"] == 1
    passages = three.search("Who breeds bees?", within=Selection("Islands"))
    assert {passage.article.id for passage in passages} == {FERRY.id}
    counted = three.ask("How many articles are there?", within=Selection("Islands"))
    assert counted.text == "The library holds 1 article in Islands."
    elsewhere = three.ask("According to Valley Weekly, who breeds bees?", within=Selection("Islands"))
    assert isinstance(elsewhere, NoAnswer)
    assert elsewhere.reason == "No article of Valley Weekly is among those that are asked."


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("Summarize the Valley Weekly article", f"“{ORCHARD.title}” is not among those that are asked."),
        ("Summarize what is said about zirconium", "Nothing there mentions “zirconium”."),
    ],
)
def test_a_summary_that_cannot_be_made_within_what_is_chosen_says_why(
    three: Assistant, question: str, why: str
) -> None:
    three.library.collect("Islands", FERRY.id)
    refused = three.ask(question, within=Selection("Islands"))
    assert isinstance(refused, NoAnswer)
    assert str(refused).startswith(f"The article in Islands does not say. {why}")


@pytest.mark.parametrize(
    ("question", "within", "summed", "named"),
    [
        ("What is the article about?", None, ORCHARD, True),
        ("What is the article about?", Selection(outlets="The Harbour Post"), FERRY, False),
        ("Summarize the Harbour Post article", None, FERRY, False),
        ("summarize the harbour post article", None, FERRY, False),
        ("What is the Harbour Post article about?", None, FERRY, False),
        ("Summarize the article about the ferry", None, FERRY, False),
        ("Give me a summary of the article from Valley Weekly.", None, ORCHARD, False),
    ],
)
def test_a_summary_is_of_the_article_that_is_meant_or_names_it(
    three: Assistant, question: str, within: Selection | None, summed: Article, named: bool
) -> None:
    result = three.ask(question, within=within)
    assert result.kind == "summary"
    assert {citation.article_id for citation in result.citations} == {summed.id}
    note = f"Of 3 articles, the last added: “{summed.title}” (Valley Weekly, 30 April 2022)."
    assert result.note.startswith(note) if named else result.note == ""


def test_of_several_questions_the_first_is_answered_and_the_others_are_left(assistant: Assistant) -> None:
    chat = assistant.chat()
    first = chat.ask("Who is Retno? When did she meet the police chief?")
    assert (first.standalone_question, first.left) == ("Who is Retno?", ("When did she meet the police chief?",))
    assert str(first).endswith("To ask next: “When did she meet the police chief?”")
    assert first.as_dict()["left"] == list(first.left)
    then = chat.ask(*first.left)
    assert isinstance(then, Answer)
    assert (then.text, then.left) == ("August 2, 2022", ())


@pytest.mark.parametrize("question", ["Was hat Retno gesagt?", "Wer hat Neth Savoeun in Phnom Penh getroffen?"])
def test_a_question_in_another_language_is_never_answered(assistant: Assistant, question: str) -> None:
    result = assistant.ask(question)
    assert isinstance(result, NoAnswer)
    assert result.reason == "Byline reads English; ask in English."
