"""The names of a claim, and whether quoted sentences have them: in part, as a people's name, as an acronym."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from index.sentences import common_words
from index.words import FUNCTION_WORDS
from rag.english.calendar import MONTHS, WEEKDAYS
from rag.english.nouns import is_plural
from rag.english.quantities import quantities

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_](?:[\w.&’'-]*[^\W_])?")
_JOINS = frozenset("de del la al bin ibn van von der den".split())  # stand inside a person's name
_FORMAL = frozenset("mr mrs ms miss dr sir madam".split())
_CALENDAR = frozenset(
    (*WEEKDAYS, *MONTHS, *"jan feb mar apr jun jul aug sept oct nov dec today yesterday tomorrow".split())
)
_PLACES = frozenset("italy sicily beijing nanjing netherlands philippines maldives wales bahamas".split())
_PEOPLE = re.compile(r"(?:n|an|ian|nian|ese|ish|i|s|er|a|ia|ic|y|ey|land|and|d|ain|e)?")
_SAME = [
    frozenset(group.split())
    for group in (
        "us u.s u.s.a usa america american americans united-states",
        "uk u.k britain british briton britons united-kingdom",
        "france french frenchman", "germany german germans", "netherlands dutch", "greece greek greeks",
        "spain spanish spaniard spaniards", "switzerland swiss", "wales welsh", "ireland irish", "norway norwegian",
        "eu e.u european-union", "un u.n united-nations", "philippines filipino filipinos philippine",
        "thailand thai thais", "iraq iraqi iraqis", "israel israeli israelis", "afghanistan afghan afghans",
    )
]  # fmt: skip
_TITLES = frozenset(
    "president minister premier prime secretary senator governor mayor chancellor king queen prince princess pope "
    "judge justice general colonel captain major sergeant lieutenant admiral chief officer director chairman "
    "professor coach congressman congresswoman representative ambassador sheriff detective attorney inspector "
    "commissioner foreign defense defence interior finance former vice deputy state".split()
)
_NEAR = 5  # words more than a name has, among which its words stand


def names(text: str, common: str = "") -> list[tuple[str, ...]]:
    """Return the runs of capitalised words and words with figures, "of" and "and" between them apart.

    A first word alone is no name where `common`, the article's text, has it without a capital.
    """
    runs: list[list[str]] = [[]]
    end = 0
    for match in _WORD.finditer(text):
        word = match[0]
        if text[end : match.start()].strip(" ") or not (_is_name(word) or (runs[-1] and word in _JOINS)):
            runs.append([])
        if _is_name(word) or (runs[-1] and word in _JOINS):
            runs[-1].append(_bare(word))
        end = match.end()
    first = _WORD.search(text)
    if first and runs[0] == [] and len(runs) > 1 and runs[1][:1] == [_bare(first[0])]:
        runs = runs[1:]
    if first and runs[0][:1] == [_bare(first[0])] and _is_common(first[0], alone=len(runs[0]) == 1, common=common):
        runs[0] = runs[0][1:]
    kept = (tuple(word for word in run if word.lower() not in _FORMAL) for run in runs)
    return [run for run in kept if run and run[-1] not in _JOINS]


def not_named(claim: str, cited: Sequence[str], articles: Sequence[str] = ()) -> str:
    """Return the first name of a claim that the cited texts do not have; empty where they have all.

    A part of a name is enough. More than the sentence has of it is right where its article has all of it.
    """
    tokens = [[_bare(match[0]) for match in _WORD.finditer(text)] for text in cited]
    runs = [run for text in cited for run in names(text)]

    def missing(text: str) -> str:
        for name in names(text, " ".join(articles)):
            if any(_stand_together(name, words) for words in tokens) or _is_alias(name, cited):
                continue
            if not any(_completes(name, run) for run in runs if _in_full(name, articles)):
                return " ".join(name)
        return ""

    lacked = missing(claim)
    return lacked and missing(_shortened(claim, tokens)) and lacked


def _is_name(word: str) -> bool:
    return (word[0].isupper() and word.lower() not in _CALENDAR and _bare(word) not in ("I", "")) or (
        any(sign.isdigit() for sign in word) and any(sign.isalpha() for sign in word) and not _is_figure(word)
    )


def _is_figure(word: str) -> bool:
    return bool(re.fullmatch(r"[\d.,]+-?(?:st|nd|rd|th|s|k|mn?|bn?|tn|am|pm|km|kg|year.*|[a-z]{3,}.*)?", word.lower()))


def _is_common(word: str, alone: bool, common: str) -> bool:
    """Tell a word that begins a sentence in capitals, as any does, from a name."""
    low = _bare(word).lower()
    if low in ("the", "a", "an"):
        return True  # though an article may have "in The Times"
    if (len(low) > 1 and word.isupper()) or re.search(rf"(?<=[a-z,] ){re.escape(_bare(word))}\b", common):
        return False
    if low in FUNCTION_WORDS or quantities(low):
        return True
    if low in _PLACES or not word[1:].islower():
        return False
    if low.endswith(("ly", "ing")):
        return True
    return alone and (low in common_words() or is_plural(word) or bool(re.search(rf"\b{re.escape(low)}\b", common)))


def _stand_together(name: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether the words of a name stand near one another."""
    reach = len(name) + _NEAR
    return any(
        all(any(_same(part, word) for word in words[max(0, at - reach) : at + reach]) for part in name)
        for at, word in enumerate(words)
        if _same(name[0], word)
    ) and not (len(name) > 1 and _is_mixed(name, words))


def _is_mixed(name: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether words of a name are those of two others: "Neth Marsudi" of "Neth Savoeun" and "Retno Marsudi"."""
    for first, second in pairwise(name):
        if any(_same(first, one) and _same(second, other) for one, other in zip(words, words[2:], strict=False)):
            continue  # "Committee (IPC) President", "President Sir Philip"
        after = [word for one, word in pairwise(words) if _same(first, one)]
        before = [word for word, one in pairwise(words) if _same(second, one)]
        if after and before and all(_is_other(w, second) for w in after) and all(_is_other(w, first) for w in before):
            return True
    return False


def _is_other(word: str, part: str) -> bool:
    return _is_name(word) and not _same(word, part)


def _same(one: str, other: str) -> bool:
    a, b = _folded(one), _folded(other)
    if a == b or any(a in group and b in group for group in _SAME):
        return True
    shared = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return shared >= 4 and bool(_PEOPLE.fullmatch(a[shared:]) and _PEOPLE.fullmatch(b[shared:]))


def _shortened(claim: str, tokens: Sequence[Sequence[str]]) -> str:
    """Return a claim with the acronyms of the cited texts for the names that they stand for."""
    for acronym in {word for words in tokens for word in words if len(word) > 2 and word.isalpha() and word.isupper()}:
        claim = re.sub(r" (?:(?:of|the|and|for) )*".join(rf"\b{letter}[a-z’'-]+" for letter in acronym), acronym, claim)
    return claim


def _is_alias(name: Sequence[str], cited: Sequence[str]) -> bool:
    """Tell whether the texts have a name under another: "U.S." as "United States", an acronym as its words."""
    joined = "-".join(_folded(word) for word in name)
    letters = name[0].replace(".", "") if len(name) == 1 and name[0].isupper() else ""
    return any(joined in group and _has_one_of(group, cited) for group in _SAME) or any(
        _initials(text, letters) for text in cited
    )


def _has_one_of(group: frozenset[str], cited: Sequence[str]) -> bool:
    said = " ".join(f" {'-'.join(_folded(match[0]) for match in _WORD.finditer(text))} " for text in cited)
    return any(re.search(rf"(?:^|[- ]){re.escape(form)}(?:$|[- ])", said) for form in group)


def _initials(text: str, letters: str) -> bool:
    capitals = [match[0] for match in _WORD.finditer(text) if match[0][0].isupper()]
    return len(letters) > 2 and letters in "".join(word[0] for word in capitals)


def _in_full(name: Sequence[str], articles: Sequence[str]) -> bool:
    return any(re.search(rf"\b{re.escape(' '.join(name))}\b", text) for text in articles)


def _completes(name: Sequence[str], run: Sequence[str]) -> bool:
    """Tell whether a name is one that a text has less of: its other names, but for titles, are all of it."""
    shared = [word for word in run if any(_same(word, part) for part in name)]
    rest = [word for word in run if word not in shared and word.lower() not in _TITLES]
    return bool(shared) and not any(_is_beside(word, name, run) for word in rest)


def _is_beside(word: str, name: Sequence[str], run: Sequence[str]) -> bool:
    """Tell whether a word stands in a run right before or after one of a name."""
    return any(word in pair and any(_same(other, part) for part in name for other in pair) for pair in pairwise(run))


def _bare(word: str) -> str:
    return re.sub(r"[’']s?$", "", word).rstrip(".’'")


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", _bare(word).casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
