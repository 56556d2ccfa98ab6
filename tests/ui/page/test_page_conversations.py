"""A conversation on the page: kept in the browser, gone on with, rated, saved, and linked to."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from index.library import Library
from rag.assistant import Assistant
from rag.conversation.chat import Part, last
from rag.feedback import FILE
from rag.results import Turn
from tests.support.browser import Open, ask, free_port, reads_sideways, serving
from tests.ui.page.test_page_waiting import Gated
from ui.server.web import launch

pytestmark = pytest.mark.browser

QUESTION, OTHER = "Who did Retno meet?", "How many Indonesian victims were rescued?"
FULL = "() => { Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') } }"
LENGTHEN = """() => {
    const key = Object.keys(localStorage).find((key) => key.startsWith("byline.chat."));
    const chat = JSON.parse(localStorage[key]);
    chat.turns = [...Array(10).keys()].map((id) => ({ ...chat.turns[id % 2], id: `turn${id}` }));
    localStorage[key] = JSON.stringify(chat);
}"""
ANSWERED = """() => Object.keys(localStorage).filter((key) => key.startsWith("byline.chat."))
    .every((key) => JSON.parse(localStorage[key]).turns.every((turn) => turn.result))"""
UNTOLD = "What is the recipe for rhubarb crumble?"


class Following(Assistant):
    """An assistant that tells how many turns it was given."""

    def stream(self, question: str, history: Sequence[Turn] = (), *asked: Any) -> Iterator[Part]:
        """Answer as ever, and say so in how the question was understood."""
        result = last(super().stream(question, (), *asked))
        yield replace(result, standalone_question=f"{question} after {len(history)}") if history else result


def kept(page: Page) -> list[list[str]]:
    """Return the questions of each conversation that the browser keeps."""
    found: list[list[str]] = page.evaluate(
        """() => Object.keys(localStorage).filter((key) => key.startsWith("byline.chat."))
        .map((key) => JSON.parse(localStorage[key]).turns.map((turn) => turn.result.question))"""
    )
    return sorted(found)


def titles(page: Page) -> list[str]:
    page.get_by_role("button", name="Chats").click()
    return page.locator(".chats .title").all_text_contents()


def more(page: Page, title: str) -> None:
    page.locator(f'.chats summary[aria-label*="{title}"]').click()


def test_conversations_are_kept_listed_renamed_and_deleted(open_page: Open) -> None:
    page = open_page()
    ask(page, QUESTION)
    page.get_by_role("button", name="New chat").click()
    ask(page, OTHER)
    page.reload()
    expect(page.locator(".question")).to_have_text(OTHER)
    expect(page.locator(".short")).to_contain_text("62")
    assert titles(page) == [OTHER, QUESTION]
    expect(page.locator(".chats [aria-current]")).to_be_focused()
    more(page, QUESTION)
    page.get_by_role("button", name="Rename").click()
    page.get_by_label("Title of the chat").fill("<b>Retno</b>")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="<b>Retno</b>", exact=True).click()
    expect(page.locator(".chats")).to_be_hidden()
    expect(page.locator(".question")).to_have_text(QUESTION)
    page.locator(".cite").first.click()
    page.locator("article .cited.current").first.wait_for()
    assert titles(page) == [OTHER, "<b>Retno</b>"]
    more(page, "<b>Retno</b>")
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    expect(page.locator(".turn")).to_have_count(0)
    assert kept(page) == [[OTHER]]
    page.get_by_role("button", name="Undo").click()
    assert kept(page) == sorted([[QUESTION], [OTHER]])
    more(page, OTHER)
    page.get_by_role("button", name="Delete").click()
    page.set_viewport_size({"width": 390, "height": 844})
    assert reads_sideways(page) == []
    page.keyboard.press("Escape")
    assert titles(page) == ["<b>Retno</b>"]
    assert titles(open_page()) == [], "another browser has its own"


def test_two_tabs_of_one_conversation_keep_each_others_turns(open_page: Open) -> None:
    page = open_page()
    ask(page, QUESTION)
    other = page.context.new_page()
    other.goto(page.url.partition("#")[0])
    titles(other)
    other.locator(".chats .title").click()
    ask(other, UNTOLD)
    expect(page.locator(".question")).to_have_text([QUESTION, UNTOLD])
    expect(page.locator(".card.none")).to_be_visible()
    ask(page, OTHER)
    expect(other.locator(".question")).to_have_text([QUESTION, UNTOLD, OTHER])
    assert kept(page) == [[QUESTION, UNTOLD, OTHER]]
    titles(other)
    more(other, QUESTION)
    other.get_by_role("button", name="Delete").click()
    expect(page.locator(".turn")).to_have_count(0)
    assert kept(page) == []


def test_they_outlive_the_server_and_an_answer_finds_its_way_home(open_page: Open, assistant: Assistant) -> None:
    slow, port = Assistant(assistant.library, Gated(assistant.reader)), free_port()
    slow.examples = assistant.examples  # type: ignore[method-assign]
    first = launch(lambda: assistant, port=port)
    page = open_page(first.local_url)
    ask(page, QUESTION)
    first.close(verbose=False)
    second = launch(lambda: slow, port=port)
    page.reload()
    expect(page.locator(".short")).to_be_visible()
    page.locator("#question").fill(OTHER)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="New chat").click()
    slow.reader.gate.set()  # type: ignore[attr-defined]
    page.wait_for_function(ANSWERED)
    assert kept(page) == [[QUESTION, OTHER]]
    assert page.locator(".turn").count() == 0
    page.close()
    second.close(verbose=False)


def test_a_browser_that_keeps_nothing_is_told_once_and_works(open_page: Open) -> None:
    page = open_page()
    page.evaluate(FULL)
    ask(page, QUESTION)
    expect(page.locator(".notice")).to_contain_text("no room left for chats")
    page.get_by_role("button", name="OK").click()
    page.get_by_role("button", name="New chat").click()
    ask(page, OTHER)
    expect(page.locator(".notice")).to_be_hidden()
    assert titles(page) == [OTHER, QUESTION]


def test_at_most_eight_turns_go_with_a_question_and_how_it_was_understood_is_told(
    open_page: Open, assistant: Assistant
) -> None:
    with serving(lambda: Following(assistant.library, assistant.reader)) as address:
        page = open_page(address)
        ask(page, QUESTION)
        ask(page, UNTOLD)
        expect(page.locator(".understood > span > span")).to_have_text([f"understood as: {UNTOLD} after 1"])
        page.evaluate(LENGTHEN)
        page.reload()
        expect(page.locator(".acts")).to_have_count(10)
        ask(page, OTHER)
        expect(page.locator(".understood > span > span").last).to_have_text(f"understood as: {OTHER} after 8")
        page.close()


def test_what_goes_on_is_suggested_under_the_last_answer(open_page: Open) -> None:
    page = open_page()
    ask(page, QUESTION)
    chip = page.locator(".turn .chips button").first
    question = chip.inner_text()
    chip.click()
    expect(page.locator(".question")).to_have_text([QUESTION, question])
    expect(page.locator(".turn").first.locator(".chips")).to_have_count(0)
    expect(page.locator(".turn").last.locator(".cite").first).to_be_visible()


def test_a_conversation_is_saved_as_files(open_page: Open, assistant: Assistant, tmp_path: Path) -> None:
    page = open_page()
    ask(page, QUESTION)
    ask(page, UNTOLD)
    titles(page)
    more(page, QUESTION)
    saved = {}
    for name in ("Save as HTML", "Save as Markdown"):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        saved[download.value.suggested_filename] = download.value.path().read_text("utf-8")
    assert list(saved) == ["who-did-retno-meet.html", "who-did-retno-meet.md"]
    for text in saved.values():
        assert assistant.ask(QUESTION).citations[0].title in text
        assert "The articles do not say." in text


@pytest.fixture
def own(open_page: Open, assistant: Assistant, tmp_path: Path) -> Iterator[tuple[Page, Path]]:
    """Give a page whose index folder may be written, and that folder."""
    library = Library.open(tmp_path / "index")
    with serving(lambda: Assistant(library, assistant.reader)) as address:
        page = open_page(address)
        yield page, library.folder
        page.close()


def test_answers_are_rated(own: tuple[Page, Path]) -> None:
    page, folder = own

    def last() -> Any:
        return json.loads((folder / FILE).read_text("utf-8").splitlines()[-1])

    ask(page, QUESTION)
    page.get_by_role("button", name="Helpful", exact=True).click()
    expect(page.locator("[aria-pressed=true]")).to_have_text("Helpful")
    assert last()["verdict"] == "up"
    page.get_by_role("button", name="Not helpful").click()
    expect(page.get_by_label("What was wrong?")).to_be_focused()
    page.keyboard.type("Too long.")
    page.get_by_label("The right answer").fill("Neth Savoeun")
    page.keyboard.press("Enter")
    expect(page.locator(".wrong")).to_have_count(0)
    assert [last()[key] for key in ("verdict", "comment", "right_answer")] == ["down", "Too long.", "Neth Savoeun"]
    page.reload()
    expect(page.locator("[aria-pressed=true]")).to_have_text("Not helpful")
    page.locator("[aria-pressed=true]").click()
    expect(page.locator("[aria-pressed=true]")).to_have_count(0)
    assert last()["verdict"] == "none"
    (folder / FILE).unlink()
    (folder / FILE).mkdir()
    page.get_by_role("button", name="Helpful", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be written")
    expect(page.locator("[aria-pressed=true]")).to_have_count(0)


def test_a_link_opens_the_article_at_its_sentence(open_page: Open, assistant: Assistant) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    ask(page, QUESTION)
    page.locator(".cite").first.click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    address: str = page.evaluate("navigator.clipboard.readText()")
    fresh = open_page(address)
    citation = assistant.ask(QUESTION).citations[0]
    expect(fresh.locator("article .cited.current").first).to_be_in_viewport()
    assert "".join(fresh.locator("article .cited.current").all_text_contents()) == citation.quote
    assert "".join(fresh.locator("article .cited.current mark").all_text_contents()) == citation.answer
    fresh.evaluate("location.hash = '#article=0123456789abcdef&marks=1-2-1-2'")
    expect(fresh.locator("article")).to_contain_text("This article is no longer in the library.")
    fresh.keyboard.press("Escape")
    expect(fresh.locator(".pane")).to_be_hidden()
    assert fresh.url.endswith("#ask")
