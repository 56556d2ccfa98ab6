"""Words that no article has -> the words of the articles that they most likely are."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from index.storage.searcher import Lexicon
from index.wordpieces import tokenizer
from index.words import FUNCTION_WORDS, content_words, words

_SHORTEST = 5  # letters of a word that may be misspelt
_STEM = 4  # letters of what may stand before an ending
_LONG = 6  # letters of a word in which two edits are taken for a slip, rather than one
_BESIDE = 0.25  # of the question's other words, for each edit, a passage has beside the word that is meant
_NEAREST = 60  # stems looked at
_SOUNDS = ("aeiouy", "ckgqh", "sz", "fvp", "jgy")  # first letters that are taken for one another
_ENDINGS = ("s", "es", "d", "ed", "ing", "r", "er", "ers", "ly", "able", "ize", "ized", "ment", "ness")
# The British and the American way to write what is said alike: "centre", "colour", "organise", "defence", "travelled".
_WAYS = (
    ("re", "er"),
    ("our", "or"),
    ("is", "iz"),
    ("ys", "yz"),
    ("ence", "ense"),
    ("ll", "l"),
    ("mme", "m"),
    ("ogue", "og"),
)


@dataclass(frozen=True)
class Correction:
    """A word of a question, and the word of the articles that it is read as."""

    written: str
    read: str


def corrected(question: str, lexicon: Lexicon, kept: Collection[str] = ()) -> tuple[str, tuple[Correction, ...]]:
    """Return the question with words that no article has in any form read as the nearest that one has.

    Only slips are read otherwise: one edit (Damerau-Levenshtein), or two from six letters on where the first letter
    stays; and only as a word that a passage has beside others of the question: a quarter of them, for two edits half of
    them and at least one. What is spelt as it should be stays: a word that the model knows as a whole, so "France" is
    not "finance" where neither is found; and what is `kept`. But "centres" is read as "centers", or the other way
    round, where only that is found. A name is read as a name. Of the nearest words that is taken which has the most
    other words beside it.
    """
    unknown = lexicon.unknown_words(question)
    beside = [word for word in content_words(question) if word not in unknown]
    names = question != question.lower()
    found = []
    for word in unknown:
        if word in kept or len(word) < _SHORTEST or not word.isalpha():
            continue
        read = next(filter(lexicon.knows, _written_abroad(word)), None)
        if not read and _is_slip(word):
            read = _nearest(word, beside, names and word[0].isupper(), lexicon)
        if read:
            found.append(Correction(word, read))
            question = re.sub(rf"\b{re.escape(word)}\b", read, question)
    return question, tuple(found)


def _written_abroad(word: str) -> Iterator[str]:
    """Yield what a word may be in the other English: British for American, American for British."""
    for one, other in (pair for way in _WAYS for pair in (way, way[::-1])):
        before, part, after = word.rpartition(one)
        if before and part and word.islower():
            yield before + other + after


def _is_slip(word: str) -> bool:
    if word.isupper():
        return False
    low = word.lower()
    stems = [stem for ending in ("", *_ENDINGS) if len(stem := low.removesuffix(ending)) >= _STEM]
    return not any(map(_is_known, [*stems, *(stem + "e" for stem in stems), *(low + ending for ending in _ENDINGS)]))


def _is_known(word: str) -> bool:
    return tokenizer().token_to_id(word) is not None


def _nearest(word: str, beside: Sequence[str], is_name: bool, lexicon: Lexicon) -> str | None:
    best = min(_candidates(word, beside, is_name, lexicon), default=None)
    return best[-1] if best else None


def _candidates(
    word: str, beside: Sequence[str], is_name: bool, lexicon: Lexicon
) -> Iterator[tuple[int, int, int, str]]:
    """Yield (edits, -other words of the question beside it, -passages, word) for words that are near enough."""
    edits = 2 if len(word) >= _LONG else 1
    stem = lexicon.stem(word)
    terms = lexicon.terms("".join(_initials(stem)))
    near = process.extract(
        stem, list(terms), scorer=DamerauLevenshtein.distance, score_cutoff=edits + 1, limit=_NEAREST
    )
    for term, *_ in near:
        written = {w for text in lexicon.with_term(term, 3) for w in words(text) if abs(len(w) - len(word)) <= edits}
        distance, _, form = min(
            ((DamerauLevenshtein.distance(word.lower(), w.lower()), _shape(w) != _shape(word), w) for w in written),
            default=(edits + 1, False, ""),
        )
        if distance > edits or form.lower() in FUNCTION_WORDS or (is_name and form.islower()):
            continue
        together = lexicon.together(form, beside)
        if together >= max(distance - 1, _BESIDE * distance * len(beside)) and (
            distance < 2 or form[0].lower() == word[0].lower()
        ):
            yield distance, -together, -terms[term], form


def _shape(word: str) -> tuple[bool, bool]:
    return word[0].isupper(), word.isupper()


def _initials(stem: str) -> set[str]:
    return {*stem[:2], *(letter for group in _SOUNDS if stem[0] in group for letter in group)}
