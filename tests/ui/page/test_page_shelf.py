"""The list of the articles: sorted by its headers, a table where there is room and cards where there is not."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from index.types import Article
from rag.assistant import Assistant
from tests.support.browser import Open, reads_sideways, serving

LONG = "Antidisestablishmentarianism and internationalisation"
ARTICLES = (
    Article(LONG, "It was debated. Nobody won.", source="Books", published="2021-03"),
    Article("bees", "Bees swarm. " * 3, source="Valley Weekly"),
    Article("https://example.org/" + "a" * 200, "It has no title.", published="2023-01-09"),
)
WORDS_IN_TWO = """() => [...document.querySelectorAll(".shelf .open")].flatMap((title) => {
  const text = title.firstChild, range = document.createRange();
  return [...text.data.matchAll(/\\S+/g)].filter(({ index, 0: word }) => {
    range.setStart(text, index); range.setEnd(text, index + word.length);
    return word.length < 40 && range.getClientRects().length > 1;
  }).map(([word]) => word);
})"""


@pytest.fixture
def shelf_page(open_page: Open, own: Assistant) -> Iterator[Page]:
    """Give the page at a library of four articles."""
    own.remove(*own.library.ids())
    for article in ARTICLES:
        own.add(article)
    with serving(lambda: own) as address:
        page = open_page(address)
        page.get_by_role("button", name="Library · 3 articles").click()
        expect(page.locator(".shelf .open")).to_have_count(3)
        yield page
        page.close()


def sorted_by(page: Page) -> tuple[str | None, str | None]:
    header = page.locator(".shelf [aria-sort]")
    expect(header).to_have_count(1)
    return header.text_content(), header.get_attribute("aria-sort")


def titles(page: Page) -> list[str]:
    return [title[:5] for title in page.locator(".shelf .open").all_text_contents()]


@pytest.mark.browser
def test_a_header_sorts_and_again_the_other_way_round(shelf_page: Page) -> None:
    page = shelf_page
    heads = page.get_by_role("columnheader")
    expect(heads).to_have_text(["Title", "Outlet", "Published", "Added", "Sentences"])
    assert sorted_by(page) == ("Added", "descending")
    assert titles(page) == ["https", "bees", "Antid"]
    expected = {
        "Title": (["Antid", "bees", "https"], "ascending"),
        "Outlet": (["Antid", "bees", "https"], "ascending"),
        "Published": (["https", "Antid", "bees"], "descending"),
        "Sentences": (["bees", "Antid", "https"], "descending"),
    }
    for name, (order, way) in expected.items():
        header = page.get_by_role("columnheader", name=name)
        header.get_by_role("button").click()
        expect(header).to_have_attribute("aria-sort", way)
        expect(header.get_by_role("button")).to_be_focused()
        assert titles(page) == order
        assert sorted_by(page) == (name, way)
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Sentences")).to_have_attribute("aria-sort", "ascending")
    assert titles(page) == ["https", "Antid", "bees"]


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 700, 930, 1280])
def test_no_title_breaks_inside_a_word_and_narrow_lists_are_cards(shelf_page: Page, width: int) -> None:
    page = shelf_page
    page.set_viewport_size({"width": width, "height": 844})
    assert page.evaluate(WORDS_IN_TWO) == []
    assert reads_sideways(page) == []
    wide = width > 1000
    assert page.locator("tbody tr").first.evaluate("row => getComputedStyle(row).display") == (
        "table-row" if wide else "flex"
    )
    expect(page.get_by_role("row", name=LONG)).to_have_count(1)  # for a screen reader cards are rows too
    expect(page.get_by_role("columnheader", name="Published").get_by_role("button")).to_be_visible()
    edge = "(cells) => cells.map((cell) => cell.getBoundingClientRect().{})"
    ends = page.locator(".shelf .open").evaluate_all(edge.format("right"))
    starts = page.locator(".shelf .removal").evaluate_all(edge.format("left"))
    assert all(end <= start for end, start in zip(ends, starts, strict=True))
    if wide:
        page.locator(".shelf .open").first.click()  # the article takes half of the room
        expect(page.locator(".pane")).to_be_visible()
        assert page.locator("tbody tr").first.evaluate("row => getComputedStyle(row).display") == "flex"
        assert page.evaluate(WORDS_IN_TWO) == []
