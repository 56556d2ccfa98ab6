"""The numbers of citations: previewed where they stand, and told to a screen reader as sources."""

import pytest
from playwright.sync_api import expect

from rag.assistant import Assistant
from rag.results import Answer
from tests.support.browser import Open, ask

pytestmark = pytest.mark.browser

QUESTION, UNTOLD = "Who did Retno meet?", "What is the recipe for rhubarb crumble?"


def test_a_pointer_or_the_focus_on_a_number_previews_its_quote(open_page: Open, assistant: Assistant) -> None:
    page = open_page()
    ask(page, QUESTION)
    first, second = assistant.ask(QUESTION).citations[:2]
    preview = page.locator(".preview")
    page.locator(f'.cite[data-number="{first.number}"]').hover()
    expect(preview.locator(".quote")).to_have_text(first.quote)
    expect(preview.locator(".meta")).to_contain_text(str(first.source))
    preview.hover()
    expect(preview).to_be_visible()
    page.locator("h1").hover()
    expect(preview).to_be_hidden()
    page.locator(f'.cite[data-number="{first.number}"]').focus()
    page.keyboard.press("Tab")
    expect(preview.locator(".quote")).to_have_text(second.quote)
    described = f"{second.quote} {preview.locator('.meta').inner_text()}"
    expect(page.locator(".cite:focus")).to_have_accessible_description(described)
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()
    expect(page.locator(".cite:focus")).to_have_count(1)


def test_a_screen_reader_hears_the_answer_and_then_its_sources(open_page: Open, assistant: Assistant) -> None:
    page = open_page()
    ask(page, QUESTION)
    told = assistant.ask(QUESTION)
    assert isinstance(told, Answer)
    expect(page.locator(".announcer")).to_have_text(f"Answer: {told.text}. {len(told.citations)} sources.")
    ask(page, UNTOLD)
    expect(page.locator(".announcer")).to_contain_text("Answer: The articles do not say. ")
