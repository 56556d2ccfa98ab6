"""Whether the articles call somebody "he" or "she"."""

import re
from collections.abc import Callable, Sequence
from functools import cache

from rag.readings import Passage

_HE = re.compile(r"\b(?:he|him|his|himself|mr)\b", re.IGNORECASE)
_SHE = re.compile(r"\b(?:she|her|hers|herself|mrs|ms)\b", re.IGNORECASE)
_WHERE = r"\b(?:in|at|across|outside) (?:the )?"  # stands before what is no person
_CLEAR = 2  # times as often as the other


def agrees_in(search: Callable[[str], Sequence[Passage]]) -> Callable[[str, str], bool | None]:
    """Return what tells whether "he" or "she" may stand for a name; None where the articles do not tell.

    `search` finds passages, once for each name. Counted is what stands in the sentences with the name's last word and
    in those after them. What something happens "in" or "at" is nobody.
    """

    @cache
    def counts(name: str) -> tuple[int, int, bool]:
        told = " ".join(_around(passage, name.split()[-1]) for passage in search(name))
        nobody = bool(re.search(rf"{_WHERE}{re.escape(name)}\b(?!['’])", told))
        return len(_HE.findall(told)), len(_SHE.findall(told)), nobody

    def agrees(word: str, name: str) -> bool | None:
        he, she, nobody = counts(name)
        if nobody:
            return False
        if max(he, she) < _CLEAR * max(1, min(he, she)):
            return None
        return bool(_HE.fullmatch(word)) == (he > she)

    return agrees


def _around(passage: Passage, name: str) -> str:
    text = passage.article.text
    told = [sentence.of(text) for sentence in passage.sentences]
    named = [at for at, sentence in enumerate(told) if name in sentence]
    return " ".join(" ".join(told[at : at + 2]) for at in named)
