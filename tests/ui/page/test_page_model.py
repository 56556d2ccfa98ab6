"""The page with a language model: its sentences as they pass the check, what is struck, stops, faults, the switch."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from rag.assistant import Assistant
from tests.support.browser import Open, ask, reads_sideways
from tests.support.fluent import written_by
from tests.support.scripted import ASKED, GONE, MARKED, OTHER, RIGHT, STEP

pytestmark = pytest.mark.browser

QUESTION, NAME = "How many Indonesian victims were rescued?", "Scripted-3B-Instruct"
PHONE = {"width": 390, "height": 844}
Model = Callable[..., Page]


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[Callable[[str], str]]:
    """Give the address of the page whose answers an endpoint of the scripted server writes."""
    with written_by(NAME, assistant) as served:
        yield served


@pytest.fixture
def model(open_page: Open, address: Callable[[str], str]) -> Model:
    """Give what opens a page whose answers a scripted model writes."""

    def opened(trick: str, **options: Any) -> Page:
        page = open_page(address(trick), **options)
        page.locator(".readers").wait_for()
        return page

    return opened


def begin(page: Page, question: str = QUESTION) -> None:
    page.locator("#question").fill(question)
    page.keyboard.press("Enter")


def written(page: Page, *sentences: str) -> None:
    expect(page.locator(".claim")).to_have_text(sentences)


def test_sentences_appear_one_after_another_and_their_numbers_open(model: Model, assistant: Assistant) -> None:
    page = model("steps")
    begin(page)
    expect(page.locator(".doing")).to_have_text(f"Asking {NAME}…")
    STEP.release()
    written(page, f"{RIGHT}1")
    page.locator(".cite").click()
    expect(page.locator(".where")).to_have_text("citation 1 of 1")
    STEP.release()
    expect(page.locator(".doing")).to_have_text(f"{NAME} is writing… 1 sentence struck.")
    STEP.release()
    written(page, f"{RIGHT}1", f"{OTHER}12")
    expect(page.locator(".where")).to_have_text("citation 1 of 2")
    assert page.locator(".acts").count() == 0
    STEP.release()
    page.locator(".acts").wait_for()
    written(page, f"{RIGHT}1", f"{OTHER}12")
    expect(page.locator(".excerpt.current .number")).to_have_text("1")
    page.get_by_role("button", name="next citation").click()
    expect(page.locator(".where")).to_have_text("citation 2 of 2")
    expect(page.locator("article .cited.current")).to_contain_text("Retno Marsudi’s talks")


def test_what_was_struck_and_what_it_cost_is_told_also_after_a_reload(model: Model) -> None:
    page = model("right", permissions=["clipboard-read", "clipboard-write"])
    ask(page, QUESTION)
    shown = page.locator(".card").inner_text()
    assert f"written by {NAME} in " in shown
    assert "321 tokens read, 45 written" in shown
    expect(page.locator(".struck li")).to_be_hidden()
    page.reload()
    page.locator(".acts").wait_for()
    assert page.locator(".card").inner_text() == shown
    page.get_by_text("1 sentence struck").click()
    expect(page.locator(".struck li s")).to_have_text("They were rescued by 700 soldiers.")
    expect(page.locator(".struck li p")).to_contain_text("700")
    page.locator(".cite").click()
    expect(page.locator("article .cited.current")).to_contain_text("62 Indonesian victims")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith(f"{QUESTION}\n\n{RIGHT} [1]\n\n  [1] “")


@pytest.mark.parametrize("way", ["button", "Escape"])
def test_a_stop_keeps_what_is_shown_and_leaves_the_model(way: str, model: Model) -> None:
    GONE.clear()
    page = model("forever")
    other = page.context.new_page()
    other.goto(page.url.partition("#")[0])
    for one in (page, other):
        begin(one)
        written(one, f"{RIGHT}1")
    page.bring_to_front()
    if way == "Escape":
        page.keyboard.press("Escape")
    else:
        page.locator("form").get_by_role("button", name="Stop").click()
    expect(page.locator(".cost")).to_contain_text(f"written by {NAME}, stopped after ")
    written(page, f"{RIGHT}1")
    assert GONE.wait(30)
    expect(other.locator(".doing")).to_have_text(f"{NAME} is writing…")
    page.reload()
    written(page, f"{RIGHT}1")
    other.keyboard.press("Escape")
    expect(other.locator(".cost")).to_be_visible()


def test_a_stop_before_the_first_sentence_leaves_the_model_too(model: Model) -> None:
    GONE.clear()
    ASKED.clear()
    page = model("silent")
    begin(page)
    expect(page.locator(".doing")).to_have_text(f"Asking {NAME}…")
    while not ASKED:
        page.wait_for_timeout(50)
    page.keyboard.press("Escape")
    expect(page.locator(".stopped")).to_be_visible()
    assert GONE.wait(30)
    expect(page.locator(".stopped")).to_be_visible()


def test_an_answer_whose_chat_was_left_is_kept_there(model: Model) -> None:
    page = model("steps")
    begin(page)
    STEP.release()
    written(page, f"{RIGHT}1")
    page.get_by_role("button", name="New chat").click()
    STEP.release(3)
    page.wait_for_function("Object.keys(localStorage).length")
    page.get_by_role("button", name="Chats").click()
    page.locator(".chats .title").click()
    written(page, f"{RIGHT}1", f"{OTHER}12")


def test_a_fault_shows_the_articles_own_words_and_why(model: Model, assistant: Assistant) -> None:
    page = model("cut")
    ask(page, QUESTION)
    expect(page.locator(".failed")).to_have_text(f"{NAME} broke off in the middle.")
    expect(page.locator(".short")).to_contain_text(assistant.ask(QUESTION).text)
    assert page.locator(".claim").count() == 0
    ask(page, "What is the recipe for rhubarb crumble?")
    expect(page.locator(".card.none .failed")).to_have_text(f"{NAME} broke off in the middle.")


def test_markup_of_a_model_is_text(model: Model) -> None:
    page = model("marked")
    ask(page, QUESTION)
    written(page, f"{MARKED}1")
    page.get_by_text("struck").first.click()
    expect(page.locator(".struck li s").first).to_contain_text(
        "<script>alert('1')</script> [here](http://example.org/)"
    )
    assert page.locator(".byline :is(script, i, b, a)").count() == page.locator(".offer b, .told b, .dots i").count()


def test_each_chat_keeps_its_reader(model: Model) -> None:
    page = model("right")
    quotes, fluent = page.get_by_label("Quotes"), page.get_by_label(NAME)
    expect(fluent).to_be_checked()
    ASKED.clear()
    page.get_by_text("Quotes", exact=True).click()
    ask(page, QUESTION)
    assert ASKED == []
    assert page.locator(".draft").count() == 0
    page.reload()
    expect(quotes).to_be_checked()
    page.get_by_role("button", name="New chat").click()
    expect(fluent).to_be_checked()
    page.get_by_role("button", name="Chats").click()
    page.locator(".chats .title").click()
    expect(quotes).to_be_checked()
    page.get_by_text(NAME, exact=True).click()
    page.get_by_role("button", name="Retry").click()
    expect(page.locator(".cost")).to_contain_text(NAME)
    page.reload()
    expect(fluent).to_be_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone(model: Model, scheme: str) -> None:
    page = model("right", color_scheme=scheme, viewport=PHONE)
    ask(page, QUESTION)
    page.get_by_text("1 sentence struck").click()
    assert reads_sideways(page) == []
    page.get_by_role("button", name="Helpful", exact=True).scroll_into_view_if_needed()
    expect(page.get_by_text(NAME, exact=True)).to_be_in_viewport()


def test_without_a_model_nothing_is_offered_and_nothing_more_is_asked(open_page: Open) -> None:
    asked: list[str] = []
    page = open_page()
    page.locator(".chips button").first.wait_for()
    page.on("request", lambda request: asked.append((request.post_data_json or {}).get("fn_name", "")))
    ask(page, QUESTION)
    expect(page.locator(".readers")).to_be_hidden()
    assert {"written", "stop"}.isdisjoint(asked)
    assert asked.count("ask") == 1
