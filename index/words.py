"""The words of a question that a search can find."""

import re

_WORD = re.compile(r"\w+")
# English function words: they stand in every passage and tell none apart.
_FUNCTION_WORDS = frozenset(
    """a an the this that these those there here it its he him his she her they them their we us our you your i me my
    who whom whose what which when where why how is are was were be been being am do does did done has have had
    will would shall should can could may might must and or but if then than so as of in on at by for from to with
    into about over under between after before during not no nor s t""".split()
)


def content_words(text: str) -> list[str]:
    """Return the words that carry meaning as they are written, each once, in order; all words where none does."""
    found = list({word.lower(): word for word in reversed(_WORD.findall(text))}.values())[::-1]
    return [word for word in found if word.lower() not in _FUNCTION_WORDS] or found
