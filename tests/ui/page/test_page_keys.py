"""The question's field and the page's looks: what the keyboard does, what stays over a reload."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import expect

from rag.assistant import Assistant
from rag.conversation.chat import Part, last
from rag.results import Turn
from tests.support.browser import Open, ask, serving
from tests.ui.page.test_page_waiting import Gated

pytestmark = pytest.mark.browser

QUESTION, OTHER = "Who did Retno meet?", "How many Indonesian victims were rescued?"
THIRD = "What happened in Sihanoukville?"


class Reworded(Assistant):
    """An assistant that says what it was asked after: "after 1" where one turn went before."""

    def stream(self, question: str, history: Sequence[Turn] = (), *asked: Any, **how: Any) -> Iterator[Part]:
        """Answer, and say so in how the question was understood."""
        result = last(super().stream(question, (), *asked, **how))
        yield replace(result, standalone_question=f"{question} after {len(history)}") if history else result


def test_a_question_asked_during_an_answer_is_asked_next(open_page: Open, assistant: Assistant) -> None:
    slow = Assistant(assistant.library, Gated(assistant.reader))
    slow.examples = assistant.examples  # type: ignore[method-assign]
    gate: threading.Event = slow.reader.gate  # type: ignore[attr-defined]
    with serving(lambda: slow) as address:
        page = open_page(address)
        field = page.locator("#question")
        for question in (QUESTION, OTHER):
            field.fill(question)
            page.keyboard.press("Enter")
        expect(page.locator(".queued")).to_contain_text(f"Next: {OTHER}")
        page.get_by_role("button", name="Cancel").click()
        expect(field).to_have_value(OTHER)
        page.keyboard.press("Enter")
        field.fill(THIRD)
        page.keyboard.press("Enter")
        expect(page.locator(".queued")).to_contain_text(f"Next: {OTHER} · {THIRD}")
        expect(page.locator(".announcer")).to_have_text(f"“{THIRD}” is asked next.")
        gate.set()
        expect(page.locator(".question")).to_have_text([QUESTION, OTHER, THIRD])
        expect(page.locator(".queued")).to_be_hidden()
        expect(page.locator(".turn").last.locator(".short")).to_be_visible()
        page.close()


def test_keys_bring_back_earlier_questions_and_find_the_field(open_page: Open) -> None:
    page = open_page()
    ask(page, QUESTION)
    ask(page, OTHER)
    field = page.locator("#question")
    field.press("ArrowUp")
    expect(field).to_have_value(OTHER)
    field.press("ArrowUp")
    expect(field).to_have_value(QUESTION)
    field.press("ArrowDown")
    expect(field).to_have_value(OTHER)
    field.press("ArrowDown")
    expect(field).to_have_value("")
    page.get_by_role("button", name="Library").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_hidden()
    page.get_by_role("button", name="Library").focus()
    page.keyboard.press("/")
    expect(field).to_be_focused()
    expect(field).to_have_value("")


def test_a_draft_and_the_looks_outlive_a_reload(open_page: Open) -> None:
    page = open_page(color_scheme="light")
    page.locator("#question").fill("Half a question")
    ground = "() => getComputedStyle(document.querySelector('.byline')).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Colours and text size").click()
    page.get_by_text("Dark", exact=True).click()
    page.get_by_text("Larger", exact=True).click()
    assert page.evaluate(ground) != light
    page.reload()
    expect(page.locator("#question")).to_have_value("Half a question")
    assert page.evaluate(ground) != light
    assert page.evaluate("() => getComputedStyle(document.querySelector('.byline main')).zoom") == "1.3"


def test_how_a_question_was_understood_can_be_changed_or_undone(open_page: Open, assistant: Assistant) -> None:
    reworded = Reworded(assistant.library, assistant.reader)
    reworded.examples = assistant.examples  # type: ignore[method-assign]
    with serving(lambda: reworded) as address:
        page = open_page(address)
        ask(page, QUESTION)
        ask(page, OTHER)
        turn = page.locator(".turn").last
        expect(turn.locator(".understood")).to_contain_text(f"understood as: {OTHER} after 1")
        turn.get_by_role("button", name="Edit", exact=True).click()
        expect(page.locator("#question")).to_have_value(f"{OTHER} after 1")
        turn.get_by_role("button", name="Ask as written").click()
        expect(turn.locator(".understood")).to_have_text("")
        expect(turn.locator(".short")).to_be_visible()
        page.close()


def test_the_first_tab_stop_skips_to_the_question(open_page: Open) -> None:
    page = open_page(viewport={"width": 700, "height": 800})  # where the field does not take the focus by itself
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Skip to the question")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#question")).to_be_focused()


def test_two_questions_in_one_are_answered_one_after_another(open_page: Open) -> None:
    page = open_page()
    asked = "Who is Retno? When did she meet the police chief?"
    ask(page, asked)
    turns = page.locator(".turn")
    turns.nth(1).locator(".acts").wait_for()
    expect(page.locator(".question")).to_have_text([asked, "When did she meet the police chief?"])
    expect(turns.first.locator(".understood")).to_contain_text("understood as: Who is Retno?")
    expect(turns.first.locator(".short")).to_contain_text("Foreign Minister")
    expect(turns.first.locator(".short")).to_be_in_viewport()
    expect(turns.last.locator(".understood")).to_contain_text("When did Retno meet the police chief?")
    expect(turns.last.locator(".short")).to_contain_text("August 2, 2022")
    page.reload()
    expect(page.locator(".turn .short")).to_have_count(2)
    turns.first.get_by_role("button", name="Retry").click()
    turns.first.locator(".acts").wait_for()
    expect(turns).to_have_count(2)
