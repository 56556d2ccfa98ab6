"""Articles come into collections, move between them, and whatever is done can be undone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from rag.assistant import Assistant
from tests.support.browser import Open, ask, reads_sideways, serving
from tests.support.doubles import FERRY, ORCHARD

pytestmark = pytest.mark.browser


@pytest.fixture
def collections(open_page: Open, own: Assistant) -> Iterator[Page]:
    """Give the page open at a library of three articles, of which the ferry is in two collections."""
    own.add(FERRY, ORCHARD)
    for name in ("Islands", "Storms"):
        own.library.collect(name, FERRY.id)
    with serving(lambda: own) as address:
        page = open_page(address)
        page.get_by_role("button", name="Library · 3 articles").click()
        expect(page.locator(".gathered li")).to_have_count(2)
        yield page
        page.close()


def gather(page: Page, name: str, button: str, *titles: str) -> None:
    page.get_by_label("Select all shown").check()
    page.get_by_label("Select all shown").uncheck()
    for title in titles:
        page.get_by_label(f"Select “{title}”").check()
    page.locator("#collection").fill(name)
    page.get_by_role("button", name=button).click()


def undo(page: Page, told: str) -> None:
    expect(page.locator(".undoing span")).to_have_text(told)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator(".undoing")).to_be_hidden()


def expect_gathered(page: Page, *told: str) -> None:
    expect(page.locator(".gathered li .open, .gathered li small")).to_have_text(
        [word for one in told for word in one.split(": ")]
    )


def test_articles_are_put_in_taken_out_and_moved_and_each_is_undone(collections: Page) -> None:
    page = collections
    gather(page, "Islands", "Put in", FERRY.title, ORCHARD.title)
    expect_gathered(page, "Islands: 2 articles", "Storms: 1 article")
    expect(page.get_by_role("button", name="Put in")).to_be_focused()
    undo(page, "Put 2 articles into Islands.")
    expect_gathered(page, "Islands: 1 article", "Storms: 1 article")
    gather(page, "Spring", "Put in", ORCHARD.title)
    undo(page, "Put 1 article into Spring.")
    expect_gathered(page, "Islands: 1 article", "Storms: 1 article")
    gather(page, "Islands", "Take out", FERRY.title, ORCHARD.title)
    expect_gathered(page, "Islands: 0 articles", "Storms: 1 article")
    undo(page, "Took 2 articles out of Islands.")
    expect_gathered(page, "Islands: 1 article", "Storms: 1 article")
    gather(page, "spring", "Move there", FERRY.title, ORCHARD.title)
    expect_gathered(page, "Islands: 0 articles", "spring: 2 articles", "Storms: 0 articles")
    undo(page, "Moved 2 articles to spring.")
    expect_gathered(page, "Islands: 1 article", "Storms: 1 article")


def test_a_collection_that_is_renamed_or_deleted_comes_back_and_the_scope_follows(collections: Page) -> None:
    page, scope = collections, collections.locator(".scope .in")
    page.locator(".gathered").get_by_role("button", name="Islands", exact=True).click()
    ask(page, "How much will the harbour repairs cost?")
    page.get_by_role("button", name="Library").click()
    page.locator(".gathered li").first.get_by_role("button", name="Rename").click()
    page.keyboard.type("Aran")
    page.keyboard.press("Enter")
    expect_gathered(page, "Aran: 1 article", "Storms: 1 article")
    expect(scope).to_have_text("Asking in Aran")
    undo(page, "Renamed Islands to Aran.")
    expect_gathered(page, "Islands: 1 article", "Storms: 1 article")
    expect(scope).to_have_text("Asking in Islands")
    page.locator(".gathered li").first.get_by_role("button", name="Delete").click()
    expect_gathered(page, "Storms: 1 article")
    expect(scope).to_have_text("Asking all articles")
    page.set_viewport_size({"width": 390, "height": 844})
    assert reads_sideways(page) == []
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_in_viewport()
    undo(page, "Deleted the collection Islands.")
    expect_gathered(page, "Islands: 1 article", "Storms: 1 article")


def test_a_chat_is_saved_with_what_it_asked_within(collections: Page) -> None:
    page = collections
    page.locator(".gathered").get_by_role("button", name="Islands", exact=True).click()
    ask(page, "How much will the harbour repairs cost?")
    page.get_by_role("button", name="Chats").click()
    page.locator("dialog.chats summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as Markdown").click()
    written = download.value.path().read_text("utf-8")
    assert "1 question · within the articles in Islands · saved from Byline" in written
    assert "*Asked within the article in Islands.*" in written
