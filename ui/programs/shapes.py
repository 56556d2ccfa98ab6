"""What programs send and get, as the descriptions of the doors show it."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field

from index.selection import Selection
from index.types import Outcome, Scans
from rag.draft import Draft
from rag.results import Citation, Kind
from rag.within import Within
from ui.server.kept import LAST_TURNS

MOST_PASSAGES, MOST_LISTED = 50, 200

Order = Literal["title", "source", "published", "added", "sentences"]


def _whole(text: str) -> str:
    """Return a text that can be written; raises `ValueError` for another, such as one with half of a character."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"UTF-8 cannot write the character {error.start} ({error.reason})") from error
    return text


Text = Annotated[str, AfterValidator(_whole)]


class Past(BaseModel):
    """A question asked before; with what it was understood as, the answer's words and the articles cited, if known."""

    question: Text
    standalone_question: Text = ""
    answer: Text = ""
    articles: list[Text] = []


class Chosen(BaseModel):
    """The articles to ask within: of any of the collections, of any of the outlets, of a time, any of the articles."""

    collections: list[Text] = []
    outlets: list[Text] = []
    since: Annotated[Text | None, Field(description="A date such as 2022-08-02, 2022-08 or 2022.")] = None
    until: Annotated[Text | None, Field(description="Likewise; both are included.")] = None
    articles: Annotated[list[Text], Field(description="Ids of articles.")] = []

    @property
    def within(self) -> Selection | None:
        """Return the articles that are chosen, None for all; raises `SelectionFault` for what is no date."""
        return Selection(self.collections, self.outlets, self.since, self.until, self.articles) or None


class Question(Chosen):
    """A question, the turns before it, the oldest first, and whether a language model may word the answer."""

    question: Text
    history: list[Past] = []
    fluent: bool = True

    @property
    def past(self) -> list[dict[str, Any]]:
        """Return the turns that count."""
        return [turn.model_dump() for turn in self.history[-LAST_TURNS:]]


class Answered(BaseModel):
    """The object that `byline ask --json` prints."""

    question: str
    standalone_question: str
    kind: Kind
    answered: bool
    answer: str | None
    confidence: float
    reader: str
    citations: list[Citation]
    closest: list[Citation]
    timings_ms: dict[str, float]
    draft: Draft | None
    within: Within | None
    note: str
    left: list[str]


class PassageFound(BaseModel):
    """A passage of an article: `text` is `article.text[start:end]`; the higher its scores, the better it fits."""

    article_id: str
    title: str
    source: str | None
    url: str | None
    published: str | None
    start: int
    end: int
    text: str
    score: float
    cosine: float


class Passages(BaseModel):
    """Passages of a query, the best first."""

    query: str
    passages: list[PassageFound]


class ArticleRow(BaseModel):
    """An article as lists show it; `sentences` is how many may be quoted."""

    id: str
    title: str
    source: str | None
    published: str | None
    added: str
    url: str | None
    sentences: int


class ArticlePage(BaseModel):
    """A part of the list of articles, and how many there are in all."""

    articles: list[ArticleRow]
    total: int
    offset: int


class ArticleWritten(BaseModel):
    """An article to keep; without a title, its text's heading or first words are taken."""

    text: str
    title: str | None = None
    source: str | None = None
    published: Annotated[str | None, Field(description="A date such as 2022-08-02, 2022-08 or 2022.")] = None
    author: str | None = None
    url: str | None = None


class ArticleRead(BaseModel):
    """An article with its text, whose code points the offsets of citations count.

    `scans` are the pages of its file that are pictures: what of the text was read from them, and those left out.
    """

    id: str
    title: str
    source: str | None
    published: str | None
    author: str | None
    url: str | None
    scans: Scans
    text: str


class CollectionRow(BaseModel):
    """A collection, and how many articles are in it."""

    name: str
    articles: int


class CollectionRead(BaseModel):
    """A collection with its articles, in the order in which they were added."""

    name: str
    articles: list[ArticleRow]


class CollectionWritten(BaseModel):
    """What to change of a collection: its name, articles to put in, articles to take out."""

    name: Text | None = None
    add: Annotated[list[Text], Field(description="Ids of articles.")] = []
    remove: Annotated[list[Text], Field(description="Ids of articles.")] = []


class Outcomes(BaseModel):
    """What became of each article that was to be kept."""

    outcomes: list[Outcome]


class Failure(BaseModel):
    """What went wrong, in a word and in a sentence."""

    type: str
    message: str


class Failed(BaseModel):
    """The answer to a request that cannot be met."""

    error: Failure
