"""What the tests of programs' doors share: servers that are ready, with a library to write or a scripted model."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from threading import Event

import httpx
import pytest

from index.embedding import MiniLMEncoder
from index.library import Library
from rag.assistant import Assistant
from rag.llm.model import open_model
from rag.llm.writer import Writer
from tests.support.browser import serving
from tests.support.scripted import scripted


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
    encoder = assistant.library.encoder
    assert isinstance(encoder, MiniLMEncoder)
    with ExitStack() as stack:
        endpoint = stack.enter_context(scripted())

        @cache
        def served(trick: str) -> str:
            writer = Writer(open_model(f"{endpoint}/{trick}/v1", "Scripted"), encoder, assistant.reader)
            fluent = Assistant(assistant.library, assistant.reader, writer)
            return ready(stack.enter_context(serving(lambda: fluent)))

        yield served
