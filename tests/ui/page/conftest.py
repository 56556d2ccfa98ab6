"""What the tests of the library on the page share: an assistant of one's own, and the page open at its library."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from index.library import Library
from rag.assistant import Assistant
from tests.support.browser import Open, serving


@pytest.fixture
def own(assistant: Assistant, tmp_path: Path) -> Assistant:
    """Give an assistant whose library may be changed."""
    return Assistant(Library.open(tmp_path / "index"), assistant.reader)


@pytest.fixture
def library_page(open_page: Open, own: Assistant) -> Iterator[Page]:
    """Give the page, open at its library."""
    with serving(lambda: own) as address:
        page = open_page(address)
        page.get_by_role("button", name="Library · 1 article").click()
        yield page
        page.close()
