"""Whether two answers say the same."""

import re

from index.words import FUNCTION_WORDS

WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+")


def agree(one: str, other: str) -> bool:
    """Tell whether one answer has all the words of the other, and the same numbers.

    "Ana Silva" and "captain Ana Silva" agree, "12" and "62" do not.
    """
    a, b = telling(one), telling(other)
    numbers = [{word for word in words if word[0].isdigit()} for words in (a, b)]
    return bool(a and b) and numbers[0] == numbers[1] and (a <= b or b <= a)


def telling(answer: str) -> set[str]:
    """Return the words of an answer without case and without those that carry no meaning, unless it has no others."""
    words = {word.replace(",", "") for word in WORD.findall(answer.casefold())}
    return words - FUNCTION_WORDS or words
