"""The words of a question: those that a search can find, and whether it is English."""

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"\w+")
# English words that stand anywhere and tell no passage apart.
FUNCTION_WORDS = frozenset(
    "a about above after again all also am an and any anyone anything are as at be because been before being "
    "below between both but by can could did do does doing done down during each ever few for from further get "
    "gets give given got had has have having he her here hers him his how i if in into is it its itself just let "
    "me more most much many my name named names no nor not now of off on once only or other our out over own "
    "please regarding s same say says said she should so some such t tell than that the their them then there "
    "these they this those through to too under until up us very was we were what when where which while who "
    "whom whose why will with would you your".split()
)

_ASKING = frozenset(
    "wer wen wem wann warum wieso wie wo welche welcher welches ist sind wurde wurden qui quoi que quand pourquoi "
    "combien quel quelle est sont quien cuando donde cuantos fue chi che quando perche quanti quem onde quantos wat "
    "waar wanneer waarom hoeveel heeft siapa apa kapan mengapa berapa".split()
)
_ELSEWHERE = _ASKING | frozenset(
    "hat der die das den dem des ein eine einen und nicht mit von zu zum im in am viele le la les du une un dans avec "
    "et en el los las del una por con il lo gli della nel di uma o os da do em het een de van dan yang ini ke".split()
)


_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}


def in_letters(text: str) -> str:
    """Return a text with its ligatures, such as "ﬁ" in one sign, written as letters.

    This is done where files and questions are read, and not where they are searched: these signs say how letters are
    set, not which; to a reader both look the same. Kept, they would have to be undone in every place that compares
    words: search, spelling, numbers ("ﬁfty"), names, both readers, and whatever a user copies from an answer.
    """
    return text.translate(_LIGATURES)


def words(text: str) -> list[str]:
    """Return the words of a text as they are written, each once, in order."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        found.setdefault(word.lower(), word)
    return list(found.values())


def content_words(text: str) -> list[str]:
    """Return the words that carry meaning, as `words` does."""
    return [word for word in words(text) if word.lower() not in FUNCTION_WORDS]


def among(word: str, told: Iterable[str]) -> bool:
    """Tell whether one of these words is this one, in any ending."""
    stem = word.casefold()[: max(4, len(word) - 3)]
    return any(other.casefold().startswith(stem) for other in told)


def seems_foreign(text: str) -> bool:
    """Tell a question that is surely not English: no English function word, and a sign of another language.

    The signs are a common word with a letter beyond ASCII, a question mark turned over, or two words, of which one
    asks, of the most common of German, French, Spanish, Italian, Portuguese, Dutch or Indonesian. Names do not count.
    """
    found = _WORD.findall(re.sub(r"^was hat\b", "wer hat", text, flags=re.IGNORECASE))  # no English has these two
    common = {word.lower() for word in found[:1]} | {word for word in found if word == word.lower()}
    elsewhere = common & _ELSEWHERE
    if any(word.lower() in FUNCTION_WORDS - elsewhere for word in found):
        return False
    asks = len(elsewhere) > 1 and bool(elsewhere & _ASKING)
    return asks or "¿" in text or any(word == word.lower() and not word.isascii() for word in found)
