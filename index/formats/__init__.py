"""Files -> articles. Each format has a module of its own, whose library is loaded when the first such file is read."""

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from typing import BinaryIO

from index.faults import IndexFault
from index.formats.kinds import MODULES, START, module
from index.formats.recognition import Recognizing
from index.types import Article, Rejected
from index.words import in_letters

Found = Article | Rejected | Recognizing

LONGEST = 20_000_000
"""Characters of the longest article; about ten times as long as the longest novels."""

FORMATS = frozenset(ending for endings in MODULES.values() for ending in endings.split())
"""The endings of files that are read, in lower case."""


def read(stream: BinaryIO, name: str) -> Iterator[Found]:
    """Yield the articles of a file, read one at a time; what cannot be read comes as `Rejected`.

    Before a page that takes long comes `Recognizing`.

    The ending of `name` tells the format, unless the first bytes tell another: no file's marks are taken for words.
    """
    try:
        start = stream.read(START)
        reader = import_module(f"index.formats.{module(start, name)}")
        made: Iterator[Found] = reader.articles(_Rewound(start, stream), name)
        for article in made:
            yield _short_enough(_in_letters(article), name)
    except IndexFault as fault:
        yield Rejected(name, str(fault))
    except MemoryError:
        raise  # what is left of the process is told by whoever bounds its memory
    except Exception as error:  # a library met what its authors did not foresee; the other files still go in
        yield Rejected(name, f"It cannot be read: {type(error).__name__}: {error}. Export it again, or as plain text.")


def _in_letters(article: Found) -> Found:
    if not isinstance(article, Article):
        return article
    author = article.author and in_letters(article.author)
    return replace(article, title=in_letters(article.title), text=in_letters(article.text), author=author)


def _short_enough(article: Found, name: str) -> Found:
    if isinstance(article, Article) and len(article.text) > LONGEST:
        return Rejected(name, f"Its text has {len(article.text):,} characters, more than {LONGEST:,}. Split the file.")
    return article


class _Rewound:
    """A stream whose first bytes were read already."""

    def __init__(self, start: bytes, stream: BinaryIO) -> None:
        self._start = start
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, as of any stream."""
        if size < 0:
            start, self._start = self._start, b""
            return start + self._stream.read()
        start, self._start = self._start[:size], self._start[size:]
        return start + (self._stream.read(size - len(start)) if len(start) < size else b"")


def limited(stream: BinaryIO, limit: int) -> bytes:
    """Return all bytes of a stream; raise `IndexFault` if there are more than `limit`."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise IndexFault(f"It has more than {limit // 1_000_000} MB. Split the file.")
    return data
