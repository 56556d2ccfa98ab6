"""Where articles come from: files, folders, globs, addresses, feeds, standard input -> articles."""

import glob
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from index.faults import IndexFault
from index.formats import FORMATS, read
from index.types import Article, Rejected
from index.web import canonical, fetch, is_feed, links

STDIN = "-"
_BULK = {".jsonl", ".ndjson", ".json"}  # files of many articles, which are known by their own addresses alone
_ENDINGS = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/pdf": ".pdf"}
_OF_ONE = {"title", "url"}
_ONE = "A title or an address was given, which is for one article, and this is another. Add it without."
Found = Article | Rejected


@dataclass(frozen=True)
class Upload:
    """A file that a reader sent, stored at `path`; `name` is the reader's own name for it."""

    path: Path
    name: str


Source = str | Path | Upload | Article


class Sources:
    """The articles of many sources, read one at a time while they are taken.

    A source is a file, a folder (all files in it that can be read), a pattern of files, an http address of a page or a
    feed, "-" for standard input, an upload, or an article. `known` replaces what was read of title, source,
    published, author or url, of which title and url are for the first article alone. What cannot be read comes as
    `Rejected`.
    """

    def __init__(self, sources: Iterable[Source], allow_private: bool = False, **known: str | None) -> None:
        self._known = {key: value for key, value in known.items() if value}
        self._allow_private = allow_private
        self._sources = [one for source in sources for one in _expanded(source)]
        self._finished = 0
        self._stream: BinaryIO | None = None
        self._size = 0

    def __iter__(self) -> Iterator[Found]:
        named = False
        for source in self._sources:
            for found in self._read(source):
                if isinstance(found, Article) and named:
                    yield Rejected(found.place or found.url or found.title, _ONE)
                elif isinstance(found, Article):
                    named = bool(_OF_ONE & self._known.keys())
                    yield replace(found, **self._known)
                else:
                    yield found
            self._stream = None
            self._finished += 1

    def total(self, done: int) -> int:
        """Estimate how many articles there are in all, after `done` of them."""
        part = self._stream.tell() / self._size if self._stream and not self._stream.closed and self._size else 0.0
        share = (self._finished + min(part, 1.0)) / max(len(self._sources), 1)
        return max(done, round(done / share)) if share else max(done, len(self._sources))

    def _read(self, source: Source | Rejected) -> Iterator[Found]:
        if isinstance(source, (Article, Rejected)):
            yield source
        elif isinstance(source, Upload):
            for found in self._file(source.path, source.name):
                # Of two uploads of one name only those of one title are the same article.
                yield _placed(found, f"upload:{source.name}:{getattr(found, 'title', '')}")
        elif source == STDIN:
            yield from read(sys.stdin.buffer, "standard input.txt")
        elif isinstance(source, Path):
            bulk = _BULK & {ending.lower() for ending in source.suffixes}
            for found in self._file(source, str(source)):
                yield found if bulk else _placed(found, str(source.resolve()))
        else:
            yield from self._address(source)

    def _file(self, path: Path, name: str) -> Iterator[Found]:
        try:
            with path.open("rb") as stream:
                self._stream, self._size = stream, path.stat().st_size
                yield from read(stream, name)
        except OSError as error:
            yield Rejected(name, f"It cannot be read: {error.strerror}.")

    def _address(self, url: str, is_page: bool = False) -> Iterator[Found]:
        try:
            got = fetch(url, allow_private=self._allow_private)
        except IndexFault as fault:
            yield Rejected(url, str(fault))
            return
        if is_feed(got) and not is_page:
            for link in links(got.content, got.url):
                yield from self._address(link, is_page=True)
            return
        for found in read(BytesIO(got.content), _name(got.url, got.kind)):
            if isinstance(found, Article):
                yield replace(found, url=found.url or canonical(got.url))
            else:
                yield Rejected(url, found.reason)


def _name(url: str, kind: str) -> str:
    """Return the address with the ending of its type, by which its reader is chosen."""
    ending = _ENDINGS.get(kind, "")
    return url if not ending or url.endswith(ending) else url + ending


def _placed(found: Found, place: str) -> Found:
    """Tell where an article was read from; of several in one file, also which it is."""
    if not isinstance(found, Article):
        return found
    return replace(found, place=f"{place}#{found.place}" if found.place else place)


def _expanded(source: Source) -> Sequence[Source | Rejected]:
    """Return the files of a folder or a pattern, in order; anything else as it is."""
    if isinstance(source, (Article, Upload)) or source == STDIN:
        return [source]
    if isinstance(source, str) and "://" in source:
        return [source]
    path = Path(source).expanduser()
    if path.is_dir():
        found = sorted(file for file in path.rglob("*") if file.is_file() and _is_read(path, file))
        return found or [
            Rejected(str(path), f"The folder holds no file that can be read ({', '.join(sorted(FORMATS))}).")
        ]
    if not path.exists() and glob.has_magic(str(source)):
        names = sorted(glob.iglob(str(path), recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
        found = [Path(name) for name in names if Path(name).is_file()]
        return found or [Rejected(str(source), "No file has a name like this.")]
    if not path.exists():
        return [
            Rejected(
                str(source), "There is no such file. Name a file, a folder, or an address with http:// or https://."
            )
        ]
    return [path]


def _is_read(folder: Path, file: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not hidden and file.suffix.lower() in FORMATS
