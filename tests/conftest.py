"""What many tests share: the real models, loaded once, and a library of articles written for the tests."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from index.embedding import MiniLMEncoder
from index.library import Library
from rag.assistant import Assistant
from rag.reading.readers import CascadeReader
from tests.support.doubles import FERRY, ORCHARD, WordEncoder

pytest_plugins = ("tests.support.browser", "tests.support.postgres")

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

settings.register_profile("untimed", deadline=None)  # no test depends on a clock
settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the browser last: it takes longest, and its event loop stays in its process until the end.

    Of tests that run side by side those of a file stay together, for they share what it sets up.
    """
    items.sort(key=_opens_a_browser)
    for item in items:
        item.add_marker(pytest.mark.xdist_group(f"{item.path.name}{'+page' * _opens_a_browser(item)}"))


def _opens_a_browser(item: pytest.Item) -> bool:
    return item.get_closest_marker("browser") is not None


@pytest.fixture(scope="session")
def encoder() -> MiniLMEncoder:
    """Give the real model."""
    return MiniLMEncoder()


@pytest.fixture(scope="session")
def reader() -> CascadeReader:
    """Give the real reader."""
    return CascadeReader()


@pytest.fixture
def word_library(tmp_path: Path) -> Iterator[Library]:
    """Give a library of the bundled article, the ferry and the orchard, embedded by their words."""
    library = Library.open(tmp_path / "index", WordEncoder())
    library.add([FERRY, ORCHARD])
    yield library
    library.close()


@pytest.fixture(scope="session")
def bundled_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of an index that holds the bundled article alone; not to be written."""
    return tmp_path_factory.mktemp("bundled") / "index"


@pytest.fixture(scope="session")
def assistant(bundled_index: Path) -> Assistant:
    """Give an assistant on the bundled article, with the real models."""
    return Assistant.open(bundled_index)
