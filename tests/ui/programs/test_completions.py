"""OpenAI's protocol, spoken by the official client."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import openai
import pytest
from openai import OpenAI

from rag.assistant import Assistant
from tests.support.scripted import OTHER, RIGHT, STEP

RETNO, MANY = "Who did Retno meet?", "How many Indonesian victims were rescued?"
ANSWER = "Neth Savoeun"
Written = Callable[[str], str]


def client_of(address: str) -> OpenAI:
    return OpenAI(
        base_url=f"{address}v1", api_key="none", max_retries=0, http_client=httpx.Client(trust_env=False, timeout=60)
    )


def user(text: str) -> Any:
    return {"role": "user", "content": text}


@pytest.fixture(scope="module")
def client(own_address: str) -> Iterator[OpenAI]:
    """Give the official client of a server without a language model."""
    with client_of(own_address) as client:
        yield client


def test_models_are_those_that_answer(client: OpenAI, written: Written) -> None:
    assert [model.id for model in client.models.list()] == ["byline-quotes"]
    with client_of(written("right")) as fluent:
        assert [model.id for model in fluent.models.list()] == ["byline-quotes", "byline-fluent"]


def test_an_answer_has_numbers_sources_and_citations(client: OpenAI, own: Assistant) -> None:
    done = client.chat.completions.create(model="byline-quotes", messages=[user(RETNO)])
    (choice,) = done.choices
    assert (done.object, done.model, choice.finish_reason) == ("chat.completion", "byline-quotes", "stop")
    result = own.ask(RETNO)
    words, sources = (choice.message.content or "").split("\n\nSources:\n")
    assert words == f"{ANSWER} [1] [2] [3]"
    lines = sources.split("\n")
    assert len(lines) == len(result.citations)
    for line, citation in zip(lines, result.citations, strict=True):
        assert line.startswith(f"[{citation.number}] “")
        assert f"The Diplomat, {citation.title}, 2022-08-02, article {citation.article_id})" in line
    for given, citation in zip(citations(choice.message), result.citations, strict=True):
        text = own.library.article(given["article_id"]).text
        assert text[given["start"] : given["end"]] == given["quote"] == citation.quote
        assert (given["title"], given["source"], given["published"]) == (
            citation.title,
            "The Diplomat",
            "2022-08-02",
        )
    assert done.usage
    assert done.usage.total_tokens == 0


def citations(message: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = message.model_extra["citations"]
    return found


def test_earlier_messages_are_the_conversation(client: OpenAI) -> None:
    messages: list[Any] = [{"role": "system", "content": "Be brief."}, user(RETNO)]
    for question, understood in (
        ("And when?", f"When did Retno meet {ANSWER}?"),
        ("And where?", f"Where did Retno meet {ANSWER}?"),
    ):
        done = client.chat.completions.create(model="byline-quotes", messages=messages)
        # Some clients send back no more than the words of an answer.
        messages += [{"role": "assistant", "content": done.choices[0].message.content or ""}, user(question)]
        done = client.chat.completions.create(model="byline-quotes", messages=messages)
        assert f"(understood as: {understood})" in (done.choices[0].message.content or "")


def test_parts_of_text_are_read_and_pictures_are_not(client: OpenAI) -> None:
    parts: list[Any] = [{"type": "text", "text": "Who did"}, {"type": "text", "text": "Retno meet?"}]
    done = client.chat.completions.create(
        model="byline-quotes",
        messages=[{"role": "user", "content": parts}],
    )
    assert (done.choices[0].message.content or "").startswith(ANSWER)
    picture: Any = {"type": "image_url", "image_url": {"url": "data:,"}}
    with pytest.raises(openai.BadRequestError, match="messages"):
        client.chat.completions.create(
            model="byline-quotes",
            messages=[{"role": "user", "content": [picture]}],
        )


def test_what_the_articles_do_not_say_and_talk_have_no_sources(client: OpenAI) -> None:
    for asked, told in (("What is the capital of France?", "The articles do not say. Nothing here"), ("Hello!", "")):
        message = client.chat.completions.create(model="byline-quotes", messages=[user(asked)]).choices[0].message
        assert (message.content or "").startswith(told)
        assert "Sources:" not in (message.content or "x")
        assert citations(message) == []


def test_a_stream_says_the_same(client: OpenAI) -> None:
    whole = client.chat.completions.create(model="byline-quotes", messages=[user(RETNO)]).choices[0].message
    chunks = list(
        client.chat.completions.create(
            model="byline-quotes", messages=[user(RETNO)], stream=True, stream_options={"include_usage": True}
        )
    )
    assert chunks[0].choices[0].delta.role == "assistant"
    choices = [choice for chunk in chunks for choice in chunk.choices]
    assert "".join(choice.delta.content or "" for choice in choices) == whole.content
    assert [choice.finish_reason for choice in choices if choice.finish_reason] == ["stop"]
    (cited,) = [
        choice.delta for choice in choices if choice.delta.model_extra and "citations" in choice.delta.model_extra
    ]
    assert citations(cited) == citations(whole)
    assert chunks[-1].usage


def test_a_language_model_is_streamed_sentence_by_sentence(written: Written) -> None:
    with client_of(written("steps")) as client:
        stream = client.chat.completions.create(model="byline-fluent", messages=[user(MANY)], stream=True)
        told = (chunk.choices[0].delta.content or "" for chunk in stream)
        assert next(told) == ""
        STEP.release()
        assert next(told) == f"{RIGHT} [1]"
        STEP.release(3)
        assert next(told) == f" {OTHER} [1] [2]"
        assert next(told).startswith("\n\nSources:\n[1] “")


def test_each_model_answers_in_its_own_words(written: Written) -> None:
    with client_of(written("right")) as client:
        fluent, quotes = (
            client.chat.completions.create(model=model, messages=[user(MANY)])
            for model in ("byline-fluent", "byline-quotes")
        )
    assert (fluent.choices[0].message.content or "").startswith(f"{RIGHT} [1]\n\nSources:\n[1] “")
    assert (quotes.choices[0].message.content or "").startswith("62 [1]")
    assert fluent.usage
    assert (fluent.usage.prompt_tokens, fluent.usage.completion_tokens) == (321, 45)


@pytest.mark.parametrize("stream", [False, True])
def test_what_cannot_be_asked_is_an_error_of_the_client(client: OpenAI, stream: bool) -> None:
    cases: list[tuple[Any, str]] = [
        ([], "The last message is no question"),
        ([user(RETNO), {"role": "assistant", "content": ANSWER}], "The last message is no question"),
        ([user(" ")], "The question is empty"),
        ([user("a" * 3000)], "at most 2,000 are read"),
        ([{"role": "robot", "content": "x"}], "messages.0.role"),
    ]
    for messages, told in cases:
        with pytest.raises(openai.BadRequestError, match=told):
            client.chat.completions.create(model="byline-quotes", messages=messages, stream=stream)
    with pytest.raises(openai.BadRequestError, match="not 2"):
        client.chat.completions.create(model="byline-quotes", messages=[user(RETNO)], n=2, stream=stream)
    for model in ("byline-fluent", "gpt-4o"):
        with pytest.raises(openai.NotFoundError, match="There is byline-quotes"):
            client.chat.completions.create(model=model, messages=[user(RETNO)], stream=stream)


def test_a_page_of_another_site_is_refused(own_address: str) -> None:
    for origin in ("https://attacker.example", "null", "http://localhost:1"):
        for method, path in (("POST", "chat/completions"), ("GET", "models")):
            answer = httpx.request(
                method,
                f"{own_address}v1/{path}",
                content=b"{}" if method == "POST" else None,
                headers={"Origin": origin, "Content-Type": "application/json"},
                trust_env=False,
            )
            assert (answer.status_code, answer.json()["error"]["type"]) == (403, "forbidden")
    assert httpx.get(f"{own_address}v1/embeddings", trust_env=False).json()["error"]["type"] == "not_found"


def test_articles_to_ask_may_be_chosen(client: OpenAI, own: Assistant) -> None:
    own.library.collect("Cambodia", *own.library.ids())

    def told(stream: bool, **chosen: Any) -> str:
        asked: dict[str, Any] = {"model": "byline-quotes", "messages": [user(RETNO)], "extra_body": chosen}
        if not stream:
            return str(client.chat.completions.create(**asked).choices[0].message.content)
        chunks: Any = client.chat.completions.create(**asked, stream=True)
        return "".join(chunk.choices[0].delta.content or "" for chunk in chunks)

    for stream in (False, True):
        assert told(stream, collections=["Cambodia"], since="2022").startswith(ANSWER)
        assert told(stream, since="2023").startswith("There is no article published since 2023.")
        with pytest.raises(openai.APIError, match="“soon” is no date"):
            told(stream, until="soon")
        with pytest.raises(openai.APIError, match="There is no collection “Elections”"):
            told(stream, collections=["Elections"])


def test_of_several_questions_the_others_are_named(client: OpenAI) -> None:
    asked = "Who is Retno? When did she meet the police chief?"
    message = client.chat.completions.create(model="byline-quotes", messages=[user(asked)]).choices[0].message
    assert "Foreign Minister" in (message.content or "").split("\n")[0]
    assert "\n\nTo ask next: “When did she meet the police chief?”\n\nSources:\n" in (message.content or "")
    following = [user(asked), message, user("When did she meet the police chief?")]
    done = client.chat.completions.create(model="byline-quotes", messages=following)
    assert (done.choices[0].message.content or "").startswith("August 2, 2022")
