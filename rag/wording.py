"""The words of questions and sentences: stems, names, numbers, and the kind of answer asked for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

import numpy as np
import snowballstemmer
from numpy.typing import NDArray

from index.words import FUNCTION_WORDS

Array = NDArray[np.float64]

_stemmer = snowballstemmer.stemmer("english")
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+")
_NAME = re.compile(r"(?<![.!?“\"] )(?<!^)\b[A-Z][\w’'-]+")
_PLACE = re.compile(r"\b(?:in|at|from|near|to|of|across|outside|around|into)\s+(?:the\s+)?[A-Z]\w+")
_READ = 4000  # characters of a question
_MOST_WORDS = 48  # of a question
_LIKENESS = 0.7  # of a word that is misspelt, or part of a compound
_SMALL_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
_DIGITS = {word: str(number) for number, word in enumerate(_SMALL_NUMBERS)}

# How a question asks for each kind of answer; the first that fits is its kind.
_FORMS = {
    "number": r"\bhow (?:many|much|old|long|far|tall|big|large|high|deep|fast|often|few)\b|\b(?:number|percentage|"
    r"percent|proportion|population|amount|price|cost|age|size|height|length|distance|total|rate)\b",
    "time": r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|time|century|decade|season)\b",
    "place": r"\bwhere\b|\b(?:what|which) (?:country|city|state|town|region|place|nation|continent|county|village)\b",
    "cause": r"\bwhy\b|\bwhat (?:caused?|causes|led|made|makes|reasons?)\b|\breason\b|\bhow come\b",
    "person": r"\bwho(?:m|se)?\b",
    "manner": r"\bhow\b",
}
# What an answer of each kind looks like.
_SIGNS = {
    "number": r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|dozens?|hundreds?|"
    r"thousands?|[mb]illions?|half|twice|single|couple|several)\b",
    "time": r"\b(?:1[0-9]|20)\d\d\b|\b(?:january|february|march|april|may \d|june|july|august|september|october|"
    r"november|december|\w+day|tomorrow|tonight|last|century|centuries|decade|ago|midnight|noon|morning|afternoon|"
    r"evening|weekend|summer|winter|spring|autumn)\b",
    "cause": r"\b(?:because|due|since|so|therefore|result\w*|caus\w+|led|reasons?|owing|thanks|after|for|as|order|"
    r"prompt\w*|blam\w+|allow\w*|to)\b",
    "manner": r"\b(?:by|through|using|with|via|when|if)\b",
}
_FORM_PATTERNS = {kind: re.compile(form, re.IGNORECASE) for kind, form in _FORMS.items()}
_SIGN_PATTERNS = {kind: re.compile(sign, re.IGNORECASE) for kind, sign in _SIGNS.items()}


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of a lower-case word (Snowball English); numbers up to twenty become digits."""
    return _DIGITS.get(word) or str(_stemmer.stemWord(word))


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, numbers without the commas between thousands."""
    plain = text.casefold().replace("’s", "").replace("'s", "")
    return [word.replace(",", "") for word in _WORD.findall(plain)]


@dataclass(frozen=True)
class Question:
    """A question's content words as stems, what each weighs, which of them are names or numbers, and its kind."""

    stems: tuple[str, ...]
    weights: Array
    special: NDArray[np.bool_]
    kind: str

    @classmethod
    def of(cls, text: str, idf: Mapping[str, float]) -> "Question":
        """Read a question; `idf` weighs stems, one that it lacks weighs as much as its heaviest."""
        text = text[:_READ]
        heaviest = max(idf.values(), default=1.0)
        names = _names(text)
        stems = tuple(dict.fromkeys(stem(w) for w in words(text) if w not in FUNCTION_WORDS))[:_MOST_WORDS]
        kind = next((kind for kind, form in _FORM_PATTERNS.items() if form.search(text)), "other")
        return cls(
            stems=stems,
            weights=np.array([idf.get(s, heaviest) for s in stems], dtype=np.float64),
            special=np.array([s in names or s[0].isdigit() for s in stems], dtype=np.bool_),
            kind=kind,
        )


@dataclass(frozen=True)
class Sentence:
    """What is read off a sentence once, whatever the question: stems, names, and the signs of each kind of answer."""

    stems: tuple[str, ...]
    names: frozenset[str]
    has_place: bool
    signs: Mapping[str, int]

    @classmethod
    def of(cls, text: str) -> "Sentence":
        """Read a sentence."""
        return cls(
            stems=tuple(stem(word) for word in words(text)),
            names=_names(text),
            has_place=bool(_PLACE.search(text)),
            signs={kind: len(pattern.findall(text)) for kind, pattern in _SIGN_PATTERNS.items()},
        )

    def holds_answer_to(self, question: Question) -> float:
        """Return 1 where there is something of the kind asked for that the question lacks, else -1; 0 for no kind."""
        if question.kind == "other":
            return 0.0
        new_name = not self.names <= set(question.stems)
        if question.kind == "person":
            found = new_name
        elif question.kind == "place":
            found = new_name and self.has_place
        elif question.kind == "number":
            found = self.signs["number"] > sum(s[0].isdigit() and s in self.stems for s in question.stems)
        else:
            found = self.signs[question.kind] > 0
        return 1.0 if found else -1.0


def _names(text: str) -> frozenset[str]:
    return frozenset(stem(word) for name in _NAME.findall(text) for word in words(name))


def found_words(question: Question, sentences: Sequence[Sentence]) -> Array:
    """Return how well each sentence has each word of the question, 0 to 1: shape (sentences, words).

    For a word that no sentence has, the nearest spellings and compounds stand in.
    """
    vocabulary = {s for sentence in sentences for s in sentence.stems}
    found = np.zeros((len(sentences), len(question.stems)))
    for column, wanted in enumerate(question.stems):
        likes = {wanted: 1.0} if wanted in vocabulary else _alike(wanted, vocabulary)
        for row, sentence in enumerate(sentences):
            found[row, column] = max((likes[s] for s in sentence.stems if s in likes), default=0.0)
    return found


def _alike(wanted: str, vocabulary: set[str]) -> dict[str, float]:
    if len(wanted) < 4 or wanted[0].isdigit():
        return {}
    near = [word for word in vocabulary if len(word) > 3 and word[0] == wanted[0]]
    alike = get_close_matches(wanted, near, n=2, cutoff=0.8)
    alike += [word for word in near if word.startswith(wanted) or wanted.startswith(word)]
    return dict.fromkeys(alike, _LIKENESS)
