"""Pages whose answers an endpoint of the scripted server writes."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache

from index.embedding import MiniLMEncoder
from rag.assistant import Assistant
from rag.llm.model import open_model
from rag.llm.writer import Writer
from tests.support.browser import serving
from tests.support.scripted import scripted


@contextmanager
def written_by(name: str, assistant: Assistant) -> Iterator[Callable[[str], str]]:
    """Give what serves a page while the block runs, by the trick of its model, and returns its address."""
    encoder = assistant.library.encoder
    assert isinstance(encoder, MiniLMEncoder)
    with ExitStack() as stack:
        endpoint = stack.enter_context(scripted())

        @cache
        def served(trick: str) -> str:
            writer = Writer(open_model(f"{endpoint}/{trick}/v1", name), encoder, assistant.reader)
            fluent = Assistant(assistant.library, assistant.reader, writer)
            fluent.examples = assistant.examples  # type: ignore[method-assign]
            return stack.enter_context(serving(lambda: fluent))

        yield served
