"""Reload, Back, a link and a second tab: nothing that was typed or asked is lost."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from rag.assistant import Assistant
from tests.support.browser import Open, ask, serving
from tests.ui.page.test_page_waiting import Gated

pytestmark = pytest.mark.browser

QUESTION, OTHER = "Who did Retno meet?", "How many Indonesian victims were rescued?"


@pytest.fixture
def gated(assistant: Assistant) -> Iterator[tuple[str, threading.Event]]:
    """Give a page whose answers come when the gate is opened."""
    slow = Assistant(assistant.library, Gated(assistant.reader))
    slow.examples = assistant.examples  # type: ignore[method-assign]
    with serving(lambda: slow) as address:
        yield address, slow.reader.gate  # type: ignore[attr-defined]
        slow.reader.gate.set()  # type: ignore[attr-defined]


def test_a_question_that_waits_outlives_a_reload(gated: tuple[str, threading.Event], open_page: Open) -> None:
    address, gate = gated
    page = open_page(address)
    for question in (QUESTION, OTHER):  # the second waits for the first
        page.locator("#question").fill(question)
        page.keyboard.press("Enter")
    page.reload()
    expect(page.locator(".question")).to_have_text([QUESTION])
    expect(page.locator("#question")).to_have_value(OTHER)
    gate.set()
    page.get_by_role("button", name="Retry").click()
    expect(page.locator(".card .short")).to_be_visible()
    page.reload()
    expect(page.locator(".card .short")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(1)
    page.close()


def test_a_second_tab_shows_the_question_and_then_its_answer(
    gated: tuple[str, threading.Event], open_page: Open
) -> None:
    address, gate = gated
    page = open_page(address)
    page.locator("#question").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".doing")).to_be_visible()
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator(".question")).to_have_text(QUESTION)
    expect(other.get_by_role("button", name="Retry")).to_be_visible()
    gate.set()
    expect(page.locator(".card .short")).to_be_visible()
    expect(other.locator(".card .short")).to_be_visible()
    expect(other.locator(".turn")).to_have_count(1)
    page.close()


def test_back_and_forward_lead_through_chats_and_the_library(open_page: Open) -> None:
    page = open_page()
    ask(page, QUESTION)
    first = page.url
    assert "#chat=" in first
    page.get_by_role("button", name="New chat").first.click()
    expect(page.locator(".turn")).to_have_count(0)
    assert page.url.endswith("#ask")
    ask(page, OTHER)
    page.get_by_role("button", name="Library").first.click()
    expect(page.locator(".shelf table")).to_be_visible()
    assert page.url.endswith("#library")
    page.go_back()
    expect(page.locator(".question")).to_have_text(OTHER)
    page.go_back()
    expect(page.locator(".question")).to_have_text(QUESTION)
    assert page.url == first
    page.go_forward()
    expect(page.locator(".question")).to_have_text(OTHER)
    page.go_forward()
    expect(page.locator(".shelf table")).to_be_visible()


def test_links_lead_to_the_library_and_to_what_is_not_kept(open_page: Open, served: str) -> None:
    page = open_page(f"{served}#chat=gone-1", viewport={"width": 1000, "height": 700})
    expect(page.locator(".notice")).to_contain_text("not kept in this browser")
    assert page.url.endswith("#ask")
    page.evaluate("location.hash = '#library'")
    expect(page.locator(".shelf table")).to_be_visible()
    page.reload()
    expect(page.locator(".shelf table")).to_be_visible()


def test_back_closes_the_article_that_covers_a_phone(open_page: Open) -> None:
    page = open_page(viewport={"width": 390, "height": 844})
    ask(page, QUESTION)
    here = page.url
    for close in ("Back", "button"):
        page.locator(".cite").first.click()
        page.locator("article .cited.current").first.wait_for()
        page.go_back() if close == "Back" else page.get_by_role("button", name="close the article").click()
        expect(page.locator(".pane")).to_be_hidden()
        expect(page.locator(".question")).to_have_text(QUESTION)
        assert page.url == here
