"""The sign-in page in a browser: under a proxy's path, by keyboard alone, on a phone."""

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import PATIENCE, reads_sideways
from tests.ui.access.conftest import PASSWORD

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_a_user_signs_in_and_out(browser: Browser, guarded: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{guarded}news/")
    assert reads_sideways(page) == []
    page.keyboard.type("rita")
    page.keyboard.press("Tab")
    page.keyboard.type("no such word")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("do not go together")
    expect(page.get_by_label("Name")).to_have_value("rita")
    expect(page.get_by_label("Password")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#question").wait_for()
    page.goto(f"{guarded}news/sign-in")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Name")).to_be_focused()
    page.goto(f"{guarded}news/")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    context.close()
