"""Questions about the articles that there are, not about what they say; and the replies to them."""

import re
from collections import Counter
from collections.abc import Callable

from index.library import Library
from index.types import Listed
from index.words import content_words
from rag.english.asking import AUXILIARY, asking_part

Told = tuple[str, tuple[Listed, ...]]

_NAMED = 5  # articles that a reply names
_NEAR = 0.45  # cosine of a passage that is about a subject without a word of it
_BESIDE_BEST = 0.6  # the least score of an article named, as a share of the best
_SEARCHED = 30
_EVERY = 1_000_000
_EMPTY = "The library holds no article yet. Add some in the Library, or with: byline add"

_ARTICLES = r"(?:(?:news )?(?:articles?|stories)|documents|titles|headlines)"
_OUTLETS = r"(?:news )?(?:outlets?|newspapers?|publications?|publishers?|sources?|magazines?)"
_LIBRARY = r"(?:the|your|this|my|our) (?:library|index|collection|archive|database|shelf)"
_HERE = rf"(?:(?:in|on) (?:{_LIBRARY}|byline)|here|available|loaded|indexed|stored)"
_OWN = (
    r"(?:(?:do|did) (?:you|we|i) (?:have|hold|know|contain|read|use)|(?:have )?(?:you|we|i) (?:have|hold|got|read)"
    rf"|(?:does )?(?:{_LIBRARY}|byline) (?:have|hold|contain)s?|(?:are|is) there|(?:are|is)(?= {_HERE})"
    rf"|can (?:you|i|we) (?:search|read|use|see|ask about))(?: (?:on file|{_HERE}))?"
)
_ASK = (
    r"(?:(?:what|which)(?: (?:is|are|was|were))?|(?:list|show|name|give)(?: (?:me|us))?)"
    r"(?: (?:all|of|the|your|these|those))*"
)
_ON = (
    r"(?:(?:that |which )?(?:are )?(?:about|on|regarding|concerning|covering|mentioning)"
    r"|(?:that |which )?(?:mention|cover|discuss|deal with)s?)"
)
_SEEK = (
    rf"(?:{_OWN}|do you know|got|find|search for|search|show|list|give"
    r"|look(?:ing)? for|what|which|does(?= any| an)|do|how many)(?: (?:me|us|of))?"
    r"(?: (?:any|some|an?|all|the|your|more|other))*"
)
# What an article is about is named; what somebody does to an article is told of, so that is a question about the news.
_SUBJECT = rf"(?P<subject>(?:(?!\b(?:{AUXILIARY})\b).)+)"


def _about(question: str, library: Library) -> Told:
    asked = _match(_about, question)
    subject = asked["subject"].strip() if asked else question
    named = tuple(library.catalogue.rows(_nearest(subject, library)[:_NAMED]))
    if not named:
        return f"No article here is about “{subject}”.", ()
    return f"Nearest to “{subject}”:", named


def _nearest(subject: str, library: Library) -> list[str]:
    """Return the ids of the articles that a search for a subject finds, the best first; none where no word is known."""
    asked = content_words(subject)
    known = len(asked) > len(library.catalogue.unknown_words(subject))
    hits = [hit for hit in library.search(subject, _SEARCHED) if hit.cosine >= _NEAR or (known and hit.bm25 > 0)]
    near = [hit.chunk.article_id for hit in hits if hit.score >= _BESIDE_BEST * hits[0].score]
    return list(dict.fromkeys(near))


def _count(question: str, library: Library) -> Told:
    rows, total = library.listed(count=_NAMED)
    return f"The library holds {total:,} articles." if total > 1 else "The library holds one article.", tuple(rows)


def _outlets(question: str, library: Library) -> Told:
    rows, _ = library.listed(order="source", descending=False, count=_EVERY)
    counts = Counter(row.source for row in rows if row.source)
    if not counts:
        return "The articles do not tell their outlets.", ()
    named = ", ".join(f"{outlet} ({count:,})" for outlet, count in counts.most_common(2 * _NAMED))
    more = f", and {len(counts) - 2 * _NAMED:,} more" if len(counts) > 2 * _NAMED else ""
    return f"The articles are from {named}{more}.", ()


def _newest(question: str, library: Library) -> Told:
    return _by_date("newest", library)


def _oldest(question: str, library: Library) -> Told:
    return _by_date("oldest", library)


def _by_date(which: str, library: Library) -> Told:
    rows, _ = library.listed(order="published", descending=which == "newest", count=1)
    if rows[0].published:
        return f"The {which} article is of {rows[0].published}:", tuple(rows)
    rows, _ = library.listed(order="added", descending=which == "newest", count=1)
    return f"No article tells its date; this one was added {'last' if which == 'newest' else 'first'}:", tuple(rows)


def _all(question: str, library: Library) -> Told:
    rows, total = library.listed(order="published", count=_NAMED)
    if total <= _NAMED:
        return "The library holds:", tuple(rows)
    return f"The library holds {total:,} articles; the newest {_NAMED} are:", tuple(rows)


# Each form is the whole of what is asked, in lower case without punctuation; the first that fits tells the reply.
_FORMS: dict[Callable[[str, Library], Told], tuple[str, ...]] = {
    _count: (
        rf"how many {_ARTICLES}(?: {_OWN})?",
        rf"what is the number of {_ARTICLES}(?: {_HERE})?",
        rf"how (?:big|large) is {_LIBRARY}",
    ),
    _outlets: (
        rf"(?:{_ASK}|how many) {_OUTLETS}(?: {_OWN}| (?:do|are) (?:the|your|these|those) {_ARTICLES}(?: come)? from)?",
        rf"where (?:do|are) (?:the|your|these|those) {_ARTICLES}(?: come)? from",
    ),
    _newest: (rf"(?:{_ASK} )?(?:the )?(?:newest|latest|most recent|last) {_ARTICLES}(?: (?:{_OWN}|{_HERE}))?",),
    _oldest: (rf"(?:{_ASK} )?(?:the )?(?:oldest|earliest|first) {_ARTICLES}(?: (?:{_OWN}|{_HERE}))?",),
    _all: (
        rf"{_ASK} {_ARTICLES}(?: (?:{_OWN}|{_HERE}))?",
        rf"what is (?:in|inside) {_LIBRARY}",
        r"what do you (?:have|know)(?: about)?",
        rf"(?:what|which|list|show|name)(?: me)?(?: (?:all|the|your))* (?:topics|subjects)(?: {_OWN})?",
    ),
    _about: (
        rf"(?:{_SEEK} )?(?:any )?(?:articles?|stories)(?: (?:{_OWN}|{_HERE}))? {_ON} {_SUBJECT}",
        rf"(?:{_SEEK} )?(?:anything|something)(?: {_HERE})? (?:about|on|regarding|concerning) {_SUBJECT}",
        rf"(?:{_SEEK} )(?:everything|more) (?:about|on) {_SUBJECT}",
        rf"what do you have (?:about|on) {_SUBJECT}",
    ),
}  # fmt: skip
_COMPILED = {told: [re.compile(form) for form in forms] for told, forms in _FORMS.items()}


def asks_what_there_is(question: str) -> bool:
    """Tell whether a question is about the articles that there are: how many, which, from whom, about what."""
    return any(_match(told, question) for told in _FORMS)


def told_of_library(question: str, library: Library) -> Told:
    """Return what the library holds, as far as a question asks, and the articles that are named."""
    if not library.ids():
        return _EMPTY, ()
    told = next((told for told in _FORMS if _match(told, question)), _all)
    return told(question, library)


def _match(told: Callable[[str, Library], Told], question: str) -> re.Match[str] | None:
    asked = " ".join(re.findall(r"[\w.-]*\w", re.sub(r"['’]", "", asking_part(question).lower())))
    return next((match for form in _COMPILED[told] if (match := form.fullmatch(asked))), None)
