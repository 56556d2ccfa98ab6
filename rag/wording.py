"""What speaks for a sentence as the answer to a question, in numbers: words, names, the kind of answer."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

import numpy as np
import snowballstemmer
from numpy.typing import NDArray

Array = NDArray[np.float64]

_stemmer = snowballstemmer.stemmer("english")
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+", re.UNICODE)
_MOST_WORDS = 48  # of a question: more are never read
FUNCTION_WORDS = frozenset(
    "a about above after again all also am an and any are as at be because been before being below between both but "
    "by can could did do does doing done down during each ever few for from further get gets give given got had has "
    "have having he her here hers him his how i if in into is it its itself just let me more most much many my "
    "name named names no nor not now of off on once only or other our out over own please s same say says said she "
    "should so some such t tell than that the their them then there these they this those through to too under "
    "until up us very was we were what when where which while who whom whose why will with would you your".split()
)
_NUMBERS = {word: str(value) for value, word in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty".split()
)}

_NUMBER = r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|dozens?|hundreds?|" \
    r"thousands?|[mb]illions?|half|twice|single|couple|several)\b"
_DATE = r"\b(?:1[0-9]|20)\d\d\b|\b(?:january|february|march|april|may \d|june|july|august|september|october|november|" \
    r"december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|yesterday|tomorrow|tonight|last|" \
    r"century|centuries|decade|ago|midnight|noon|morning|afternoon|evening|weekend|summer|winter|spring|autumn)\b"
_KINDS = {
    "number": r"\bhow (?:many|much|old|long|far|tall|big|large|high|deep|fast|often|few)\b|\b(?:number|percentage|"
    r"percent|proportion|population|amount|price|cost|age|size|height|length|distance|total|rate)\b",
    "time": r"\bwhen\b|\b(?:what|which|in what|on what) (?:year|date|day|month|time|century|decade|season)\b",
    "place": r"\bwhere\b|\b(?:what|which) (?:country|city|state|town|region|place|nation|continent|county|village)\b",
    "cause": r"\bwhy\b|\bwhat (?:caused?|causes|led|made|makes|reasons?)\b|\breason\b|\bhow come\b",
    "person": r"\bwho(?:m|se)?\b",
    "manner": r"\bhow\b",
}
_CANDIDATES = {
    "number": re.compile(_NUMBER, re.IGNORECASE),
    "time": re.compile(_DATE, re.IGNORECASE),
    "cause": re.compile(r"\b(?:because|due|since|so|therefore|result\w*|caus\w+|led|reasons?|owing|thanks|after|for|as|"
                        r"order|prompt\w*|blam\w+|allow\w*|to)\b", re.IGNORECASE),
    "manner": re.compile(r"\b(?:by|through|using|with|via|when|if)\b", re.IGNORECASE),
}
_NAME = re.compile(r"(?<![.!?“\"] )(?<!^)\b[A-Z][\w’'-]+")
_PLACE = re.compile(r"\b(?:in|at|from|near|to|of|across|outside|around|into)\s+(?:the\s+)?[A-Z]\w+")
KINDS = (*_KINDS, "other")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of a lower-case word (Snowball English); numbers up to twenty become digits."""
    return _NUMBERS.get(word) or str(_stemmer.stemWord(word))


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, numbers without the commas between thousands."""
    return [word.replace(",", "") for word in _WORD.findall(text.casefold().replace("’s", "").replace("'s", ""))]


@dataclass(frozen=True)
class Question:
    """A question's content words as stems, what each weighs, which of them are names or numbers, and its kind."""

    stems: tuple[str, ...]
    weights: Array
    special: NDArray[np.bool_]
    kind: str

    @classmethod
    def of(cls, text: str, idf: Mapping[str, float]) -> "Question":
        """Read a question; `idf` weighs stems, the ones that it lacks weigh as much as its heaviest."""
        text = text[:4000]
        rarest = max(idf.values(), default=1.0)
        names = {stem(word) for name in _NAME.findall(text) for word in words(name)}
        stems = tuple(dict.fromkeys(stem(w) for w in words(text) if w not in FUNCTION_WORDS))[:_MOST_WORDS]
        weights = np.array([idf.get(s, rarest) for s in stems], dtype=np.float64)
        special = np.array([s in names or s[0].isdigit() for s in stems], dtype=np.bool_)
        lower = text.casefold()
        kind = next((kind for kind, form in _KINDS.items() if re.search(form, lower)), "other")
        return cls(stems, weights, special, kind)


@dataclass(frozen=True)
class Sentence:
    """What is read off a sentence once, whatever the question."""

    stems: tuple[str, ...]
    names: frozenset[str]
    places: bool
    signs: Mapping[str, int]
    asks: bool
    quotes: bool

    @classmethod
    def of(cls, text: str) -> "Sentence":
        """Read a sentence."""
        return cls(
            stems=tuple(stem(word) for word in words(text)),
            names=frozenset(stem(word) for name in _NAME.findall(text) for word in words(name)),
            places=bool(_PLACE.search(text)),
            signs={kind: len(pattern.findall(text)) for kind, pattern in _CANDIDATES.items()},
            asks=text.rstrip("”\"’') ").endswith("?"),
            quotes=any(mark in text for mark in "“”\""),
        )

    def holds(self, question: Question) -> float:
        """Return 1 when there is a candidate of the question's kind that the question does not name, else -1; 0 for no kind."""
        fresh = self.names - set(question.stems)
        match question.kind:
            case "other":
                return 0.0
            case "person":
                found = bool(fresh)
            case "place":
                found = bool(fresh) and self.places
            case "number":
                asked = sum(s[0].isdigit() and s in self.stems for s in question.stems)
                found = self.signs["number"] > asked
            case kind:
                found = self.signs[kind] > 0
        return 1.0 if found else -1.0


def found_words(question: Question, sentences: Sequence[Sentence]) -> Array:
    """Return how well each sentence has each word of the question, 0 to 1: shape (sentences, words).

    A word that no sentence has may be misspelt or half of a compound: the nearest word stands in for it.
    """
    vocabulary = {s for sentence in sentences for s in sentence.stems}
    columns = []
    for wanted in question.stems:
        likes = {wanted: 1.0} if wanted in vocabulary else _near(wanted, vocabulary)
        columns.append([max((likes[s] for s in sentence.stems if s in likes), default=0.0) for sentence in sentences])
    return np.array(columns, dtype=np.float64).reshape(len(question.stems), len(sentences)).T


def _near(wanted: str, vocabulary: set[str]) -> dict[str, float]:
    if len(wanted) < 4 or wanted[0].isdigit():
        return {}
    likes = {near: 0.7 for near in get_close_matches(wanted, [w for w in vocabulary if len(w) > 3], n=2, cutoff=0.8)}
    return likes | {w: 0.7 for w in vocabulary if len(w) > 3 and (w.startswith(wanted) or wanted.startswith(w))}
