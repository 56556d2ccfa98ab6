"""What can be asked: a question is checked and cleaned before it is answered."""

import re
import unicodedata

from index.faults import QuestionFault
from index.words import FUNCTION_WORDS, in_letters, words

LONGEST = 2000


def cleaned(question: str) -> str:
    """Return the question in one line: composed characters, no ligatures, single spaces, no control characters.

    Raises `QuestionFault` when it is empty, has no word in it, or is longer than 2,000 characters.
    """
    if len(question) > LONGEST:
        raise QuestionFault(
            f"The question has {len(question):,} characters; at most {LONGEST:,} are read. Ask it in fewer words."
        )
    visible = "".join(" " if unicodedata.category(mark) in ("Cc", "Cs") else mark for mark in question)
    line = " ".join(in_letters(unicodedata.normalize("NFC", visible)).split())
    if not line:
        raise QuestionFault("The question is empty. Type a question about the articles.")
    if not re.search(r"\w", line):
        raise QuestionFault(f"There is no word in the question “{line[:40]}”. Ask in words.")
    return line


def asks_something(question: str) -> bool:
    """Tell whether a question says what it is about: "Why?" and "Who is he?" alone do not, "Who is Will?" does."""
    first, *rest = words(question) or [""]
    return first.lower() not in FUNCTION_WORDS or any(not word.islower() or word not in FUNCTION_WORDS for word in rest)
