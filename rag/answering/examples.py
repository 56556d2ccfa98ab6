"""Articles -> questions that they answer, to begin a conversation with."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, takewhile

from index.chunking import sentences
from index.types import Article
from rag.results import Result

_TRIED = 5  # questions of each kind
_NAME = r"((?<![A-Z])[A-Z][\w-]+(?:\s+(?:of\s+)?[A-Z][\w-]+)*)"
_OFFICE = "chief|minister|president|director|spokes\\w+|captain|leader|head|mayor|professor|author|general|secretary"
_COUNT = r"\b(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|dozens of|hundreds of|thousands of)"
# What a sentence says in English, whatever it is about, and the question that asks for it.
FORMS = (
    (re.compile(rf"{_NAME} (?:has |had )?(?:met|meets|spoke|spoken|talked) (?:with|to)\b"), "Who did {} meet?"),
    (re.compile(rf"\b(?i:{_OFFICE}) {_NAME}"), "Who is {}?"),
    (re.compile(rf"{_COUNT} ((?:[A-Za-z-]+ ){{0,2}}[a-z]+s)(?= (?:who|that|were|was|are|of|in|from|have|had)\b)"),
     "How many {} were there?"),
    (re.compile(rf"{_NAME} (?:has |had )?(?:said|says|stated|told|warned|noted|reported|announced)\b"),
     "What did {} say?"),
    (re.compile(rf"[a-z] in (?!The ){_NAME}"), "What happened in {}?"),
)  # fmt: skip


def examples(
    articles: Sequence[Article], ask: Callable[[str], Result], go_on: Callable[[], bool] = lambda: True
) -> tuple[str, ...]:
    """Return a few questions that the articles answer, each of another kind.

    A question is made from the form of a sentence, and kept only if its answer cites that very sentence. `go_on` is
    called before each try; when it says no, what is found by then is returned.
    """
    told = [span.of(article.text) for article in articles for span in sentences(article)]
    tried = (takewhile(lambda _: go_on(), islice(made(told, *form), _TRIED)) for form in FORMS)
    found = (first_kept(questions, ask) for questions in tried)
    return tuple(question for question in found if question)


def made(told: Iterable[str], pattern: re.Pattern[str], question: str) -> Iterator[tuple[str, str]]:
    """Yield the questions that sentences of a form answer, each with its sentence, in the order of these."""
    for sentence in told:
        for match in pattern.finditer(sentence):
            name = re.sub(r"^The\b", "the", " ".join(match[1].split()))
            yield question.format(name), sentence


def first_kept(questions: Iterable[tuple[str, str]], ask: Callable[[str], Result]) -> str | None:
    """Return the first of some questions whose answer cites the sentence that it was made from."""
    for question, sentence in questions:
        if any(citation.quote == sentence for citation in ask(question).citations):
            return question
    return None
