"""Text without the signs that cannot be seen: controls of a terminal, turned writing, halves of characters."""

import unicodedata


def visible(text: str) -> str:
    """Return a text with a space for each such sign, but the ends of its lines."""
    return "".join(sign if sign == "\n" or unicodedata.category(sign)[0] != "C" else " " for sign in text)
