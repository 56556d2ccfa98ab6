"""Whether a claim counts by a number what the quotes count by it: not others, nor the whole in place of a part."""

import re
from collections.abc import Sequence

from rag.english.quantities import Quantity, quantities
from rag.english.stems import stems

_PART = re.compile(r",? *of (?:them|whom|which|these|those)\b([^,;:.!?()–—]*)")
_COUNTED = re.compile(r"[ -](?:more |other )?(?P<first>\w+)[^,;:.!?()–—]*")
NEAR = 3
"""How many words of meaning right behind a number have among them what it counts."""


def miscounted(claim: str, cited: Sequence[str]) -> str:
    """Say which number of a claim counts something else in the quotes; empty where none does."""
    said, words = [one for text in cited for one in quantities(text)], set(stems(claim))
    for number in quantities(claim):
        same = [one for one in said if number.is_said_by(one)]
        parts = [stems(found[1]) for one in same if (found := _PART.match(one.counted))]
        if same and len(parts) == len(same) and all(part and not words & {*part} for part in parts):
            return f"In the quoted sentence “{number.words}” is a part of the whole."
        others = [one for one in said if one not in same]
        if same and not parts and not number.unit and _is_moved(number, same, others):
            return f"In the quoted sentence “{number.words}” counts something else."
    return ""


def _is_moved(number: Quantity, same: Sequence[Quantity], others: Sequence[Quantity]) -> bool:
    """Tell whether what a number counts is counted by another one alone."""
    mine = _counted(number)
    theirs = [_counted(one) for one in same]
    return bool(mine) and all(its and not {*mine} & {*its} for its in theirs) and any(
        mine[0] in _counted(one) for one in others if not one.unit
    )  # fmt: skip


def _counted(number: Quantity) -> list[str]:
    found = _COUNTED.match(number.counted)
    return stems(found[0])[:NEAR] if found and stems(found["first"]) else []
