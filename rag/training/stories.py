"""News written for training, with questions and claims: the files of `written/` -> stories.

Those of `written/held_out/` are held out, and one in ten of the others. A file has stories parted by a line `===`:
`TITLE:`, `DATE:`, the paragraphs, each a line, then `---` and what is asked and claimed:

    Q: a question, followed by what answers it:
    A: words of the article around [the span] that does, or "-" where the article does not say
    Y: words of the article that say yes; N: of those that say no
    T: a claim that is right || words of the article that tell it; F: one that is false || the words nearest to it
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from index.chunking import sentences
from index.sentences import sentence_spans
from index.types import Article, Span
from rag.evaluation.datasets.squad import Question
from rag.llm.checking.days import days

WRITTEN = Path(__file__).with_name("written")
_DEV = 10  # one story in so many is held out
_ASKED = re.compile(r"^([QAYNTF]): (.+)$", re.MULTILINE)
_ENDS = ' .”"'


@dataclass(frozen=True)
class Claim:
    """A claim about an article, whether it is right, and the sentences that tell it or come nearest."""

    text: str
    is_right: bool
    sentences: tuple[Span, ...]


@dataclass(frozen=True)
class Story:
    """An article, the questions that its readers ask, and claims about it; a brief item has claims alone.

    Of a question of yes or no the answer is the whole sentence that decides it. With `is_dev` it is held out.
    """

    article: Article
    asked: tuple[Question, ...]
    claims: tuple[Claim, ...]
    is_dev: bool


def stories(folder: Path = WRITTEN) -> list[Story]:
    """Read the stories of all files in a folder; raises ValueError where a line's words are not in the article."""
    return [
        _story(block, file.parent.name == "held_out")
        for file in sorted(folder.rglob("*.txt"))
        for block in re.split(r"^=== *$", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        if block.strip()
    ]


def _story(block: str, held_out: bool) -> Story:
    told, _, asked = block.strip().partition("\n---")
    title, dated, *lines = told.splitlines()
    paragraphs = (" ".join(line.split()) for line in lines)
    text = "\n\n".join(filter(None, paragraphs))
    article = Article(title.removeprefix("TITLE: ").strip(), text, published=_date(dated))
    found = [(kind, rest.strip()) for kind, rest in _ASKED.findall(asked)]
    claims = tuple(_claim(kind, rest, article) for kind, rest in found if kind in "TF")
    held_out = held_out or int(sha256(article.title.encode()).hexdigest(), 16) % _DEV == 0
    return Story(article, tuple(_questions(found, article)), claims, held_out)


def _date(line: str) -> str | None:
    day = next((one for one in days(line)[0] if one.day), None)
    return f"{day.year:04}-{day.month:02}-{day.day:02}" if day else None


def _questions(found: list[tuple[str, str]], article: Article) -> Iterator[Question]:
    every, quotable = Span(0, len(article.text)), sentences(article)
    for at, (kind, text) in enumerate(found):
        if kind != "Q":
            continue
        marked = []
        for answer, words in found[at + 1 :]:
            if answer not in "AYN":
                break
            marked.append((answer, words))
        spans = [span for answer, words in marked if words != "-" for span in _marked(answer, words, article)]
        # An answer that the headline or a byline alone gives is in no passage that a reader sees.
        spans = [one for one in spans if any(s.start <= one.start and one.end <= s.end for s in quotable)]
        if spans or all(words == "-" for _, words in marked):
            yield Question(text, article, every, tuple(dict.fromkeys(spans)))


def _marked(kind: str, words: str, article: Article) -> list[Span]:
    if kind == "A":
        place = _place(words, article)
        return [place] if place else []
    ends = ((one, len(one.of(article.text).rstrip(_ENDS))) for one in _sentences(_place(words, article), article))
    return [Span(one.start, one.start + length) for one, length in ends]


def _claim(kind: str, line: str, article: Article) -> Claim:
    text, _, words = line.partition(" || ")
    return Claim(text.strip(), kind == "T", tuple(_sentences(_place(words, article), article)))


def _place(words: str, article: Article) -> Span | None:
    """Return where words, or those of them in brackets, stand in an article's text; None where in its headline."""
    before, bracket, rest = words.strip().partition("[")
    inside, _, after = rest.partition("]") if bracket else (before, "", "")
    parts = (r"\s+".join(map(re.escape, re.split(r"\s+", part))) for part in (before * bool(bracket), inside, after))
    if match := re.search("{}({}){}".format(*parts), article.text):
        return Span(*match.span(1))
    plain = " ".join((before * bool(bracket) + inside + after).split())
    if plain in article.title:
        return None
    raise ValueError(f"“{plain}” is not in “{article.title}”.")


def _sentences(place: Span | None, article: Article) -> list[Span]:
    return [one for one in _split(article.text) if place and one.start < place.end and place.start < one.end]


@lru_cache(maxsize=1)
def _split(text: str) -> tuple[Span, ...]:
    return tuple(sentence_spans(text, 0, len(text)))
