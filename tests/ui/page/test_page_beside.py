"""Where there is room, the first answer opens its article beside it, and the reader stays where they are."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import Open, ask, reads_sideways

pytestmark = pytest.mark.browser

QUESTION, OTHER = "Who did Retno meet?", "How many Indonesian victims were rescued?"
UNTOLD = "What is the recipe for rhubarb crumble?"


def wide(open_page: Open, width: int = 1440) -> Page:
    return open_page(viewport={"width": width, "height": 900})


@pytest.mark.parametrize("width", [1400, 1440, 1600])
def test_the_first_answer_opens_its_article_and_leaves_the_focus(open_page: Open, width: int) -> None:
    page = wide(open_page, width)
    ask(page, UNTOLD)
    expect(page.locator(".pane")).to_be_hidden()
    ask(page, QUESTION)
    page.keyboard.type("And wh")  # while the article comes
    expect(page.locator("article .cited.current mark").first).to_have_text("Neth Savoeun")
    expect(page.locator("article .cited.current").first).to_be_in_viewport()
    expect(page.locator("#question")).to_be_focused()
    expect(page.locator("#question")).to_have_value("And wh")
    expect(page.locator(".announcer")).to_contain_text("Answer: ")
    card, pane = page.locator(".turn .card").last.bounding_box(), page.locator(".pane").bounding_box()
    assert card
    assert pane
    assert card["width"] >= 600
    assert card["x"] + card["width"] < pane["x"]
    assert reads_sideways(page) == []


def test_it_does_not_open_again_after_the_reader_closed_it(open_page: Open) -> None:
    page = wide(open_page)
    ask(page, QUESTION)
    expect(page.locator(".pane")).to_be_visible()
    page.get_by_role("button", name="New chat").first.click()
    expect(page.locator(".pane")).to_be_hidden()
    ask(page, QUESTION)
    expect(page.locator(".pane")).to_be_visible()  # another conversation
    page.keyboard.press("Escape")
    expect(page.locator(".pane")).to_be_hidden()
    ask(page, OTHER)
    page.get_by_role("button", name="New chat").first.click()
    ask(page, QUESTION)
    page.locator(".further").wait_for()
    expect(page.locator(".pane")).to_be_hidden()
    page.locator(".cite").first.click()
    expect(page.locator(".pane")).to_be_visible()


def test_it_opens_by_itself_only_where_there_is_room(open_page: Open) -> None:
    page = wide(open_page, 1399)
    ask(page, QUESTION)
    page.locator(".further").wait_for()
    expect(page.locator(".pane")).to_be_hidden()


def test_an_article_stays_with_the_view_in_which_it_was_opened(open_page: Open) -> None:
    page = wide(open_page)
    ask(page, QUESTION)
    expect(page.locator("article .cited.current mark").first).to_have_text("Neth Savoeun")
    page.get_by_role("button", name="Library").first.click()
    expect(page.locator(".pane")).to_be_hidden()
    page.go_back()
    expect(page.locator("article .cited.current mark").first).to_have_text("Neth Savoeun")
    page.get_by_role("button", name="Library").first.click()
    page.locator(".shelf .open").click()
    expect(page.locator(".pane")).to_be_visible()
    expect(page.locator("article .cited")).to_have_count(0)
    page.get_by_role("button", name="Ask").first.click()
    expect(page.locator(".pane")).to_be_hidden()
