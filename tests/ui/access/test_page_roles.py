"""The page in a browser for who is signed in: their name, the way out, and nothing that their role does not allow."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import PATIENCE, ask, reads_sideways
from tests.ui.access.conftest import PASSWORD
from ui.access.sessions import COOKIE

pytestmark = pytest.mark.browser

QUESTION = "Who did Retno meet?"
CHANGES = ("Choose files", "Add articles from", "Into the collection")
BUTTONS = ("Remove “", "Remove selected", "Put in", "Move there", "Take out", "Edit details", "Rename", "Delete")


@contextmanager
def page_of(browser: Browser, guarded: str, name: str, width: int = 1280) -> Iterator[Page]:
    """Give the page that a user has signed in to."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    sign_in(page, guarded, name)
    yield page
    context.close()


def sign_in(page: Page, guarded: str, name: str) -> None:
    page.context.clear_cookies(name=COOKIE)  # whoever was signed in
    page.goto(f"{guarded}news/sign-in")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#question").wait_for()
    expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()


def kept(page: Page) -> set[str]:
    """Return what the browser keeps, but the names of chats."""
    keys = page.evaluate("() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    return {key.rpartition(".")[0] if ".chat." in key else key for key in keys if key.startswith("byline.")}


def offered(page: Page) -> set[str]:
    """Return which changes of the library the page offers, everything open."""
    page.get_by_role("button", name="Library").click()
    page.locator(".shelf .pick input").first.check()
    page.locator(".shelf .open").first.click()
    page.locator("article h2").wait_for()
    shown = {words for words in CHANGES if page.get_by_text(words).or_(page.get_by_label(words)).first.is_visible()}
    return shown | {name for name in BUTTONS if page.get_by_role("button", name=name).first.is_visible()}


def test_a_reader_is_offered_no_change_and_an_editor_every_one(browser: Browser, guarded: str) -> None:
    with page_of(browser, guarded, "ed") as page:
        page.locator("#question").fill("https://example.org/story")
        expect(page.get_by_text("Add this page?")).to_be_visible()
        assert offered(page) >= {*CHANGES, *BUTTONS[:6]}
        page.get_by_label("Collection", exact=True).fill("Talks")
        page.get_by_role("button", name="Put in").click()
        expect(page.get_by_role("button", name="Rename")).to_be_visible()
    with page_of(browser, guarded, "rita") as page:
        page.locator("#question").fill("https://example.org/story")
        expect(page.get_by_text("Add this page?")).to_be_hidden()
        assert offered(page) == set()
        expect(page.get_by_role("button", name="Talks")).to_be_visible()
        expect(page.get_by_role("button", name="Ask these")).to_be_visible()
        expect(page.locator("article .meta")).to_have_text("The Diplomat · 2 August 2022", use_inner_text=True)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_user_signs_out_on_the_page(browser: Browser, guarded: str, width: int) -> None:
    with page_of(browser, guarded, "rita", width) as page:
        assert reads_sideways(page) == []
        page.get_by_role("button", name="rita", exact=True).click()
        expect(page.get_by_role("dialog", name="Signed in")).to_contain_text("Signed in as rita, reader.")
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        assert COOKIE not in {cookie.get("name") for cookie in page.context.cookies()}
        page.goto(f"{guarded}news/")
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_what_a_browser_keeps_of_a_user_no_other_user_gets(browser: Browser, guarded: str) -> None:
    with page_of(browser, guarded, "rita") as page:
        page.get_by_role("button", name="Colours").click()
        page.get_by_text("Dark").click()
        page.keyboard.press("Escape")
        ask(page, QUESTION)
        page.locator("#question").fill("A draft")
        beside = page.context.new_page()
        beside.goto(page.url)
        beside.locator("#question").fill("A draft of a tab beside")
        sign_in(page, guarded, "rita")
        expect(page.locator(".question")).to_have_text(QUESTION)
        expect(page.locator("#question")).to_have_value("A draft")
        sign_in(page, guarded, "ed")
        expect(page.locator("#question")).to_have_value("")
        assert kept(page) == {"byline.owner", "byline.looks"}
        expect(beside.get_by_role("button", name="ed", exact=True)).to_be_visible()
        expect(beside.locator(".question, #question")).to_have_text("")
        assert kept(beside) - {"byline.open"} == {"byline.owner", "byline.looks"}  # an empty chat is open
        ask(page, QUESTION)
        assert "byline.chat" in kept(page)
        page.get_by_role("button", name="ed", exact=True).click()
        page.get_by_role("button", name="Sign out").click()
        for tab in (page, beside):
            expect(tab.get_by_role("button", name="Sign in")).to_be_visible()
            assert kept(tab) == {"byline.looks"}


def test_a_session_that_ended_elsewhere_is_told(browser: Browser, guarded: str) -> None:
    with page_of(browser, guarded, "rita") as page:
        page.context.clear_cookies()
        page.locator("#question").fill("Who did Retno meet?")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("You are signed out. Reload the page to sign in again.")
