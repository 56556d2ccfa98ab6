"""Questions about the articles that there are, not about what they say; and the replies to them."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from index.library import Library
from index.types import Article, Listed
from index.where import EVERY, Where, only
from index.words import content_words
from rag.english.asking import AUXILIARY, asking_part
from rag.replies.facts import FORMS, facts
from rag.retrieval.meant import Meant, meant, unnamed
from rag.retrieval.selected import Selected

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


@dataclass(frozen=True)
class _Asked:
    """A question about the library: the articles that it means, what its form names, and those of the turn before."""

    meant: Meant
    named: str
    near: Sequence[str]
    library: Library
    among: Selected

    @property
    def articles(self) -> Where:
        """Return the articles that are meant, of those that are selected."""
        return self.meant.articles & self.among.articles

    @property
    def count(self) -> int:
        """Return how many these are."""
        return self.library.catalogue.count(self.articles)

    @property
    def told(self) -> str:
        """Say which articles these are."""
        return f"{self.meant.told}{self.among.within.selection if self.among.within else ''}"

    def rows(self, count: int, after: int = 0) -> tuple[Listed, ...]:
        """Return `count` of these after the first `after`, the newest first."""
        return tuple(self.library.catalogue.latest(self.articles, count, after))


def _about(asked: _Asked) -> Told:
    found = _nearest(asked)
    named = tuple(asked.library.catalogue.rows(found[:_NAMED]))
    return (f"Nearest to “{asked.named}”:" if named else f"No article here is about “{asked.named}”."), named


def _nearest(asked: _Asked) -> list[str]:
    """Return the ids of the articles that a search for a subject finds, the best first; none where no word is known."""
    subject, library = asked.named, asked.library
    known = len(content_words(subject)) > len(library.lexicon.unknown_words(subject))
    found = library.search(subject, _SEARCHED, asked.articles)
    hits = [hit for hit in found if hit.cosine >= _NEAR or (known and hit.bm25 > 0)]
    near = [hit.chunk.article_id for hit in hits if hit.score >= _BESIDE_BEST * hits[0].score]
    return list(dict.fromkeys(near))


def _fact(told: Callable[[Article], str], asked: _Asked) -> Told:
    """Tell a fact of the articles that are named, else of those of the turn before, else of all."""
    if asked.named:
        ids = _nearest(asked)[:1]
        return facts(told, ids, asked.library) if ids else (f"No article here is about “{asked.named}”.", ())
    ids = [row.id for row in asked.rows(_EVERY)] if asked.meant.articles or not asked.near else list(asked.near)
    return facts(told, ids, asked.library)


def _count(asked: _Asked) -> Told:
    count = asked.count
    articles = "1 article" if count == 1 else f"{count:,} articles"
    return f"The library holds {articles}{asked.told}.", asked.rows(_NAMED)


def _outlets(asked: _Asked) -> Told:
    counts = Counter(dict(sorted(asked.library.catalogue.sources(asked.articles).items())))
    if not counts:
        return "The articles do not tell their outlets.", ()
    named = ", ".join(f"{outlet} ({count:,})" for outlet, count in counts.most_common(2 * _NAMED))
    more = f", and {len(counts) - 2 * _NAMED:,} more" if len(counts) > 2 * _NAMED else ""
    return f"The articles are from {named}{more}.", ()


def _newest(asked: _Asked) -> Told:
    return _by_date("newest", asked)


def _oldest(asked: _Asked) -> Told:
    return _by_date("oldest", asked)


def _by_date(which: str, asked: _Asked) -> Told:
    dated = asked.count - asked.library.catalogue.undated(asked.articles)
    if dated and (found := asked.rows(1, 0 if which == "newest" else dated - 1)):
        return f"The {which} article{asked.told} is of {found[0].published}:", found
    rows = sorted(asked.rows(_EVERY), key=lambda row: row.added, reverse=which == "newest")
    return f"No article tells its date; this one was added {'last' if which == 'newest' else 'first'}:", tuple(rows[:1])


def _all(asked: _Asked) -> Told:
    rows, count = asked.rows(_NAMED), asked.count
    if count <= _NAMED:
        return f"The library holds{asked.told and ' articles'}{asked.told}:", rows
    return f"The library holds {count:,} articles{asked.told}; the newest {_NAMED} are:", rows


def _of_nobody(asked: _Asked) -> Told:
    return f"No article here is by or from “{asked.named}”.", ()


# Each form is the whole of what is asked, in lower case without punctuation; the first that fits tells the reply.
_FORMS: dict[Callable[[_Asked], Told], tuple[str, ...]] = {
    _count: (
        rf"how many {_ARTICLES}(?: {_OWN})?",
        rf"(?:what is )?(?:the )?(?:total )?number of {_ARTICLES}(?: {_HERE})?",
        rf"how (?:big|large) is {_LIBRARY}",
    ),
    _outlets: (
        rf"(?:{_ASK}|how many) {_OUTLETS}(?: {_OWN}| (?:do|are) (?:the|your|these|those) {_ARTICLES}(?: come)? from)?",
        rf"where (?:do|are) (?:the|your|these|those) {_ARTICLES}(?: come)? from",
    ),
    _newest: (rf"(?:{_ASK} )?(?:the )?(?:newest|latest|most recent|last) {_ARTICLES}(?: (?:{_OWN}|{_HERE}))?",),
    _oldest: (rf"(?:{_ASK} )?(?:the )?(?:oldest|earliest|first) {_ARTICLES}(?: (?:{_OWN}|{_HERE}))?",),
    **{partial(_fact, told): forms for told, forms in FORMS.items()},
    _all: (
        rf"(?:{_ASK}|{_SEEK}) {_ARTICLES}(?: (?:{_OWN}|{_HERE}))?",
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
    _of_nobody: (rf"(?:{_ASK}|{_SEEK}) {_ARTICLES}(?: {_OWN})?(?: are)?(?: written)? (?:by|from) {_SUBJECT}",),
}  # fmt: skip
_COMPILED = {told: [re.compile(form) for form in forms] for told, forms in _FORMS.items()}
_OF_ARTICLES = re.compile(
    r"\b(?:articles?|stor(?:y|ies)|pieces?|news|documents?|titles?|headlines?|topics|subjects|library|index|collection"
    r"|archive|database|shelf|author|writer|reporter|journalist|url|link|address|date|anything|something|everything"
    r"|more|wrote|written|write|this published|this come out|do you|(?:news)?papers?|outlets?|publications?"
    r"|publishers?|sources?|magazines?)\b",
    re.IGNORECASE,
)
# What is left behind a name: "How many articles are [from the BBC]", "Which articles [did Ana Lima] write".
_ENDED = re.compile(r"(?: (?:are|is|were|was|written|write|wrote|published|publish|posted|appeared|came|come))+$")


def asks_of_library(question: str, library: Library | None = None) -> bool:
    """Tell whether a question is about the articles that there are: how many, which, from whom, about what.

    Outlets, authors, titles and dates that a question names are known with a library only.
    """
    return _asked(question, library) is not None


def told_of_library(question: str, library: Library, near: Sequence[str], among: Selected) -> Told:
    """Return what the library holds, as far as a question asks, and the articles that are named.

    `near` are the ids of the articles that the turn before cited: "Who wrote this article?" is about those. Only those
    that are selected count.
    """
    catalogue = library.catalogue
    if not catalogue.has_any(EVERY):
        return _EMPTY, ()
    told, which, named = _asked(question, library) or (_all, unnamed(question), "")
    there = set(catalogue.ids(only(near) & among.articles))
    about = _Asked(which, named, [id for id in near if id in there], library, among)
    if not catalogue.has_any(about.articles):
        return f"The library holds no article{about.told}.", ()
    return told(about)


def _asked(question: str, library: Library | None) -> tuple[Callable[[_Asked], Told], Meant, str] | None:
    """Return what tells what a question asks, the articles that it means, and what its form names."""
    asking = asking_part(question)
    if not _OF_ARTICLES.search(asking):
        return None
    plain = unnamed(asking)
    for which in [plain] if library is None else [meant(asking, library), plain]:
        for left in [which.left, _ENDED.sub("", which.left)] if which.articles else [which.left]:
            if fits := _form(left):
                told, named = fits
                return told, which, _as_written(named, asking)
    return None


def _form(left: str) -> tuple[Callable[[_Asked], Told], str] | None:
    """Return what tells what a form asks that fits the whole, and what it names."""
    for told, forms in _COMPILED.items():
        for form in forms:
            if match := form.fullmatch(left):
                return told, (match.groupdict().get("subject") or "").strip()
    return None


def _as_written(words: str, question: str) -> str:
    """Return words in the letters in which a question has them."""
    at = question.casefold().find(words.casefold())
    return question[at : at + len(words)] if at >= 0 else words
