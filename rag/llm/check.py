"""Whether quoted sentences support what a model wrote."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.types import Vectors
from index.words import content_words

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_NAME = re.compile(r"\b[A-Z]\w+")


@dataclass(frozen=True)
class Verdict:
    """Whether a claim is supported, and why not, in a short sentence."""

    supported: bool
    why: str = ""


def check(claim: str, cited: Sequence[str], encode: Callable[[Sequence[str]], Vectors]) -> Verdict:
    """Tell whether the cited sentences support a claim."""
    quoted = " ".join(cited)
    for found in (*_NUMBER.findall(claim), *_NAME.findall(claim)[1:]):
        if found not in quoted:
            return Verdict(False, f"“{found}” is not in the quoted sentence.")
    known = {word.lower()[:5] for word in content_words(quoted)}
    words = content_words(claim)
    if sum(word.lower()[:5] in known for word in words) < 0.7 * len(words) or not words:
        return Verdict(False, "The quoted sentence does not say this.")
    return Verdict(True)
