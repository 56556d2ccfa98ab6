"""The words of a question: those that a search can find, and whether it is English."""

import re

_WORD = re.compile(r"\w+")
# English function words: they stand in every passage and tell none apart.
_FUNCTION_WORDS = frozenset(
    """a an the this that these those there here it its he him his she her they them their we us our you your i me my
    who whom whose what which when where why how is are was were be been being am do does did done has have had
    will would shall should can could may might must and or but if then than so as of in on at by for from to with
    into about over under between after before during not no nor s t""".split()
)


def words(text: str) -> list[str]:
    """Return the words of a text as they are written, each once, in order."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        found.setdefault(word.lower(), word)
    return list(found.values())


def content_words(text: str) -> list[str]:
    """Return the words that carry meaning, as `words` does."""
    return [word for word in words(text) if word.lower() not in _FUNCTION_WORDS]


def seems_foreign(text: str) -> bool:
    """Tell a question that is surely not English: no English function word, and a sign of another language.

    The signs are a common word with a letter beyond ASCII, or a question mark turned over.
    """
    found = _WORD.findall(text)
    signs = "¿" in text or any(word == word.lower() and not word.isascii() for word in found)
    return signs and not any(word.lower() in _FUNCTION_WORDS for word in found)
