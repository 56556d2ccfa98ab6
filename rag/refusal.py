"""Why the articles do not say."""

from index.library import Library


def reason(question: str, library: Library) -> str:
    """Say in a sentence why there is no answer: an empty library, words that no article has, or no good sentence."""
    if not library.articles():
        return "The library holds no article."
    if unknown := library.unknown_words(question):
        return f"Nothing here mentions {_listed(unknown)}."
    return "No sentence answers this well enough."


def _listed(words: list[str]) -> str:
    quoted = [f"“{word}”" for word in words[:3]]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else quoted[0]
