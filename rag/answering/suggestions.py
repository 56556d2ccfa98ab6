"""An answer -> further questions that the cited articles answer."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice, takewhile

from index.chunking import sentences
from index.types import Article
from rag.answering.examples import FORMS, first_kept, made
from rag.results import Citation, Result

_AROUND = 12  # sentences on each side of a cited one
_TRIED = 2  # questions of each kind
_GIVEN = 3


def suggestions(
    result: Result,
    find: Callable[[str], Article],
    ask: Callable[[str], Result],
    asked: Iterable[str] = (),
    go_on: Callable[[], bool] = lambda: True,
) -> tuple[str, ...]:
    """Return up to three questions, each of another kind, about what stands near the cited sentences or the closest.

    A question is kept only if `ask` answers it from the very sentence that it was made from, and if it is not among
    those `asked`. `find` gives the article of an id or raises KeyError. `go_on` is called before each try; when it
    says no, what is found by then is returned.
    """
    known = {_form(question) for question in (*asked, result.question, result.standalone_question)}
    near = list(_near(result, find))
    fresh = (islice((one for one in made(near, *form) if _form(one[0]) not in known), _TRIED) for form in FORMS)
    found = (first_kept(takewhile(lambda _: go_on(), questions), ask) for questions in fresh)
    return tuple(islice(filter(None, found), _GIVEN))


def _near(result: Result, find: Callable[[str], Article]) -> Iterator[str]:
    """Yield the sentences around the cited ones, those of the first citation first, each once."""
    seen: set[str] = set()
    for citation in result.citations or result.closest:
        try:
            article = find(citation.article_id)
        except KeyError:
            continue
        for sentence in _around(citation, article):
            if sentence not in seen:
                seen.add(sentence)
                yield sentence


def _around(citation: Citation, article: Article) -> list[str]:
    """Return the sentences from the cited one outwards."""
    spans = sentences(article)
    at = next((place for place, span in enumerate(spans) if span.end > citation.start), len(spans))
    near = sorted(range(max(0, at - _AROUND), min(len(spans), at + _AROUND + 1)), key=lambda place: abs(place - at))
    return [spans[place].of(article.text) for place in near]


def _form(question: str) -> str:
    return " ".join(question.casefold().strip(" ?.!").split())
