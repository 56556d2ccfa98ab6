"""What was read of sentences lately, so that another question about the same article costs little."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.types import Encoder, Vectors
from rag.wording import Sentence

T = TypeVar("T")

_REMEMBERED = 8192  # texts, about 13 MB of vectors
_READ = 1000  # characters of a text that are embedded; the encoder reads about as many


class Memory:
    """Gives the vectors and the words of texts, from memory where they were asked for lately. Safe to share."""

    def __init__(self, encoder: Encoder) -> None:
        self._vectors = _Recent[NDArray[np.float32]](lambda texts: list(encoder.encode(texts)))
        self._sentences = _Recent[Sentence](lambda texts: [Sentence.of(text) for text in texts])

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector for each text, encoding new ones together; half a surrogate pair reads as "?"."""
        return np.stack(self._vectors.of([text[:_READ].encode("utf-8", "replace").decode() for text in texts]))

    def sentences(self, texts: Sequence[str]) -> list[Sentence]:
        """Return the words of each text."""
        return self._sentences.of(texts)


class _Recent(Generic[T]):
    """The values of a function of texts; the least recently used are forgotten."""

    def __init__(self, make: Callable[[Sequence[str]], Sequence[T]]) -> None:
        self._make = make
        self._kept: OrderedDict[str, T] = OrderedDict()
        self._lock = Lock()

    def of(self, texts: Sequence[str]) -> list[T]:
        """Return the value of each text."""
        with self._lock:
            known = {text: self._kept[text] for text in texts if text in self._kept}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, self._make(new) if new else [], strict=True))
        with self._lock:
            for text in known:
                self._kept[text] = known[text]
                self._kept.move_to_end(text)
            while len(self._kept) > _REMEMBERED:
                self._kept.popitem(last=False)
        return [known[text] for text in texts]
