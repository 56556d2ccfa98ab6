"""Articles are selected, removed with one question, and taken back for ten seconds."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from rag.assistant import Assistant
from tests.support.browser import Open, ask, reads_sideways, serving
from tests.support.doubles import FERRY, ORCHARD


@pytest.fixture
def three(open_page: Open, own: Assistant) -> Iterator[Page]:
    """Give the page with a clock of its own, open at a library of three articles."""
    own.add(FERRY, ORCHARD)
    with serving(lambda: own) as address:
        page = open_page(address, clock=True)
        page.get_by_role("button", name="Library · 3 articles").click()
        expect(page.locator(".shelf .open")).to_have_count(3)
        yield page
        page.close()


def remove_selected(page: Page) -> None:
    page.get_by_role("button", name="Remove selected").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()


@pytest.mark.browser
def test_many_are_selected_removed_and_taken_back(three: Page, own: Assistant) -> None:
    page, before = three, own.library.listed()
    own.edit(FERRY.id, title="An edited ferry")
    everything = page.get_by_label("Select all shown")
    everything.check()
    expect(page.locator(".pick input:checked")).to_have_count(3)
    page.get_by_label("Select “Indonesian FM").uncheck()
    expect(page.locator(".chosen")).to_have_text("2 selected")
    assert everything.evaluate("box => box.indeterminate")
    page.get_by_role("button", name="Remove selected").click()
    expect(page.get_by_role("dialog", name="Remove 2 articles?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".pick input:checked")).to_have_count(2)
    remove_selected(page)
    expect(page.locator(".undoing")).to_contain_text("Removed 2 articles.")
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_focused()
    expect(page.locator(".shelf .open")).to_have_count(1)
    assert len(own.library.ids()) == 1
    page.keyboard.press("Enter")
    expect(page.locator(".shelf .open")).to_have_count(3)
    expect(page.locator(".undoing")).to_be_hidden()
    assert own.library.article(FERRY.id).title == "An edited ferry"
    own.edit(FERRY.id, title=None)
    assert own.library.listed() == before


@pytest.mark.browser
def test_what_is_removed_is_not_answered_from_and_after_ten_seconds_gone(three: Page, own: Assistant) -> None:
    page = three
    page.get_by_label(f"Select “{FERRY.title}”").check()
    remove_selected(page)
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_visible()
    page.clock.run_for(10_500)
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_hidden()
    expect(page.get_by_label("Filter the articles")).to_be_focused()
    page.get_by_role("button", name="Ask", exact=True).first.click()
    ask(page, "How much will the harbour repairs cost?")
    expect(page.locator(".turn").last).not_to_contain_text("2.4 million")
    assert len(own.library.ids()) == 2


@pytest.mark.browser
def test_undo_can_be_given_up_and_a_filter_unselects_what_it_hides(three: Page, own: Assistant) -> None:
    page = three
    page.get_by_label("Select all shown").check()
    page.get_by_label("Filter the articles").fill("ferry")
    expect(page.locator(".chosen")).to_have_text("1 selected")
    remove_selected(page)
    page.get_by_role("button", name="Close, and do not undo").click()
    expect(page.locator(".undoing")).to_be_hidden()
    expect(page.locator(".picking")).to_be_hidden()
    page.get_by_label("Filter the articles").fill("")
    expect(page.locator(".shelf .open")).to_have_count(2)
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_label("Select all shown").check()
    remove_selected(page)
    expect(page.locator(".undoing")).to_be_in_viewport()
    assert reads_sideways(page) == []
