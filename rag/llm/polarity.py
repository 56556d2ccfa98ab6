"""Whether a claim turns round what a sentence says: "not", opposites, who did what to whom, from where to where."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from index.words import FUNCTION_WORDS

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_CLAUSE = re.compile(r"[,;:.!?()–—]|\b(?:but|although|though|while|because|who|which|that|if|when)\b", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:not(?! only\b)|no|never|none|nobody|nothing|neither|nor|without|cannot|\w+n[’']t|hardly|barely)\b"
    r"|\b(?:den(?:y|ies|ied|ying)|refus(?:e[sd]?|ing)|reject(?:s|ed|ing)?|fail(?:s|ed|ing)? to|unable to"
    r"|false(?:ly)?|untrue|stopp?(?:ed|s)? short of|declin(?:e[sd]?|ing) to|lack(?:s|ed|ing)? )\b",
    re.IGNORECASE,
)
_REACH = 4  # words of meaning after a "not" that it may be about
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
_BE = r"(?:is|are|was|were|been|being|be|got)"
_BOTH_WAYS = frozenset("met meet meets meeting married marry talk talked talks spoke agreed".split())
_DIRECTIONS = frozenset("from to by against before after into".split())
_IRREGULAR = frozenset(
    "beat became began bit blew bought broke brought built burst caught chose cut did drank drew drove ate fed fell "
    "felt fought found fled flew gave got grew had heard held hid hit hurt kept knew laid led left lent let lit "
    "lost made met paid put ran read rode rose said sang saw sent set shook shot showed shut slew sold spent spoke "
    "stole struck sued swam swore taught threw told took understood went won wore wrote".split()
)


def turned(claim: str, cited: Sequence[str]) -> str:
    """Say how a claim turns round what the cited texts say; empty where no sign of that is found."""
    quoted = " . ".join(cited)
    if odd := _one_sided(claim, quoted):
        return odd
    if pair := _opposite(claim, quoted):
        return f"The claim says “{pair[0]}”, the quoted sentence “{pair[1]}”."
    if swapped := _swapped(claim, cited):
        return f"In the quoted sentence it is the other way round: “{swapped}”."
    if moved := _moved(claim, quoted):
        return f"“{moved}” is not what the quoted sentence says."
    return ""


@cache
def stem(word: str) -> str:
    """Return the stem of a word (Porter), without case."""
    # Imported here because NLTK takes over a second, which nobody should wait for who checks nothing.
    from nltk.stem.porter import PorterStemmer  # type: ignore[import-untyped, unused-ignore]

    return str(PorterStemmer().stem(re.sub(r"[’']s?$", "", word.lower())))


def stems(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, in order."""
    return [stem(word) for word in _WORD.findall(text) if word.lower() not in FUNCTION_WORDS]


def _one_sided(claim: str, quoted: str) -> str:
    """Say which "not" stands in the claim or in the quoted text alone, of words that both have."""
    said, told = list(_denied(claim)), list(_denied(quoted))
    shared = set(stems(claim)) & set(stems(quoted))
    for words, scope in said:
        if not any(set(scope) & set(other) for _, other in told):
            return f"“{words}” is not in the quoted sentence."
    for words, scope in told:
        about = [word for word in scope if word in shared][:2]
        if about and scope[0] in shared and not any(set(about) & set(other) for _, other in said):
            return f"The quoted sentence says “{words}”, the claim does not."
    return ""


def _denied(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each "not" of a text with the stems that it is about: the next few of its clause."""
    for match in _NOT.finditer(text):
        end = _CLAUSE.search(text, match.end())
        after = text[match.end() : end.start() if end else len(text)]
        yield match[0].strip(), stems(after)[:_REACH]


def _opposite(claim: str, quoted: str) -> tuple[str, str] | None:
    """Return a word of the claim and its opposite in the quoted text, where neither has the other word."""
    mine = {stem(word): word for word in _WORD.findall(claim)}
    its = {stem(word): word for word in _WORD.findall(quoted)}
    for pair in _OPPOSITES.split():
        one, other = map(stem, pair.split("/"))
        for a, b in ((one, other), (other, one)):
            if a in mine and a not in its and b in its and b not in mine:
                return mine[a], its[b]
    for word in mine.keys() - its.keys():
        for prefix in _UN:
            for opposite in (prefix + word, word.removeprefix(prefix)):
                if opposite != word and len(opposite) > 3 and opposite in its.keys() - mine.keys():
                    return mine[word], its[opposite]
    return None


def _swapped(claim: str, cited: Sequence[str]) -> str:
    """Return the words of a cited text in which two of the claim's words stand round a verb the other way."""
    for first, verb, passive, second in _deeds(claim):
        for text in cited:
            for its_first, its_verb, its_passive, its_second in _deeds(text):
                if stem(verb) != stem(its_verb) or verb.lower() in _BOTH_WAYS:
                    continue
                same = stem(first) == stem(its_first) and stem(second) == stem(its_second)
                crossed = stem(first) == stem(its_second) and stem(second) == stem(its_first)
                if (crossed and passive == its_passive) or (same and passive != its_passive):
                    return f"{its_first} … {its_verb} … {its_second}"
    return ""


def _deeds(text: str) -> Iterator[tuple[str, str, bool, str]]:
    """Yield each verb between two words of meaning of its clause, and whether it is passive with "by"."""
    for part in re.split(r"[;:.!?()]\s|[“”\"]", text):
        words = _WORD.findall(part)
        for at, word in enumerate(words):
            if not (word.islower() and _is_verb(word)):
                continue
            before = [w for w in words[max(0, at - 7) : at] if _means(w)]
            after = [w for w in words[at + 1 : at + 8] if _means(w)]
            passive = bool(re.search(rf"\b{_BE}\b(?: \w+ly)?$", " ".join(words[:at]))) and "by" in words[at : at + 5]
            yield from ((one, word, passive, other) for one in before[-3:] for other in after[:3])


def _is_verb(word: str) -> bool:
    return word in _IRREGULAR or (len(word) > 4 and word.endswith(("ed", "es", "ing"))) or (
        len(word) > 4 and word.endswith("s") and not word.endswith("ss")
    )  # fmt: skip


def _means(word: str) -> bool:
    return word.lower() not in FUNCTION_WORDS


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
