"""The ten tasks of docs/reading-room.md, done with the mouse and counted; each promise there names tests that exist.

With `-s` the seconds of each task are printed: those of the page, for nobody has to read, aim or think here.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rag.assistant import Assistant
from tests.support.browser import Open, ask, serving
from tests.support.doubles import FERRY, ORCHARD
from tests.support.misbehaving import served as misbehaving
from tests.ui.page.test_page_adding import Near

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[3]
DOC = (ROOT / "docs/reading-room.md").read_text("utf-8")
CLICKS = dict(re.findall(r"^\| (.+?) \| (\d+) \|", DOC, re.MULTILINE))
QUESTION, PLACE = "Who did Retno meet?", "How much will the harbour repairs cost?"
COUNT = """() => {
    window.clicks = 0;
    window.began = performance.now();
    addEventListener("pointerdown", () => window.clicks++, true);
}"""


@pytest.fixture
def desk(open_page: Open, own: Assistant) -> Iterator[Callable[..., Page]]:
    """Give what opens a page on three articles, in which clicks are counted from the first question on, if any."""
    near = Near(own.library, own.reader)
    near.gate.set()
    own.add(FERRY, ORCHARD)
    own.library.collect("Islands", FERRY.id)
    with serving(lambda: near) as address:

        def opened(question: str = "", width: int = 1280) -> Page:
            page = open_page(address, viewport={"width": width, "height": 800})
            page.locator(".chips button").first.wait_for()
            if question:
                ask(page, question)
            page.evaluate(COUNT)
            return page

        yield opened


def done(page: Page, task: str) -> None:
    """Compare the clicks of a task with what the document says."""
    clicks, seconds = page.evaluate("[window.clicks, (performance.now() - window.began) / 1000]")
    print(f"{task}: {seconds:.1f} s")
    assert clicks == int(CLICKS[task])
    page.close()


def test_asking_takes_none(desk: Callable[..., Page]) -> None:
    page = desk()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".short")).to_contain_text("Neth Savoeun")
    done(page, "ask a question")


def test_a_quote_is_seen_in_its_article(desk: Callable[..., Page]) -> None:
    page = desk(QUESTION)
    page.locator(".cite").first.click()
    expect(page.locator("article .cited.current mark").first).to_have_text("Neth Savoeun")
    done(page, "see the quote in its article")
    page = desk(QUESTION, width=1440)
    expect(page.locator("article .cited.current mark").first).to_have_text("Neth Savoeun")
    done(page, "see it on a window of 1,400 pixels or more")


def test_the_last_question_is_edited(desk: Callable[..., Page]) -> None:
    page = desk(QUESTION)
    page.get_by_role("button", name="Edit the question").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(PLACE)
    page.keyboard.press("Enter")
    expect(page.locator(".turn .short")).to_have_text(re.compile("2.4 million"))
    done(page, "edit the last question")


def test_a_page_is_added(desk: Callable[..., Page]) -> None:
    with misbehaving() as site:
        page = desk()
        page.keyboard.insert_text(f"{site}/story")
        page.locator(".asking .send").click()
        expect(page.locator(".arrivals li")).to_have_text("added Ferry sails again")
        done(page, "add a page whose address is pasted")


def test_files_are_added(desk: Callable[..., Page], tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("A new story\n\nThe lighthouse was painted on Tuesday.")
    page = desk()
    page.get_by_role("button", name="Library").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_text("Choose files").click()
    chooser.value.set_files(tmp_path / "story.txt")
    expect(page.locator(".outcomes li")).to_have_text("added A new story")
    done(page, "add files")


def test_a_collection_is_asked(desk: Callable[..., Page]) -> None:
    page = desk()
    page.locator(".scope .in").click()
    page.locator("#scoping").get_by_label("Islands").click()
    page.locator("#scoping .send").click()
    ask(page, PLACE)
    expect(page.locator(".within")).to_contain_text("Asked within the article in Islands.")
    done(page, "ask within a collection")


def test_every_mention_is_found(desk: Callable[..., Page]) -> None:
    page = desk()
    page.get_by_role("button", name="Library").click()
    page.locator("#inside").click()
    page.keyboard.type("ferry")
    page.keyboard.press("Enter")
    expect(page.locator(".tally")).to_have_text("Found in 1 article.")
    done(page, "find every mention of a word")


def test_a_chat_is_saved(desk: Callable[..., Page]) -> None:
    page = desk(QUESTION)
    page.get_by_role("button", name="Chats").click()
    page.locator("dialog.chats summary").click()
    with page.expect_download():
        page.get_by_role("button", name="Save as HTML").click()
    done(page, "save a chat as a file")


def test_an_article_is_removed_and_taken_back(desk: Callable[..., Page]) -> None:
    page = desk()
    page.get_by_role("button", name="Library").click()
    page.get_by_role("button", name=f"Remove “{FERRY.title}”").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator(".shelf .open")).to_have_count(3)
    done(page, "remove an article and take it back")


def test_the_tests_of_each_promise_exist() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)`", DOC)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
