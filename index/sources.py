"""Where articles come from: files, folders, globs, addresses, feeds, standard input -> articles."""

import glob
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path, PurePath
from typing import Any

from index.addresses import canonical, same_site
from index.faults import IndexFault
from index.feeds import is_feed
from index.formats import FORMATS
from index.parsing import linked, parsed
from index.types import Article, Rejected
from index.web import Fetched, Limits, fetch

STDIN = "-"
_BULK = {".jsonl", ".ndjson", ".json", ".gz"}  # files of many articles, which are known by their own addresses alone
_ENDINGS = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/pdf": ".pdf"}
_OF_ONE = {"title", "url"}
_ONE = "A title or an address was given, which is for one article, and this is another. Add it without."
_OUT = "It is a link out of the folder, which is not followed. Name the file that it leads to."
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

    def __init__(
        self,
        sources: Iterable[Source],
        allow_private: bool = False,
        limits: Limits | None = None,
        **known: str | None,
    ) -> None:
        self._known = {key: value for key, value in known.items() if value}
        self._allow_private = allow_private
        self._limits = limits or Limits()
        self._sources = [one for source in sources for one in _bounded(_where(source), _expanded(source))]
        self._finished = 0
        self._part = 0.0  # of the present source is read, and so many articles of it
        self._waiting = 0  # were read and not yet taken

    def __iter__(self) -> Iterator[Found]:
        named = False
        for source in self._sources:
            for found in _bounded(_where(source), self._read(source)):
                if isinstance(found, Article) and named:
                    yield Rejected(found.place or found.url or found.title, _ONE)
                else:
                    named = named or (isinstance(found, Article) and bool(_OF_ONE & self._known.keys()))
                    yield found
            self._finished += 1
            self._part, self._waiting = 0.0, 0

    def total(self, done: int) -> int:
        """Estimate how many articles there are in all, after `done` of them."""
        read = done + self._waiting
        share = (self._finished + self._part) / max(len(self._sources), 1)
        return max(read, round(read / share)) if share else max(read, len(self._sources))

    def _read(self, source: Source | Rejected) -> Iterator[Found]:
        self._part = 1.0
        for found in self._found(source):
            # What somebody says to be an article's address, and not the file itself, is what it is known by.
            known = {"place": None, **self._known} if "url" in self._known else self._known
            yield replace(found, **known) if isinstance(found, Article) else found

    def _found(self, source: Source | Rejected) -> Iterator[Found]:
        if isinstance(source, (Article, Rejected)):
            yield source
        elif isinstance(source, Upload):
            for found in self._file(source.path, source.name):
                # Of two uploads of one name only those of one title are the same article.
                place = f"upload:{source.name}:{getattr(found, 'title', '')}"
                yield found if _is_bulk(source.name) and getattr(found, "url", None) else _placed(found, place)
        elif source == STDIN:
            yield from parsed(sys.stdin.buffer, "standard input.txt")
        elif isinstance(source, Path):
            for found in self._file(source, str(source)):
                yield found if _is_bulk(source.name) else _placed(found, str(source.resolve()))
        else:
            yield from self._address(source)

    def _file(self, path: Path, name: str) -> Iterator[Found]:
        if path.exists() and not path.is_file():
            what = "It is no file but a pipe or a device, which may never end"
            raise IndexFault(f"{what}. Save what it gives as a file, or give it to “-”, standard input.")
        with path.open("rb") as stream:
            size = path.stat().st_size
            articles = parsed(stream, name)
            for found in articles:
                self._part = min(1.0, stream.tell() / size) if size else 1.0
                rest = list(articles) if self._part == 1.0 else []  # so that their number is known
                self._waiting = len(rest)
                yield found
                for other in rest:
                    self._waiting -= 1
                    yield other

    def _address(self, url: str) -> Iterator[Found]:
        got = fetch(url, self._allow_private, self._limits)
        if not is_feed(got.content):
            yield from _page(url, got)
            return
        named = linked(got.content, got.url)
        deadline = time.monotonic() + self._limits.feed_seconds
        for number, link in enumerate(named):
            if number == self._limits.pages or time.monotonic() >= deadline:
                most = f"at most {self._limits.pages:,} articles, in {self._limits.feed_seconds / 60:g} minutes"
                left = f"{len(named) - number:,} of {len(named):,}"
                what = f"Of the articles that the feed names, {left} are left out: {most}"
                self._waiting = 0
                yield Rejected(url, f"{what}. Add those that you want by their own addresses.")
                return
            self._waiting = min(len(named), self._limits.pages + 1) - number - 1
            yield from _bounded(link, self._linked(link))

    def _linked(self, link: str) -> Iterator[Found]:
        yield from _page(link, fetch(link, self._allow_private, self._limits))


def _page(asked: str, got: Fetched) -> Iterator[Found]:
    """Yield the articles of a page. An address that it claims counts on the site that served it, and on no other."""
    served = canonical(got.url)
    for number, found in enumerate(parsed(BytesIO(got.content), _name(got.url, got.kind))):
        if isinstance(found, Rejected):
            yield Rejected(asked, found.reason)
        elif found.url and same_site(found.url, got.url):
            yield found
        else:
            place = f"{served}#{found.url or found.title}" if number else None
            yield replace(found, url=served, place=place)


def _bounded(where: str, found: Iterator[Any]) -> Iterator[Any]:
    """Yield what is found; what goes wrong comes as `Rejected`, and the other sources still go in."""
    try:
        yield from found
    except IndexFault as fault:
        yield Rejected(where, str(fault))
    except OSError as error:
        yield Rejected(where, f"It cannot be read: {error.strerror or error}.")
    except Exception as error:  # a library met what its authors did not foresee
        what = f"{type(error).__name__}: {error}".rstrip(".")
        yield Rejected(where, f"It cannot be read: {what}. Save it as a file and add that.")


def _where(source: Source | Rejected) -> str:
    if isinstance(source, Article):
        return source.place or source.url or source.title
    return source.name if isinstance(source, Upload) else source.where if isinstance(source, Rejected) else str(source)


def _is_bulk(name: str) -> bool:
    return bool(_BULK & {ending.lower() for ending in PurePath(name).suffixes})


def _name(url: str, kind: str) -> str:
    """Return the address with the ending of its type, by which its reader is chosen."""
    ending = _ENDINGS.get(kind, "")
    return url if not ending or url.endswith(ending) else url + ending


def _placed(found: Found, place: str) -> Found:
    """Tell where an article was read from; of several in one file, also which it is."""
    if not isinstance(found, Article):
        return found
    return replace(found, place=f"{place}#{found.place}" if found.place else place)


def _expanded(source: Source) -> Iterator[Source | Rejected]:
    """Yield the files of a folder or a pattern, in order; anything else as it is."""
    if isinstance(source, (Article, Upload)) or source == STDIN or (isinstance(source, str) and "://" in source):
        yield source
        return
    path = Path(source).expanduser()
    if path.is_dir():
        found = sorted(file for file in path.rglob("*") if _is_read(path, file) and _is_file(file))
        formats = ", ".join(sorted(FORMATS))
        for file in found:
            is_inside = path.resolve() in file.resolve().parents
            yield file if is_inside else Rejected(str(file), _OUT)
        if not found:
            yield Rejected(str(path), f"The folder holds no file that can be read ({formats}).")
    elif path.exists():
        yield path
    elif glob.has_magic(str(source)):
        names = sorted(glob.iglob(str(path), recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
        files = [Path(name) for name in names if _is_file(Path(name))]
        yield from files
        if not files:
            yield Rejected(str(source), "No file has a name like this.")
    else:
        told = "There is no such file. Name a file, a folder, or an address with http:// or https://."
        yield Rejected(str(source), told)


def _is_read(folder: Path, file: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not hidden and file.suffix.lower() in FORMATS


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return True  # it is told why it cannot be read
