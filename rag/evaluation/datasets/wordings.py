"""Questions in other words: misspelt, renamed, in lower case, as keywords."""

import random
import re
import string
from collections.abc import Callable
from dataclasses import dataclass

from index.library import Library
from index.words import content_words, words
from rag.retrieval.aliases import aliases

_NAME = 5  # letters of a name that is misspelt


@dataclass(frozen=True)
class Wording:
    """A question in other words, and the word that was misspelt in it, if one was."""

    text: str
    meant: str = ""


def misspelt(question: str, library: Library, edits: int, chance: random.Random) -> Wording | None:
    """Return the question with a name of at least five letters misspelt, its first letter kept; None if it has none."""
    _, *rest = words(question) or [""]
    names = [word for word in rest if word[0].isupper() and word.isalpha() and len(word) >= _NAME]
    known = [name for name in names if library.lexicon.knows(name)]
    if not known:
        return None
    name = wrong = chance.choice(known)
    while wrong.lower() == name.lower():
        wrong = name
        for _ in range(edits):
            wrong = _edited(wrong, chance)
    return Wording(question.replace(name, wrong), name)


def _edited(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    letter = chance.choice(string.ascii_lowercase)
    return chance.choice(
        [
            word[:at] + letter + word[at:],
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )


def renamed(question: str, library: Library) -> Wording | None:
    """Return the question with a name in the other form that the articles have; None if they have none."""
    made = question
    for said, called in aliases(question, library.lexicon).items():
        made = re.sub(rf"\b{re.escape(said)}\b", called, made)
    return Wording(made) if made != question else None


def keywords(question: str) -> str:
    """Return the words of a question that carry meaning, or the question where none does."""
    return " ".join(content_words(question)) or question


WORDINGS: dict[str, Callable[[str, Library, random.Random], Wording | None]] = {
    "as they are": lambda text, library, chance: Wording(text),
    "a name misspelt by one edit": lambda text, library, chance: misspelt(text, library, 1, chance),
    "the same names as they are": lambda text, library, chance: misspelt(text, library, 1, chance) and Wording(text),
    "a name misspelt by two edits": lambda text, library, chance: misspelt(text, library, 2, chance),
    "an acronym for a name, or the name for it": lambda text, library, chance: renamed(text, library),
    "the same questions as they are": lambda text, library, chance: renamed(text, library) and Wording(text),
    "lower case": lambda text, library, chance: Wording(text.lower()),
    "a name misspelt by one edit, lower case": lambda text, library, chance: _lower(misspelt(text, library, 1, chance)),
    "keywords only": lambda text, library, chance: Wording(keywords(text)),
}


def _lower(wording: Wording | None) -> Wording | None:
    return wording and Wording(wording.text.lower(), wording.meant)
