"""What is known of an article beside its text: who wrote it, where and when it appeared, its headline, its address."""

from collections.abc import Callable, Sequence

from index.library import Library
from index.offers import offers
from index.types import Article, Listed

_NAMED = 5  # articles that a reply names
_TOLD = 3  # of which it tells what is asked
# An article, named by what it is about where no title has these words.
_TEXT = (
    r"(?:this|(?:(?:the|this|that|these|those|your|each|an?) )?(?:(?:news )?(?:articles?|stor(?:y|ies)|pieces?)"
    r"|news report)(?: about(?: (?P<subject>.+?))?)?)"
)
_OF = rf"(?: of| for| behind)?(?: {_TEXT})?"
_TELL = r"(?:(?:what is|(?:tell|give|show|name)(?: (?:me|us))?) )?(?:the )?"
_OUTLET = r"(?:(?:news ?)?(?:paper|outlet|site)|publication|publisher|magazine)"


def _author(one: Article) -> str:
    if one.author:
        return f"{one.author} wrote “{one.title}”"
    return _seeming(one, "author", "author") or f"“{one.title}” does not name its author"


def _outlet(one: Article) -> str:
    if one.source:
        return f"“{one.title}” is from {one.source}"
    return _seeming(one, "outlet", "source") or f"“{one.title}” does not name its outlet"


def _date(one: Article) -> str:
    if one.published:
        return f"“{one.title}” is dated {one.published}"
    return _seeming(one, "date", "published") or f"“{one.title}” has no date"


def _seeming(one: Article, noun: str, field: str) -> str | None:
    """Say what the text seems to tell of what the details leave out."""
    told = offers(one).get(field)
    return f"“{one.title}” has no {noun} in its details; its text seems to say {told}" if told else None


def _address(one: Article) -> str:
    return f"“{one.title}”: {one.url}" if one.url else f"“{one.title}” has no web address"


def _headline(one: Article) -> str:
    return f"The headline is “{one.title}”"


# What tells a fact of an article, and the forms that ask for it: each the whole of what is asked, in lower case,
# without punctuation and without the article's name.
FORMS: dict[Callable[[Article], str], tuple[str, ...]] = {
    _author: (
        rf"who (?:wrote|has written|authored|penned|is behind) {_TEXT}",
        r"who reported (?:the|this|that) (?:article|story|piece)",
        rf"who (?:is|are|was|were) the (?:authors?|writers?|reporters?|journalists?){_OF}",
        rf"{_TELL}(?:names? of the )?authors?{_OF}",
        rf"(?:by whom|who) (?:was|were|is|are) {_TEXT} (?:written|authored)(?: by)?",
    ),
    _outlet: (
        rf"(?:which|what) {_OUTLET} (?:published|ran|carried|printed|is behind|has) {_TEXT}",
        rf"(?:which|what) {_OUTLET} (?:is|are|was|were|does|do|did) (?:{_TEXT}|it)(?: come| published)?"
        r"(?: from| in| by)",
        rf"who published {_TEXT}",
        rf"where (?:was|were|did) {_TEXT} (?:published|appear|printed)",
        rf"{_TELL}(?:source|outlet|publisher){_OF}",
        rf"where (?:is|does) {_TEXT}(?: come)? from",
    ),
    _date: (
        rf"(?:when|(?:on )?(?:what|which) (?:day|date)) (?:was|were|did|is|are) {_TEXT}"
        r" (?:published|written|posted|printed|appear|come out|dated|from)",
        rf"{_TELL}(?:publication )?date(?: of publication)?{_OF}",
        rf"how (?:old|recent) (?:is|are) {_TEXT}",
    ),
    _address: (
        rf"{_TELL}(?:url|link|(?:web )?address){_OF}",
        rf"where can i (?:read|find) {_TEXT} online",
    ),
    _headline: (
        rf"{_TELL}(?:title|headline){_OF}",
        rf"what is {_TEXT} (?:called|titled)",
    ),
}  # fmt: skip


def facts(told: Callable[[Article], str], ids: Sequence[str], library: Library) -> tuple[str, tuple[Listed, ...]]:
    """Return what is known of the few articles that are meant, of more the question which, and these articles."""
    rows = tuple(library.catalogue.rows(ids[:_NAMED]))
    if len(ids) <= _TOLD:
        return "; ".join(told(library.article(id)) for id in ids) + ".", rows
    return f"Which of the {len(ids):,} articles? Name its outlet or its title:", rows
