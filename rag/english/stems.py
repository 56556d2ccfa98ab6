"""The words of a text that carry meaning, and their stems."""

import re
from functools import cache

from index.words import FUNCTION_WORDS

WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")


@cache
def stem(word: str) -> str:
    """Return the stem of a word (Porter), without case."""
    # Imported here because NLTK takes over a second, which nobody should wait for who checks nothing.
    from nltk.stem.porter import PorterStemmer  # type: ignore[import-untyped, unused-ignore]

    return str(PorterStemmer().stem(re.sub(r"[’']s?$", "", word.lower())))


def stems(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, in order."""
    return [stem(word) for word in meaningful(text)]


def meaningful(text: str) -> list[str]:
    """Return the words of a text that carry meaning, as they stand, each as often as it does."""
    return [word for word in WORD.findall(text) if word.lower() not in FUNCTION_WORDS]
