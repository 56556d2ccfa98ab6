"""Measure what is read from web pages, beside trafilatura alone:
`python -m rag.evaluation.benchmarks.extraction [--articles FOLDER] [--trafilatura FOLDER] [--newspaper FOLDER]`.

The folders hold article-extraction-benchmark, the `tests` of trafilatura and the `tests/data` of newspaper4k. Prints
precision and recall of text, title, author and date for each, of Byline and of trafilatura on the same pages; both are
given the page and not its address. With `--show` a line is printed for each page and field in which they differ.

Where a set has the true text, it is compared as article-extraction-benchmark does: by its shingles of four words, each
page counting the same. Where it has segments that the text should have or should not, these are counted, by their
letters and digits alone. A title is right where it has the same letters and digits, a date where it is the same day,
and authors are counted by their names. Pages of which a set does not tell a field do not count in it.
"""

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import mean
from typing import Any

from index.formats import read
from index.types import Article

_SHINGLE = 4  # words
_AMONG = re.compile(r"[;,]|\s(?:and|und|et|&)\s")
FIELDS = ("text", "title", "author", "date")


@dataclass(frozen=True)
class Read:
    """What was read from a page; what was not found is empty."""

    text: str = ""
    title: str = ""
    author: str = ""
    date: str = ""


@dataclass(frozen=True)
class Page:
    """A page and what is true of it: its text, or segments that it has and that it lacks; what is not told is empty."""

    name: str
    content: bytes
    true: Read
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counts:
    """What is right of a field on one page, what is wrong, and what is missing."""

    right: float
    wrong: float
    missing: float


def benchmark(folder: Path) -> Iterator[Page]:
    """Yield the pages of article-extraction-benchmark."""
    for name, told in json.loads((folder / "ground-truth.json").read_text("utf-8")).items():
        content = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        yield Page(told["url"], content, Read(text=told["articleBody"]))


def trafilatura(folder: Path) -> Iterator[Page]:
    """Yield the pages of trafilatura's evaluation."""
    for url, told in json.loads((folder / "evaldata.json").read_text("utf-8")).items():
        file = next((path for path in (folder / "cache", folder / "eval") if (path / told["file"]).is_file()), folder)
        known = Read("", _joined(told.get("title")), _joined(told.get("author")), _joined(told.get("date")))
        yield Page(url, (file / told["file"]).read_bytes(), known, tuple(told["with"]), tuple(told["without"]))


def newspaper(folder: Path) -> Iterator[Page]:
    """Yield the pages of newspaper4k's tests of which the text or more is told."""
    for page in sorted((folder / "html").glob("*.html")):
        text, known = folder / "txt" / f"{page.stem}.txt", folder / "metadata" / f"{page.stem}.json"
        told = json.loads(known.read_text("utf-8")) if known.exists() else {}
        true = Read(
            text.read_text("utf-8") if text.exists() else "",
            told.get("title") or "",
            _joined(told.get("authors")),
            (told.get("publish_date") or "")[:10],
        )
        if true != Read():
            yield Page(page.stem, page.read_bytes(), true)


def by_byline(content: bytes) -> Read:
    """Read a page as Byline adds it."""
    for found in read(BytesIO(content), "page.html"):
        if isinstance(found, Article):
            return Read(found.text, found.title, found.author or "", (found.published or "")[:10])
    return Read()


def by_trafilatura(content: bytes) -> Read:
    """Read a page with trafilatura alone, in its usual settings, without comments."""
    from trafilatura import bare_extraction

    found: Any = bare_extraction(content, include_comments=False, with_metadata=True)
    return Read(*(getattr(found, name) or "" for name in FIELDS)) if found else Read()


_WAYS: dict[str, Callable[[bytes], Read]] = {"Byline": by_byline, "trafilatura": by_trafilatura}


def counted(page: Page, got: Read) -> dict[str, Counts]:
    """Return what is right, wrong and missing of each field that is known of a page."""
    found = {"text": _segments(page, got.text) if page.has else _shingles(page.true.text, got.text)}
    for name, parts in (("title", _whole), ("author", _names), ("date", _whole)):
        true, told = parts(getattr(page.true, name)), parts(getattr(got, name))
        found[name] = Counts(len(true & told), len(told - true), len(true - told))
    return {name: counts for name, counts in found.items() if getattr(page.true, name) or (name == "text" and page.has)}


def scored(counts: Sequence[Counts], by_page: bool) -> tuple[float, float]:
    """Return the precision and the recall of a field: the means of the pages', or those of all together."""
    if by_page:
        precise = [one.right / (one.right + one.wrong) for one in counts if one.right + one.wrong]
        return mean(precise or [0]), mean(one.right / (one.right + one.missing) for one in counts)
    right, wrong, missing = (sum(getattr(one, name) for one in counts) for name in ("right", "wrong", "missing"))
    return right / (right + wrong or 1), right / (right + missing or 1)


def _shingles(true: str, told: str) -> Counts:
    ours, theirs = (Counter(_runs(re.findall(r"\w+", text))) for text in (told, true))
    right = (ours & theirs).total()
    return Counts(right, ours.total() - right, theirs.total() - right)


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    for at in range(max(1, len(words) - _SHINGLE + 1) if words else 0):
        yield tuple(words[at : at + _SHINGLE])


def _segments(page: Page, text: str) -> Counts:
    among = _folded(text)
    right = sum(_folded(segment) in among for segment in page.has)
    return Counts(right, sum(_folded(segment) in among for segment in page.lacks), len(page.has) - right)


def _whole(text: str) -> set[str]:
    return {_folded(text)} - {""}


def _names(text: str) -> set[str]:
    return {_folded(name) for name in _AMONG.split(text)} - {""}


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _joined(told: Any) -> str:
    return "; ".join(told) if isinstance(told, list) else told or ""


def report(title: str, pages: Iterable[Page], show: bool) -> None:
    """Read all pages in both ways and print a table."""
    found: dict[tuple[str, str], list[Counts]] = {}
    has_segments = False
    for page in pages:
        has_segments = bool(page.has)
        told = {way: run(page.content) for way, run in _WAYS.items()}
        counts = {way: counted(page, got) for way, got in told.items()}
        for way in _WAYS:
            for name, count in counts[way].items():
                found.setdefault((name, way), []).append(count)
        if show:
            _show(page, told, counts)
    print(f"\n| {title} | pages |{''.join(f' {way}: precision | recall | F1 |' for way in _WAYS)}")
    print("|---|---:|" + "---:|" * 3 * len(_WAYS))
    for name in [name for name in FIELDS if (name, "Byline") in found]:
        by_page = name == "text" and not has_segments
        cells = [f"{value:.3f}" for way in _WAYS for value in _with_f1(*scored(found[name, way], by_page))]
        print(f"| {name} | {len(found[name, 'Byline'])} | {' | '.join(cells)} |")


def _with_f1(precision: float, recall: float) -> tuple[float, float, float]:
    return precision, recall, 2 * precision * recall / (precision + recall or 1)


def _show(page: Page, told: dict[str, Read], counts: dict[str, dict[str, Counts]]) -> None:
    """Print the fields of a page in which the ways differ."""
    for name in counts["Byline"]:
        if len({counts[way][name] for way in _WAYS}) > 1:
            said = [str(counts[way][name]) if name == "text" else getattr(told[way], name) for way in _WAYS]
            print(json.dumps([page.name, name, getattr(page.true, name)[:200], *said], ensure_ascii=False))


def main(arguments: list[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m rag.evaluation.benchmarks.extraction", description=__doc__)
    sets = {"articles": benchmark, "trafilatura": trafilatura, "newspaper": newspaper}
    for name in sets:
        parser.add_argument(f"--{name}", type=Path, metavar="FOLDER")
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args(arguments)
    for name, pages in sets.items():
        if folder := getattr(given, name):
            report(name, pages(folder), given.show)


if __name__ == "__main__":
    main()
