"""The last question is edited in its place: by the pencil beside it, or by the arrow key."""

import pytest
from playwright.sync_api import Page, expect

from rag.assistant import Assistant
from tests.support.browser import Open, ask, serving
from tests.ui.page.test_page_waiting import Gated

pytestmark = pytest.mark.browser

FIRST, OTHER, BETTER = "Who did Retno meet?", "How many victims?", "How many Indonesian victims were rescued?"
LINE = "This takes the place of the last question."


def asked(page: Page) -> list[str]:
    return page.locator(".question").all_text_contents()


def test_the_pencil_edits_the_last_question_in_its_place(open_page: Open) -> None:
    page = open_page()
    ask(page, FIRST)
    ask(page, OTHER)
    pencils = page.get_by_role("button", name="Edit the question")
    expect(pencils).to_have_count(1)
    pencils.click()
    field = page.locator("#question")
    expect(field).to_be_focused()
    expect(field).to_have_value(OTHER)
    expect(page.locator(".amending")).to_contain_text(LINE)
    field.fill(BETTER)
    field.press("Enter")
    expect(page.locator(".turn").last.locator(".short")).to_contain_text("62")
    expect(page.locator(".amending")).to_be_hidden()
    assert asked(page) == [FIRST, BETTER]
    page.reload()
    expect(page.locator(".question")).to_have_text([FIRST, BETTER])
    expect(page.locator(".turn").last.locator(".short")).to_contain_text("62")


def test_arrow_up_edits_the_last_question_and_no_earlier_one(open_page: Open) -> None:
    page = open_page()
    ask(page, FIRST)
    ask(page, OTHER)
    field = page.locator("#question")
    field.press("ArrowUp")
    expect(page.locator(".amending")).to_be_visible()
    field.press("ArrowUp")
    expect(page.locator(".amending")).to_be_hidden()
    field.press("Enter")
    expect(page.locator(".turn")).to_have_count(3)
    page.locator(".turn").last.locator(".acts").wait_for()
    field.press("ArrowUp")
    field.press("Enter")
    expect(page.locator(".turn").last.locator(".short")).to_contain_text("Neth Savoeun")
    assert asked(page) == [FIRST, OTHER, FIRST]


def test_an_edit_may_be_left_or_asked_as_new(open_page: Open) -> None:
    page = open_page()
    ask(page, OTHER)
    field, line = page.locator("#question"), page.locator(".amending")
    field.press("ArrowUp")
    field.press("Escape")
    expect(field).to_have_value("")
    expect(line).to_be_hidden()
    field.press("ArrowUp")
    field.fill("")
    expect(line).to_be_hidden()
    field.press("ArrowUp")
    field.fill(BETTER)
    page.get_by_role("button", name="Ask as new").click()
    expect(field).to_be_focused()
    field.press("Enter")
    expect(page.locator(".question")).to_have_text([OTHER, BETTER])
    page.locator(".turn").last.locator(".acts").wait_for()
    field.press("ArrowUp")
    page.get_by_role("button", name="New chat").first.click()
    expect(line).to_be_hidden()


def test_an_edited_question_is_kept_before_its_answer_is_there(open_page: Open, assistant: Assistant) -> None:
    slow = Assistant(assistant.library, Gated(assistant.reader))
    slow.examples = assistant.examples  # type: ignore[method-assign]
    gate = slow.reader.gate  # type: ignore[attr-defined]
    gate.set()
    with serving(lambda: slow) as address:
        page = open_page(address)
        ask(page, OTHER)
        other = page.context.new_page()
        other.goto(page.url)
        expect(other.locator(".question")).to_have_text([OTHER])
        gate.clear()
        page.locator("#question").press("ArrowUp")
        page.locator("#question").fill(BETTER)
        page.locator("#question").press("Enter")
        expect(page.get_by_role("button", name="Edit the question")).to_have_count(0)  # while it is asked
        expect(other.locator(".question")).to_have_text([BETTER])
        gate.set()
        expect(other.locator(".turn .short")).to_contain_text("62")
        page.close()
        other.close()
