"""Whether an article is in English, which is the language that the readers were trained on."""

import re

from index.words import FUNCTION_WORDS

_SAMPLE = 20_000  # characters that tell
_LOWER = re.compile(r"[^\W\d_]+")
_FEWEST = 12  # different words in lower case; lists of names and tables have fewer, and tell nothing
_SHARE = 0.2  # of the words: English prose has more function words, lists of English words may have fewer
_TOLD = "It does not seem to be in English, the only language that Byline reads well; answers from it may be wrong."


def warning(text: str) -> str | None:
    """Return what to tell of an article that is surely not in English; None of any other.

    Function words settle it for nearly all English articles, so that the detector, py3langid, is seldom loaded.
    """
    words = [word for word in _LOWER.findall(text[:_SAMPLE]) if word == word.lower()]
    if len(set(words)) < _FEWEST or sum(word in FUNCTION_WORDS for word in words) >= _SHARE * len(words):
        return None
    from py3langid import classify

    language, _ = classify(" ".join(words))
    return None if language == "en" else _TOLD
