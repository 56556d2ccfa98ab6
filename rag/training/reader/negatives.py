"""Questions that a passage does not answer, made from those that it does.

The kinds are those that SQuAD 2.0's authors found in what people wrote to mislead readers (Rajpurkar et al. 2018):
another name or number, the opposite word. The answer's own sentence may also be missing, as it is from most
passages that a search brings.
"""

import random
import re
from collections.abc import Sequence

from index.types import Span
from rag.evaluation.datasets.squad import Question

_NAME = re.compile(r"(?<!^)(?<![.!?“\"] )\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
_NUMBER = re.compile(r"\b\d[\d,.]*\b")
_OPPOSITES = (
    "first last|before after|more fewer|most least|largest smallest|highest lowest|oldest youngest|best worst|"
    "increase decrease|increased decreased|rise fall|rose fell|win lose|won lost|north south|east west|"
    "northern southern|eastern western|start end|begin end|began ended|open close|opened closed|buy sell|bought sold|"
    "male female|man woman|men women|husband wife|father mother|son daughter|brother sister|king queen|"
    "good bad|easy hard|hot cold|high low|large small|long short|early late|earliest latest|young old|new old|"
    "always never|with without|can cannot|allowed forbidden|accept reject|accepted rejected|support oppose|"
    "supported opposed|love hate|like dislike|majority minority|maximum minimum|positive negative|public private|"
    "inside outside|above below|over under|left right|rich poor|strong weak|cheap expensive|arrive leave|"
    "arrived left|remember forget|friend enemy|ally enemy|attack defend|attacked defended|success failure|alive dead|"
    "guilty innocent|admit deny|admitted denied|agree refuse|agreed refused|stay leave|continue stop|continued stopped|"
    "succeed fail|succeeded failed|gain lose|gained lost|safe dangerous|legal illegal|same different"
)
_PEOPLES = (
    "America American|Argentina Argentine|Australia Australian|Belgium Belgian|Brazil Brazilian|"
    "Cambodia Cambodian|Canada Canadian|China Chinese|Cuba Cuban|Denmark Danish|Egypt Egyptian|England English|"
    "Finland Finnish|France French|Germany German|Greece Greek|India Indian|Indonesia Indonesian|Iran Iranian|"
    "Iraq Iraqi|Ireland Irish|Israel Israeli|Italy Italian|Japan Japanese|Kenya Kenyan|Malaysia Malaysian|"
    "Mexico Mexican|Nigeria Nigerian|Norway Norwegian|Pakistan Pakistani|Peru Peruvian|Poland Polish|"
    "Portugal Portuguese|Russia Russian|Scotland Scottish|Spain Spanish|Sweden Swedish|Switzerland Swiss|"
    "Syria Syrian|Thailand Thai|Turkey Turkish|Ukraine Ukrainian|Vietnam Vietnamese"
)
COUNTRIES, _NATIONS = (tuple(pair.split()[i] for pair in _PEOPLES.split("|")) for i in (0, 1))
_NATIONAL = re.compile(rf"\b(?:{'|'.join(COUNTRIES + _NATIONS)})\b")
_NARROWABLE = re.compile(
    r"(?:[Hh]ow many|[Ww]hich) (?=[a-z]{3,}s\b)|\b[Tt]he (?=(?:president|prime minister|minister|king|queen|government|"
    r"police|army|navy|parliament|court|team|company|church|university|city|capital|economy|population)\b)"
)
_OPPOSITE = {a: b for pair in _OPPOSITES.split("|") for a, b in (pair.split(), pair.split()[::-1])}
_WORD = re.compile(r"\b[a-z]+\b")


def names_in(text: str) -> list[str]:
    """Return the names in a text: capitalised words that begin no sentence."""
    return [match.group() for match in _NAME.finditer(text)]


def misled(question: Question, passage: str, names: Sequence[str], chance: random.Random) -> str | None:
    """Return the question with a name, a number or a word changed so that the passage does not answer it.

    `names` are those of other articles. None where nothing in the question can be changed so.
    """
    ways = [_other_name, _other_number, _opposite, _other_nation, _narrowed]
    chance.shuffle(ways)
    for way in ways:
        changed: str | None = way(question.text, passage, names, chance)
        if changed and changed != question.text:
            return changed
    return None


def _other_name(text: str, passage: str, names: Sequence[str], chance: random.Random) -> str | None:
    found = [match for match in _NAME.finditer(text) if match.group().casefold() in passage.casefold()]
    if not found:
        return None
    old = chance.choice(found)
    near = sorted({name for name in _NAME.findall(passage) if not _share_words(name, text)})
    far = [name for name in chance.sample(list(names), min(5, len(names))) if not _share_words(name, passage)]
    pool = near if near and chance.random() < 0.6 else far
    return text[: old.start()] + chance.choice(pool) + text[old.end() :] if pool else None


def _other_number(text: str, passage: str, names: Sequence[str], chance: random.Random) -> str | None:
    found = [match for match in _NUMBER.finditer(text) if match.group() in passage]
    if not found:
        return None
    old = chance.choice(found)
    near = sorted(set(_NUMBER.findall(passage)) - set(_NUMBER.findall(text)))
    if near and chance.random() < 0.5:
        new = str(chance.choice(near))
    else:
        value = int(re.sub(r"\D", "", old.group())[:9] or "0")
        new = str(value + chance.choice([-10, -3, -2, -1, 1, 2, 3, 10, 100]))
    return text[: old.start()] + new + text[old.end() :]


def _opposite(text: str, passage: str, names: Sequence[str], chance: random.Random) -> str | None:
    return opposite(text, chance)


def opposite(text: str, chance: random.Random) -> str | None:
    """Put the opposite in the place of a word; None where no word has one."""
    found = [match for match in _WORD.finditer(text) if match.group() in _OPPOSITE]
    if not found:
        return None
    old = chance.choice(found)
    return text[: old.start()] + _OPPOSITE[old.group()] + text[old.end() :]


def _other_nation(text: str, passage: str, names: Sequence[str], chance: random.Random) -> str | None:
    found = [match for match in _NATIONAL.finditer(text) if match.group() in passage]
    if not found:
        return None
    old = chance.choice(found)
    new = _absent(COUNTRIES if old.group() in COUNTRIES else _NATIONS, passage, chance)
    return text[: old.start()] + new + text[old.end() :]


def _narrowed(text: str, passage: str, names: Sequence[str], chance: random.Random) -> str | None:
    """Ask of one nation's: "How many Malaysian victims ..." of a passage that counts them all."""
    found = list(_NARROWABLE.finditer(text))
    if not found:
        return None
    at = chance.choice(found).end()
    return f"{text[:at]}{_absent(_NATIONS, passage, chance)} {text[at:]}"


def _absent(names: Sequence[str], passage: str, chance: random.Random) -> str:
    """Return a country or a nation that the passage does not name in either form."""
    return chance.choice([name for name in names if name[:4] not in passage])


def _share_words(name: str, text: str) -> bool:
    return bool(set(name.casefold().split()) & set(re.findall(r"[\w’'-]+", text.casefold())))


def without_answer(question: Question, sentences: Sequence[Span]) -> tuple[Span, ...]:
    """Return the sentences that hold no answer, nor its words; none where they are less than half of all."""
    text = question.article.text
    left = tuple(
        sentence
        for sentence in sentences
        if not any(sentence.start < answer.end and answer.start < sentence.end for answer in question.answers)
        and not any(string in sentence.of(text).casefold() for string in question.strings)
    )
    return left if 2 * len(left) >= len(sentences) else ()
