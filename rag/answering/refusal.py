"""Why the articles do not say."""

import re

from index.library import Library
from index.where import EVERY, Where
from index.words import seems_foreign, words
from rag.english.phrases import names, phrases

_LONGEST = 40
_DONE = re.compile(r"\b(?:has|have|had)\s.*\b(?!(?:the|an?|his|her|its|their|your|my)\b)\w+\s+(\w+)\W*$", re.IGNORECASE)


def reason(question: str, library: Library, chosen: Where = EVERY) -> str:
    """Say in a sentence why there is no answer in the articles that are `chosen`; nothing where these are none."""
    if not library.catalogue.has_any(EVERY):
        return "The library holds no article."
    if not library.catalogue.has_any(chosen):
        return ""
    if seems_foreign(question):
        return "Byline reads English; ask in English."
    unknown = library.lexicon.unknown_words(question, chosen)
    if told := [word for word in unknown if word in _asked_about(question)]:
        return f"Nothing {'there' if chosen else 'here'} mentions {_listed(told)}."
    return "No sentence answers this well enough."


def _asked_about(question: str) -> set[str]:
    """Return the words of names and of things that a question asks about, not those of what they are or do."""
    lower = question[1:] == question[1:].lower()
    things = [phrase for phrase in phrases(question) if lower or phrase.startswith("the ")]
    done = {match[1].lower() for match in _DONE.finditer(question)}
    return {word for phrase in [*names(question), *things] for word in words(phrase) if word not in done}


def _listed(words: list[str]) -> str:
    quoted = [f"“{word if len(word) <= _LONGEST else word[:_LONGEST] + '…'}”" for word in words[:3]]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else quoted[0]
