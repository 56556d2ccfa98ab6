"""The values that the index hands over: articles, their parts, and what a search found."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Any, Literal, NamedTuple

from index.faults import IndexFault

RECOGNIZE = (
    "Install Tesseract and Byline’s extra “ocr” and add the file again, or run a text recognition over it first."
)
"""How scans are read."""
BlockKind = Literal["headline", "navigation", "heading", "paragraph", "item", "caption", "credit"]


class Span(NamedTuple):
    """A half-open range of code points in an article's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of `text` that the span covers."""
        return text[self.start : self.end]


class Block(NamedTuple):
    """A run of lines that belongs together, and what it is to the story."""

    kind: BlockKind
    span: Span

    @property
    def is_story(self) -> bool:
        """Tell whether the block's sentences may be quoted: the headline and navigation are not the story's words."""
        return self.kind not in ("headline", "navigation")


@dataclass(frozen=True)
class Scans:
    """The pages of a file that are pictures: what of the text was read from them, and the numbers of those left out."""

    read: tuple[Span, ...] = ()
    unread: tuple[int, ...] = ()

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Scans":
        """Return them as an object of JSON has them."""
        return cls(tuple(Span(*map(int, one)) for one in plain["read"]), tuple(map(int, plain["unread"])))

    def __bool__(self) -> bool:
        return bool(self.read or self.unread)

    def have(self, start: int, end: int) -> bool:
        """Tell whether some of the text between two places was read from a picture."""
        return any(start < one.end and one.start < end for one in self.read)

    @property
    def told(self) -> str:
        """Say what to know of them, in a sentence each; nothing where there are none."""
        some = ", ".join(map(str, self.unread))
        several = len(self.unread) > 1
        left = f"Page{'s' * several} {some} {'are scans' if several else 'is a scan'} without text and left out. "
        read = "Scanned pages of it were read by text recognition, which makes mistakes."
        return f"{f'{left}{RECOGNIZE}' if self.unread else ''} {read if self.read else ''}".strip()


@dataclass(frozen=True)
class Article:
    """One article: the text as it is stored and quoted, and what is known about it.

    Dates are ISO 8601 (`2022-08-02`, or as much of it as is known). What is unknown is None. `place` names where it was
    read from, a path or an upload's name, where that is not `url`: of two articles of one place the later replaces the
    earlier. `original` has, of each field that a reader edited, what the article's file says; see `edited`. `scans` are
    those of its pages that are pictures. Raises `IndexFault` when there is no text, or when it holds what cannot be
    stored as UTF-8.
    """

    title: str
    text: str
    source: str | None = None
    published: str | None = None
    author: str | None = None
    url: str | None = None
    place: str | None = None
    original: tuple[tuple[str, str | None], ...] = ()
    scans: Scans = Scans()

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise IndexFault(f"The article “{self.title}” has no text. Give the words of the article.")
        try:
            "\0".join([self._fields, *(value or "" for value in self.edits.values())]).encode()
        except UnicodeEncodeError as error:
            raise IndexFault(
                f"The article “{self.title!a}” holds a character that UTF-8 cannot write ({error.reason}). "
                "Decode the file with its own encoding and add it again."
            ) from error

    @property
    def _fields(self) -> str:
        known = (*map(self.told, ("title", "source", "published", "author", "url")), self.text)
        return "\0".join(field or "" for field in known)

    def told(self, field: str) -> str | None:
        """Return what the article's file says of a field, whatever a reader made of it."""
        found: str | None = dict(self.original).get(field, getattr(self, field))
        return found

    @property
    def headline(self) -> str:
        """Return the title that the file gives, which is the one that the text repeats."""
        return self.told("title") or self.title

    @property
    def edits(self) -> dict[str, str | None]:
        """Return the fields that a reader edited, with what was typed."""
        return {field: getattr(self, field) for field, _ in self.original}

    def edited(self, known: Mapping[str, str | None]) -> "Article":
        """Return the article with these fields as a reader typed them; it is still known by what its file says."""
        original = dict(self.original) | {field: self.told(field) for field in known}
        values: dict[str, Any] = {**known, "original": tuple(sorted(original.items()))}
        return replace(self, **values)

    @cached_property
    def id(self) -> str:
        """Name the article by what its file says: the first 16 hex digits of the SHA-256 of its fields and text."""
        return sha256(self._fields.encode()).hexdigest()[:16]


class Listed(NamedTuple):
    """A row of the list of articles; `added` is an ISO 8601 instant, `sentences` how many may be quoted."""

    id: str
    title: str
    source: str | None
    published: str | None
    added: str
    url: str | None
    sentences: int


@dataclass(frozen=True)
class Mention:
    """A sentence that has what was searched for; `marks` are the places of that in the article's text."""

    sentence: Span
    marks: tuple[Span, ...]


@dataclass(frozen=True)
class Found:
    """An article that has what was searched for: where in its title, and in which of its sentences, in order."""

    article: Listed
    in_title: tuple[Span, ...]
    mentions: tuple[Mention, ...]

    @property
    def count(self) -> int:
        """Return how often the article has it, title included."""
        return len(self.in_title) + sum(len(mention.marks) for mention in self.mentions)


@dataclass(frozen=True)
class Findings:
    """Some of the articles that have what was searched for, and how many have it in all."""

    found: tuple[Found, ...]
    total: int


@dataclass(frozen=True)
class Rejected:
    """What could not become an article: `where` it was, a path or a URL with the line, and why, with the cure."""

    where: str
    reason: str


@dataclass(frozen=True)
class Outcome:
    """What became of one article that was to be added.

    `reason` says why it was rejected, and then there is no id; else what to know of it, such as its language.
    """

    status: Literal["added", "updated", "already there", "rejected"]
    where: str
    title: str = ""
    article_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Chunk:
    """A span of an article that is embedded and found as one, with the sentences that it holds.

    Every sentence lies inside the span; white space, the headline, navigation and corrected errors belong to none.
    """

    article_id: str
    span: Span
    sentences: tuple[Span, ...]

    def body(self, text: str) -> str:
        """Return the sentences of the article's text as the word index has them."""
        return " ".join(sentence.of(text) for sentence in self.sentences)


@dataclass(frozen=True)
class Hit:
    """A chunk that a search found.

    `score` is the fused score, 0 to 1; `cosine` the similarity of the vectors, -1 to 1; `bm25` the
    lexical score, 0 or more. Higher is better in all three.
    """

    chunk: Chunk
    score: float
    cosine: float
    bm25: float
