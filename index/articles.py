"""Plain text -> the blocks of an article; and the article that ships with Byline."""

import json
import re
from functools import cache
from importlib.resources import files
from itertools import chain

from index.bylines import byline
from index.figures import is_list, is_result
from index.types import Article, Block, BlockKind, Span

_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_ENDS_SENTENCE = re.compile(r"[.!?…。！？؟।:;][\"'”’»)\]]*\s*$")
_ITEM = re.compile(r"\s*(?:[-*•‣◦–]|\d{1,3}[.)])\s+\S")
_HEADING = re.compile(r"\s*#{1,6}\s+\S")
_CREDIT = re.compile(
    r"\s*\(?(?:(?:photo(?:graph)?|image|picture|illustration|video)\s+)?(?:credits?|courtesy|source)\s*:"
    r"|\s*\(?(?:photo(?:graph)?|image|picture|illustration|video)s?\s*(?::|(?:by|via|courtesy)\b)",
    re.IGNORECASE,
)
_LABEL_WORDS = 12
_CAPTION_WORDS = 60


def blocks(text: str, title: str) -> tuple[Block, ...]:
    """Cut `text` into its blocks, in order.

    Blocks are separated by blank lines, or by a line end after a sentence end, a list item, a heading, a byline or a
    result. Lines equal to the title are the headline, however often they come. Short lines without a sentence end
    are navigation while the story has not begun, and headings after that, as lines of figures or of names are
    everywhere; the block before a photo credit is its caption. Where there is no story, everything is a paragraph.
    """
    spans = [span for paragraph in _paragraphs(text) for span in _lines(text, paragraph)]
    kinds: list[BlockKind] = []
    begun = False
    for span in spans:
        kind = _kind(span.of(text), title, begun)
        if (
            kind == "credit"
            and kinds
            and kinds[-1] == "paragraph"
            and _words(spans[len(kinds) - 1].of(text)) <= _CAPTION_WORDS
        ):
            kinds[-1] = "caption"
        begun = begun or kind in ("paragraph", "item")
        kinds.append(kind)
    if not begun:
        kinds = ["paragraph" if kind in ("headline", "navigation") else kind for kind in kinds]
    return tuple(Block(kind, span) for kind, span in zip(kinds, spans, strict=True))


def shown(text: str, block: Block) -> Span:
    """Return the span of a block that is shown and quoted: a heading's without the number signs before it."""
    signs = re.match(r"#+\s+", block.span.of(text)) if block.kind == "heading" else None
    return Span(block.span.start + (signs.end() if signs else 0), block.span.end)


def _paragraphs(text: str) -> list[Span]:
    ends = [(match.start(), match.end()) for match in _BLANK_LINES.finditer(text)]
    edges = [0, *chain.from_iterable(ends), len(text)]
    spans = [_trimmed(text, start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return [span for span in spans if span.start < span.end]


def _lines(text: str, paragraph: Span) -> list[Span]:
    """Part a paragraph where a line is a block of its own; hard-wrapped lines stay together."""
    spans: list[Span] = []
    start = at = paragraph.start
    for line in paragraph.of(text).splitlines(keepends=True):
        is_whole = _is_whole(line)
        if (is_whole or _ITEM.match(line)) and at > start:
            spans.append(_trimmed(text, start, at))
            start = at
        at += len(line)
        if is_whole or _ENDS_SENTENCE.search(line):
            spans.append(_trimmed(text, start, at))
            start = at
    spans.append(_trimmed(text, start, paragraph.end))
    return [span for span in spans if span.start < span.end]


def _is_whole(line: str) -> bool:
    """Tell whether a line is a block by itself, whatever stands before and behind it."""
    return bool(_HEADING.match(line) or byline(line)) or is_result(line)


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return Span(start + left, max(start + left, start + len(piece.rstrip())))


def _kind(block: str, title: str, begun: bool) -> BlockKind:
    if _folded(block) == _folded(title):
        return "heading" if is_result(block) else "headline"
    if _ITEM.match(block):
        return "item"
    if _CREDIT.match(block) and _words(block) <= _LABEL_WORDS:
        return "credit"
    if _HEADING.match(block):
        return "heading"
    if not _ENDS_SENTENCE.search(block) and _words(block) <= _LABEL_WORDS:
        return "heading" if begun or is_list(block) else "navigation"
    return "paragraph"


def _folded(text: str) -> str:
    return " ".join(text.lstrip("# ").split()).casefold()


def _words(text: str) -> int:
    return len(text.split())


@cache
def bundled() -> tuple[Article, ...]:
    """Return the articles that ship with Byline, whole and unchanged."""
    folder = files("index") / "bundled"
    listed = json.loads((folder / "articles.json").read_text("utf-8"))
    return tuple(Article(text=(folder / entry.pop("file")).read_text("utf-8"), **entry) for entry in listed)


def bundled_questions() -> tuple[str, ...]:
    """Return questions that the bundled articles answer, to begin with."""
    return tuple(json.loads((files("index") / "bundled" / "questions.json").read_text("utf-8")))
