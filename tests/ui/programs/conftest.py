"""What the tests of programs' doors share: servers that are ready, with a library to write or a scripted model."""

from collections.abc import Callable, Iterator
from threading import Event

import httpx
import pytest

from index.library import Library
from rag.assistant import Assistant
from tests.support.browser import serving
from tests.support.fluent import written_by


def ready(address: str) -> str:
    """Return an address when its models are loaded."""
    while httpx.get(f"{address}api/v1/articles", trust_env=False).status_code == 503:
        Event().wait(0.05)
    return address


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, assistant: Assistant) -> Assistant:
    """Give an assistant on a library that tests may write."""
    return Assistant(Library.open(tmp_path_factory.mktemp("own"), assistant.library.encoder), assistant.reader)


@pytest.fixture(scope="module")
def own_address(own: Assistant) -> Iterator[str]:
    """Give the address of a server on this library."""
    with serving(lambda: own) as address:
        yield ready(address)


@pytest.fixture(scope="module")
def written(assistant: Assistant) -> Iterator[Callable[[str], str]]:
    """Give the address of a server whose answers an endpoint of the scripted model writes."""
    with written_by("Scripted", assistant) as served:
        yield lambda trick: ready(served(trick))
