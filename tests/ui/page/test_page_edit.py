"""What is known of an article is edited on the page, and seen at once in the list, the article and answers."""

import pytest
from playwright.sync_api import Page, expect

from rag.assistant import Assistant
from tests.support.browser import Open, ask, reads_sideways, serving
from tests.support.doubles import FERRY

DERBY = """Harbour City win the derby

By Ana Silva

The Coastal Observer, 4 June 2025

Harbour City 3, Wexton Rovers 2

Harbour City came from behind to beat their neighbours at Quay Stadium on Saturday.
"""


def open_form(page: Page) -> None:
    page.get_by_role("button", name="Edit details").click()
    expect(page.get_by_role("dialog", name="Edit details")).to_be_visible()


@pytest.mark.browser
def test_an_edit_is_seen_at_once_and_can_be_taken_back(library_page: Page, own: Assistant) -> None:
    page, before = library_page, own.library.articles()[0]
    page.locator(".shelf .open").click()
    open_form(page)
    expect(page.get_by_label("Title").last).to_be_focused()
    expect(page.locator("#edit-title")).to_have_value(before.title)
    page.locator("#edit-title").fill("A <b>new</b> title")
    page.locator("#edit-source").fill("")
    page.locator("#edit-published").fill("soon")
    page.keyboard.press("Enter")
    expect(page.locator(".editing [role=alert]")).to_contain_text("“soon” is no date")
    expect(page.locator("#edit-published")).to_be_focused()
    expect(page.locator("#edit-published")).to_have_attribute("aria-invalid", "true")
    page.locator("#edit-published").fill("3 August 2023")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog", name="Edit details")).to_be_hidden()
    expect(page.locator("article h2")).to_have_text("A <b>new</b> title")
    expect(page.get_by_role("button", name="Edit details")).to_be_focused()
    expect(page.locator(".shelf .open")).to_have_text("A <b>new</b> title")
    expect(page.locator(".shelf tbody")).to_contain_text("3 August 2023")
    open_form(page)
    expect(page.locator("#told-source")).to_contain_text(f"The file says: {before.source}")
    for field in ("title", "source", "published"):
        page.locator(f"#told-{field} button").click()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("article h2")).to_have_text(before.title)
    assert own.library.articles() == [before]


@pytest.mark.browser
def test_cancel_and_escape_keep_what_was(library_page: Page, own: Assistant) -> None:
    page, before = library_page, own.library.articles()
    page.locator(".shelf .open").click()
    for key in ("Enter", "Escape"):
        open_form(page)
        page.locator("#edit-title").fill("Another")
        if key == "Enter":
            page.get_by_role("button", name="Cancel").focus()
        page.keyboard.press(key)
        expect(page.get_by_role("dialog", name="Edit details")).to_be_hidden()
        expect(page.get_by_role("button", name="Edit details")).to_be_focused()
        expect(page.locator(".pane")).to_be_visible()
    assert own.library.articles() == before
    page.set_viewport_size({"width": 390, "height": 844})
    open_form(page)
    assert reads_sideways(page) == []


@pytest.mark.browser
def test_answers_and_their_articles_have_what_was_edited(open_page: Open, own: Assistant) -> None:
    own.add(FERRY)
    with serving(lambda: own) as address:
        page = open_page(address)
        ask(page, "How much will the harbour repairs cost?")
        page.locator(".cite").first.click()
        expect(page.locator("article .cited.current mark")).to_have_text("2.4 million euros")
        open_form(page)
        page.locator("#edit-source").fill("The Echo")
        page.locator("#edit-url").fill("https://echo.example/ferry")
        page.get_by_role("button", name="Save").click()
        expect(page.locator("article .meta")).to_contain_text("The Echo")
        expect(page.locator("article .cited.current mark")).to_have_text("2.4 million euros")
        expect(page.locator("article .meta a")).to_have_attribute("href", "https://echo.example/ferry")
        ask(page, "According to The Echo, how much will the harbour repairs cost?")
        expect(page.locator(".turn").last.locator(".from").first).to_contain_text("The Echo")
        page.close()


@pytest.mark.browser
def test_an_article_that_went_meanwhile_is_told(library_page: Page, own: Assistant) -> None:
    page = library_page
    page.locator(".shelf .open").click()
    open_form(page)
    own.remove(own.library.ids()[0])
    page.locator("#edit-title").fill("Another")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".editing [role=alert]")).to_contain_text("no longer in the library")


def add_text(page: Page, text: str) -> None:
    page.locator(".ways").get_by_text("Text", exact=True).click()
    page.locator(".adding [name=text]").fill(text)
    page.get_by_role("button", name="Add text").click()


@pytest.mark.browser
def test_what_a_text_says_of_itself_is_offered_and_accepted_by_one_click(library_page: Page, own: Assistant) -> None:
    page = library_page
    add_text(page, DERBY)
    offered = page.locator(".outcomes .offered")
    expect(offered).to_have_text(
        "Its text seems to say: by Ana Silva · The Coastal Observer · 4\xa0June\xa02025 Use these"
    )
    page.set_viewport_size({"width": 390, "height": 844})
    assert reads_sideways(page) == []
    added = own.library.articles()[-1]
    assert (added.author, added.source, added.published) == (None, None, None)
    page.get_by_role("button", name="Use these").click()
    expect(offered).to_have_text("Saved with its details.")
    expect(page.locator(".outcomes [data-article]")).to_be_focused()
    expect(page.locator(".shelf")).to_contain_text("The Coastal Observer")
    edited = own.library.article(added.id)
    assert (edited.author, edited.source, edited.published) == ("Ana Silva", "The Coastal Observer", "2025-06-04")


@pytest.mark.browser
def test_offers_wait_in_the_form_and_lines_that_are_not_quoted_are_grey(library_page: Page, own: Assistant) -> None:
    page = library_page
    add_text(page, DERBY)
    page.locator(".outcomes [data-article]").click()
    expect(page.locator("article .navigation")).to_have_text(["By Ana Silva", "The Coastal Observer, 4 June 2025"])
    expect(page.locator("article .heading")).to_have_text("Harbour City 3, Wexton Rovers 2")
    open_form(page)
    expect(page.locator("#told-title")).to_be_hidden()
    expect(page.locator("#told-author")).to_contain_text("The text seems to say: Ana Silva")
    page.locator("#told-author button").click()
    expect(page.locator("#edit-author")).to_have_value("Ana Silva")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("article .meta")).to_contain_text("by Ana Silva")
    edited = own.library.articles()[-1]
    assert (edited.author, edited.source) == ("Ana Silva", None)
