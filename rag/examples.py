"""Articles -> questions that they answer, to begin a conversation with."""

import re
from collections.abc import Callable, Iterator, Sequence

from index.chunking import sentences
from index.types import Article
from rag.types import Answer, NoAnswer

_ASKED = 16
_NAME = r"((?<![A-Z])[A-Z][\w-]+(?:\s+(?:of\s+)?[A-Z][\w-]+)*)"
_OFFICE = "chief|minister|president|director|spokes\\w+|captain|leader|head|mayor|professor|author|general|secretary"
_COUNT = r"\b(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|dozens of|hundreds of|thousands of)"
# What a sentence says in English, whatever it is about, and the question that asks for it.
_PATTERNS = (
    (re.compile(rf"{_NAME} (?:has |had )?(?:met|meets|spoke|spoken|talked) (?:with|to)\b"), "Who did {} meet?"),
    (re.compile(rf"\b(?i:{_OFFICE}) {_NAME}"), "Who is {}?"),
    (re.compile(rf"{_COUNT} ((?:[A-Za-z-]+ ){{0,2}}[a-z]+s)(?= (?:who|that|were|was|are|of|in|from|have|had)\b)"),
     "How many {} were there?"),
    (re.compile(rf"{_NAME} (?:has |had )?(?:said|says|stated|told|warned|noted|reported|announced)\b"),
     "What did {} say?"),
    (re.compile(rf"[a-z] in (?!The ){_NAME}"), "What happened in {}?"),
)  # fmt: skip


def examples(articles: Sequence[Article], ask: Callable[[str], Answer | NoAnswer], count: int = 4) -> tuple[str, ...]:
    """Return up to `count` questions that the articles answer, the surest first, of different kinds where they can be.

    A question is made from the form of a sentence, and kept only if the answer to it cites that very sentence.
    """
    kept: list[tuple[int, float, str]] = []
    asked: set[str] = set()
    for kind, question, sentence in _made(articles):
        if question in asked or len(asked) == _ASKED:
            continue
        asked.add(question)
        result = ask(question)
        if any(citation.quote == sentence for citation in result.citations):
            nth = sum(other == kind for other, _, _ in kept)
            kept.append((kind, nth - result.confidence, question))
    return tuple(question for _, _, question in sorted(kept, key=lambda entry: entry[1])[:count])


def _made(articles: Sequence[Article]) -> Iterator[tuple[int, str, str]]:
    """Yield (kind, question, the sentence that it was made from), all of a kind before the next."""
    told = [span.of(article.text) for article in articles for span in sentences(article)]
    for kind, (pattern, question) in enumerate(_PATTERNS):
        for sentence in told:
            for match in pattern.finditer(sentence):
                name = re.sub(r"^The\b", "the", " ".join(match[1].split()))
                yield kind, question.format(name), sentence
