"""What a reader types to search inside the articles -> phrases, joined by AND, OR and NOT."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.faults import SearchFault
from index.words import in_letters

_LONGEST = 500
_DEEPEST = 20  # brackets inside one another
_UNSEEN = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_TOKEN = re.compile(r'"[^"]*"?|“[^”]*”?|[()]|[^\s()"“]+')
_OPERATORS = ("AND", "OR", "NOT")


@dataclass(frozen=True)
class Phrase:
    """Words that stand side by side, in any form; often one word."""

    text: str


@dataclass(frozen=True)
class Joined:
    """What an article must have: `all` of the parts, or `any`; or it must have `none` of them."""

    how: str
    parts: tuple["Query", ...]


Query = Phrase | Joined


def parsed(typed: str) -> Query:
    """Read a query: words and "phrases"; AND (or nothing) between them, OR, NOT, brackets. NOT binds first, OR last.

    Raises `SearchFault` where it cannot be read, or says only what is not to be found.
    """
    reader = _Reader(_TOKEN.findall(cleaned(typed)))
    query = reader.either(0)
    if reader.token:
        raise SearchFault("A bracket is closed that was not opened. Take it out, or open it before.")
    if not phrases(query):
        raise SearchFault("NOT only leaves articles out. Say also what they must have.")
    return query


def cleaned(typed: str) -> str:
    """Return what is typed as signs that can be seen; raises `SearchFault` where it is too long."""
    if len(typed) > _LONGEST:
        raise SearchFault(f"The search has {len(typed):,} characters; at most {_LONGEST} are read. Shorten it.")
    return in_letters(_UNSEEN.sub(" ", typed))


def phrases(query: Query) -> list[Phrase]:
    """Return the phrases that an article is to have, without those that it must not."""
    if isinstance(query, Phrase):
        return [query]
    inner = [phrase for part in query.parts for phrase in phrases(part)]
    return [] if query.how == "none" else inner


def articles(query: Query, having: Callable[[Phrase], set[str]], every: Callable[[], set[str]]) -> set[str]:
    """Return the articles that a query wants, where `having` tells those with a phrase and `every` all there are."""
    if isinstance(query, Phrase):
        return having(query)
    parts = [articles(part, having, every) for part in query.parts]
    if query.how == "all":
        return set.intersection(*parts)
    return set.union(*parts) if query.how == "any" else every().difference(*parts)


class _Reader:
    """Reads the tokens of a query from the left."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._tokens = [*tokens, ""]
        self._at = 0

    @property
    def token(self) -> str:
        return self._tokens[self._at]

    def _takes(self, token: str) -> bool:
        self._at += (taken := self.token == token)
        return taken

    def either(self, depth: int) -> Query:
        parts = [self._both(depth)]
        while self._takes("OR"):
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else Joined("any", tuple(parts))

    def _both(self, depth: int) -> Query:
        parts = [self._one(depth)]
        while self._takes("AND") or self.token not in ("", ")", "OR"):
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else Joined("all", tuple(parts))

    def _one(self, depth: int) -> Query:
        negated = False
        while self._takes("NOT"):
            negated = not negated
        found = self._bracket(depth) if self._takes("(") else self._phrase()
        return Joined("none", (found,)) if negated else found

    def _bracket(self, depth: int) -> Query:
        if depth == _DEEPEST:
            raise SearchFault(f"More than {_DEEPEST} brackets stand inside one another. Take some out.")
        found = self.either(depth + 1)
        if not self._takes(")"):
            raise SearchFault("A bracket is not closed. Close it, or take it out.")
        return found

    def _phrase(self) -> Phrase:
        token = self.token
        if token in ("", ")", *_OPERATORS):
            before = self._tokens[self._at - 1] if self._at else ""
            word = token if token in _OPERATORS else before
            if word in _OPERATORS:
                raise SearchFault(f"{word} needs a word or a phrase beside it. To find that word, write “{word}”.")
            raise SearchFault("There is nothing to look for. Type a word or a “phrase”.")
        self._at += 1
        text = token.strip('"“”').strip()
        if not any(sign.isalnum() for sign in text):
            raise SearchFault(f"There is no word in “{text}”. Type a word or a “phrase”.")
        return Phrase(text)
