"""Whether a claim turns round what a sentence says: "not", opposites, who did what to whom, from where to where."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.words import FUNCTION_WORDS
from rag.english.stems import WORD, stem, stems
from rag.english.verbs import PAST
from rag.llm.checking.bearing import bearings
from rag.llm.checking.clauses import BOTH_WAYS

_BREAK = re.compile(r"[;:.!?()–—“”]|, (?=(?:and|but|while)\b)|\b(?:who|which|that)\b")  # between two doers
_NOT = re.compile(
    r"\b(?:not(?! only\b)|no(?!\. ?\d)|never|none|nobody|nothing|neither|nor|without|cannot|\w+n[’']t|hardly|barely)\b"
    r"|\b(?:den(?:y|ies|ied|ying)(?: that)?|refus(?:e[sd]?|ing)|reject(?:s|ed|ing)?|fail(?:s|ed|ing)? to|unable to"
    r"|false(?:ly)?|untrue|stopp?(?:ed|s)? short of|declin(?:e[sd]?|ing) to|lack(?:s|ed|ing)? )\b",
    re.IGNORECASE,
)
_AROUND = 10  # words before and after a verb, among which its doer and its object are
_THINGS = 4  # words of meaning of these that may be either
_OPPOSITES = (
    "rise/fall rose/fell increase/decrease increase/decline increase/drop grow/shrink more/fewer more/less "
    "most/least win/lose won/lost accept/reject accept/refuse approve/reject support/oppose allow/ban "
    "allow/prohibit permit/forbid confirm/deny admit/deny before/after alive/dead survive/die survived/killed "
    "first/last highest/lowest high/low higher/lower large/small larger/smaller largest/smallest begin/end "
    "start/end start/stop open/close arrive/leave guilty/innocent convict/acquit buy/sell bought/sold strong/weak "
    "strengthen/weaken always/never rich/poor success/failure succeed/fail hot/cold old/young male/female man/woman "
    "north/south east/west northern/southern eastern/western early/late earlier/later father/mother brother/sister "
    "son/daughter husband/wife import/export above/below inside/outside left/right maximum/minimum best/worst "
    "better/worse raise/lower enter/exit join/quit"
)
_UN = ("un", "in", "im", "il", "ir", "dis", "non", "non-")
_IS_DONE = re.compile(r"\b(?:is|are|was|were|been|being|be|got)(?: \w+ly)?$")
_WHERE = frozenset("in at on during since near".split())
_UNTOLD = BOTH_WAYS | frozenset("said say says".split())  # verbs that stand before whose they are as well as behind
_DIRECTIONS = frozenset("from to by against before after into".split())


def turned(claim: str, cited: Sequence[str]) -> str:
    """Say how a claim turns round what the cited texts say; empty where no sign of that is found."""
    if odd := denied(claim, cited):
        return odd
    quoted = " . ".join(cited)
    if swapped := _swapped(claim, cited):
        return f"In the quoted sentence it is the other way round: “{swapped}”."
    if moved := _moved(claim, quoted):
        return f"“{moved}” is not what the quoted sentence says."
    return ""


def denied(claim: str, cited: Sequence[str]) -> str:
    """Say which "not" or opposite the claim or the cited texts have alone; empty where none is found."""
    quoted = " . ".join(cited)
    if odd := _one_sided(claim, quoted):
        return odd
    pair = _opposite(claim, quoted)
    return f"The claim says “{pair[0]}”, the quoted sentence “{pair[1]}”." if pair else ""


def _one_sided(claim: str, quoted: str) -> str:
    """Say which "not" stands in the claim or in the quoted text alone, of words that both have."""
    said, told, words = list(bearings(_NOT, claim)), list(bearings(_NOT, quoted)), set(stems(claim))
    for denied in said:
        if denied.after and not any({*other.before, *other.after} & words for other in told):
            return f"“{denied.words}” is not in the quoted sentence."
    for denied in told:
        near = {*denied.before, *denied.after[1:2]}
        if not denied.after or denied.after[0] not in words or (near and not near & words):
            continue
        if not any(denied.after[0] in {*other.before, *other.after} for other in said):
            return f"The quoted sentence says “{denied.words}”, the claim does not."
    return ""


def _opposite(claim: str, quoted: str) -> tuple[str, str] | None:
    """Return a word of the claim and its opposite in the quoted text, where neither has the other word."""
    mine, its = ({stem(word): word for word in WORD.findall(text)} for text in (claim, quoted))
    for pair in _OPPOSITES.split():
        one, other = map(stem, pair.split("/"))
        for a, b in ((one, other), (other, one)):
            if a in mine and a not in its and b in its and b not in mine:
                return mine[a], its[b]
    for root, word in mine.items():
        for prefix in _UN if root not in its else ():
            for opposite in (prefix + word.lower(), word.lower().removeprefix(prefix)):
                if min(len(word), len(opposite)) > 3 and stem(opposite) in its.keys() - mine.keys():
                    return word, its[stem(opposite)]
    return None


def _swapped(claim: str, cited: Sequence[str]) -> str:
    """Return the words of a cited text in which two of the claim's words stand round a verb the other way."""
    told = [deed for text in cited for deed in _deeds(text)]
    for deed in _deeds(claim):
        alike = [other for other in told if other.verb == deed.verb and {*other.ends} == {*deed.ends}]
        if alike and not any((other.ends == deed.ends) == (other.passive == deed.passive) for other in alike):
            return alike[0].words
    return ""


@dataclass(frozen=True)
class _Deed:
    """A verb's stem between those of two words of its clause, and whether it is passive with "by"."""

    ends: tuple[str, str]
    verb: str
    passive: bool
    words: str


def _deeds(text: str) -> Iterator[_Deed]:
    for part in _BREAK.split(text):
        words = WORD.findall(part)
        for at, verb in enumerate(words):
            if not _is_verb(verb) or verb in _UNTOLD:
                continue
            done = bool(_IS_DONE.search(" ".join(words[:at]))) or words[at + 1 : at + 2] == ["by"]
            passive = done and "by" in words[at : at + 5]
            for one in _things(words, max(0, at - _AROUND), at)[-_THINGS:]:
                for other in _things(words, at + 1, at + 1 + _AROUND)[:_THINGS]:
                    if len({stem(one), stem(other), stem(verb)}) == 3:
                        yield _Deed((stem(one), stem(other)), stem(verb), passive, f"{one} … {verb} … {other}")


def _things(words: Sequence[str], start: int, end: int) -> list[str]:
    """Return the words of meaning of a part, without those of "in", "at", "on", "during"."""
    found = []
    for at, word in enumerate(words[start:end], start):
        before = [one for one in words[max(0, at - 2) : at] if one.lower() not in ("the", "a", "an")]
        if word.lower() not in FUNCTION_WORDS and not (before and before[-1].lower() in _WHERE):
            found.append(word)
    return found


def _is_verb(word: str) -> bool:
    return word.islower() and (
        word in PAST or (len(word) > 4 and word.endswith(("ed", "s", "ing")) and not word.endswith("ss"))
    )  # fmt: skip


def _moved(claim: str, quoted: str) -> str:
    """Return a name of the claim with its "from" or "to", where the quoted text has it after another alone."""
    its = list(_directed(quoted))
    for word, name in _directed(claim):
        said = {other for other, known in its if known.lower() == name.lower()}
        if said and word not in said and len(re.findall(rf"\b{re.escape(name)}\b", quoted)) == len(said):
            return f"{word} {name}"
    return ""


def _directed(text: str) -> Iterator[tuple[str, str]]:
    for match in re.finditer(r"\b(\w+) (?:the )?([A-Z][\w’'-]+)", text):
        if match[1].lower() in _DIRECTIONS:
            yield match[1].lower(), match[2]
