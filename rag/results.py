"""The values that answer a question."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from index.types import Listed
from rag.alike import agree
from rag.draft import Draft
from rag.within import Within

SCANNED = "from a scan"
"""What is said of a quote that was read from a picture."""
Kind = Literal["person", "place", "time", "count", "thing", "yes-no", "summary", "library", "talk"]
"""What a question asks for; "library" asks about the articles that there are, "talk" is no question about articles."""


@dataclass(frozen=True)
class Citation:
    """A quoted sentence: `quote == article.text[start:end]`, the answer's words at `answer_start:answer_end`.

    `date` is the ISO date that words such as "Tuesday" mean, where a time was asked for and it is certain.
    `also` quotes other articles that print the same sentence, or nearly so; they share its number. `scanned` tells that
    the quote was read from a picture by text recognition, which makes mistakes.
    """

    number: int
    article_id: str
    title: str
    source: str | None
    url: str | None
    published: str | None
    start: int
    end: int
    quote: str
    answer_start: int
    answer_end: int
    date: str | None = None
    also: tuple["Citation", ...] = ()
    scanned: bool = False

    @property
    def answer(self) -> str:
        """Return the words of the quote that answer."""
        return self.quote[self.answer_start - self.start : self.answer_end - self.start]

    @property
    def parts(self) -> tuple[str, str, str]:
        """Return the quote before, in and after the answer; no answer where it is all of the quote."""
        if self.answer in ("", self.quote):
            return self.quote, "", ""
        start = self.answer_start - self.start
        return self.quote[:start], self.answer, self.quote[start + len(self.answer) :]

    @property
    def origin(self) -> str:
        """Name the outlet, the article and its date, as far as they are known, in a line."""
        known = (self.source, self.title, self.published, SCANNED * self.scanned)
        return ", ".join(" ".join(part.split()) for part in known if part)

    @property
    def origins(self) -> str:
        """Name its origin and those of the other articles that print the sentence."""
        others = "; ".join(other.origin for other in self.also)
        return f"{self.origin}; also {others}" if others else self.origin

    def __str__(self) -> str:
        return f"“{self.quote}” ({self.origins})"


@dataclass(frozen=True)
class Turn:
    """A question asked before, in the words that it was understood in, and the words that answered it, if any did.

    `articles` are the ids of those that were cited.
    """

    question: str
    standalone_question: str
    answer: str = ""
    articles: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Result:
    """What all that may come of a question has in common.

    `kind` tells what was asked for. `confidence` is the probability that one of the best sentences found answers the
    question: at or above the reader's threshold for an answer, below it for none. `citations` prove the answer, best
    first; `closest` are the nearest sentences that are not cited. `timings_ms` has the milliseconds of each stage.
    `draft` is there where a language model was asked: its claims are the answer's text, unless it tells a fault.
    `within` are the articles that were asked, None for all; `note` is to be read before the text, if there is any.
    `left` are further questions that were asked with this one, to be asked next.
    """

    question: str
    standalone_question: str
    kind: Kind
    confidence: float
    reader: str
    citations: tuple[Citation, ...]
    closest: tuple[Citation, ...]
    timings_ms: dict[str, float] = field(compare=False)
    draft: Draft | None = field(default=None, kw_only=True)
    within: Within | None = field(default=None, kw_only=True)
    note: str = field(default="", kw_only=True)
    left: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def answered(self) -> bool:
        """Tell an answer from none."""
        return bool(self.citations)

    @property
    def restated(self) -> bool:
        """Tell whether the question was understood in other words than it was asked in."""
        return self.standalone_question.split() != self.question.split()

    @property
    def turn(self) -> Turn:
        """Return what a later question may refer to."""
        answer = self.citations[0].answer if self.citations else ""
        cited = tuple(dict.fromkeys(citation.article_id for citation in self.citations))
        return Turn(self.question, self.standalone_question, answer, cited)

    @property
    def next(self) -> str:
        """Name the questions that are left, if any are."""
        return f"To ask next: {', '.join(f'“{question}”' for question in self.left)}" if self.left else ""

    def _with_scope(self, told: str) -> str:
        return "\n".join(filter(None, (self.note, told, *(f"\n{line}" for line in (self.within, self.next) if line))))

    def _json(self, answer: str | None) -> dict[str, Any]:
        return {
            "question": self.question,
            "standalone_question": self.standalone_question,
            "kind": self.kind,
            "answered": self.answered,
            "answer": answer,
            "confidence": self.confidence,
            "reader": self.reader,
            "citations": [asdict(citation) for citation in self.citations],
            "closest": [asdict(citation) for citation in self.closest],
            "timings_ms": self.timings_ms,
            "draft": self.draft and asdict(self.draft),
            "within": self.within and asdict(self.within),
            "note": self.note,
            "left": list(self.left),
        }


@dataclass(frozen=True)
class Answer(_Result):
    """A short answer and the sentences that prove it; never without one."""

    text: str

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError(f"The answer “{self.text}” has no citation; give a NoAnswer instead.")

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON object that `byline ask --json` prints and the web endpoint returns."""
        return self._json(self.text)

    @property
    def fluent(self) -> bool:
        """Tell whether a language model wrote the text."""
        return self.draft is not None and not self.draft.fault

    @property
    def further(self) -> tuple[Citation, ...]:
        """Return the citations that give another answer than the first."""
        others = (one for one in self.citations[1:] if one.answer not in self.text)
        return tuple(one for one in others if not agree(self.text, one.answer))

    def __str__(self) -> str:
        shown = [citation.origins if citation.quote == self.text else str(citation) for citation in self.citations]
        proof = "\n".join(f"  [{number}] {line}" for number, line in enumerate(shown, start=1))
        date = self.citations[0].date
        if self.draft and self.fluent:
            told, further = " ".join(map(str, self.draft.claims)), []
        else:
            told = self.text
            further = [f"{one.answer} [{one.number}]" for one in self.further if one.answer != one.quote]
        also = f"\nAlso: {', '.join(further)}" if further else ""
        return self._with_scope(f"{told}{f' ({date})' if date else ''}{also}\n\n{proof}")


@dataclass(frozen=True)
class NoAnswer(_Result):
    """An honest "the articles do not say": why, and in `closest` the nearest sentences."""

    reason: str

    @property
    def text(self) -> str:
        """Say that the articles do not, or those that were asked."""
        return self.within.refusal if self.within else "The articles do not say."

    def as_dict(self) -> dict[str, Any]:
        """Return the same object as an answer's, with `answered` false and `answer` null."""
        return self._json(None)

    def __str__(self) -> str:
        nearest = "\n".join(f"  - {citation}" for citation in self.closest)
        told = " ".join(filter(None, (self.text, self.reason)))
        return self._with_scope(told + f"\n\nThe nearest sentences:\n{nearest}" * bool(nearest))


@dataclass(frozen=True)
class Reply(_Result):
    """A reply to what is not a question about what the articles say: a greeting, or what the library holds.

    It claims nothing of the news, so it has no citation; `articles` are those that it names.
    """

    text: str
    articles: tuple[Listed, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the same object as an answer's, with `answered` false and the reply as `answer`."""
        return self._json(self.text)

    def __str__(self) -> str:
        rows = (
            ", ".join(" ".join(part.split()) for part in (one.title, one.source, one.published) if part)
            for one in self.articles
        )
        return self._with_scope("\n".join([self.text, *(f"  - {row}" for row in rows)]))


Result = Answer | NoAnswer | Reply
