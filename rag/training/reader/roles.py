"""Questions of who did what to whom, from the forms of QA-SRL: who of two is asked for decides what answers.

QA-SRL asks of every verb of a sentence by a form: "Who beat someone?", "Who did someone beat?" (FitzGerald et al. 2018,
"Large-Scale QA-SRL Parsing"; Roit et al. 2020, "Controlled Crowdsourcing for High-Quality QA-SRL Annotation"). Here
"someone" becomes what answers the other question: "Who beat UCLA?". With the two exchanged, as in "Who did UCLA beat?",
the sentence has the same words and no answer.
"""

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from simplemma import lemmatize

from index.types import Span
from rag.evaluation.datasets.squad import Question

_FORM = re.compile(
    r"(?P<asks>Who|What)(?P<helps>(?: (?:is|are|was|were|has|have|had|been|being|does|do|did|will|would|can|could|may"
    r"|might|must|should|to|n't|not|\w+n't))*)(?: (?P<before>someone|something))?"
    r"(?P<more>(?: (?:be|been|being|have|not))*) (?P<verb>[a-z]+)(?: (?P<after>someone|something))?"
    r"(?: (?P<by>by)(?: (?P<doer>someone|something))?)?\?"
)
_BE = re.compile(r"\b(?:is|are|was|were|been|being|be)(?:n't)?\b")
_NAMES = re.compile(r"(?:[Tt]he )?[A-Z]")
_DETERMINER = re.compile(r"^(?:The|An?|His|Her|Its|Their|Some|Many|Most|All|Two|Three|Several)(?= )")
_PAUSE = re.compile(r"[,;:“”\"]")
_LONGEST = 8  # words of an answer
_VAGUE = frozenset("i me we us you he him she her it they them this that these those who which what one".split())
_SAME = frozenset("be meet marry play face fight join divorce resemble equal discuss include become".split())
_DULL = frozenset("be get have do make take use say".split())  # verbs of which nobody asks so
_PLURAL = {"is": "are", "was": "were", "has": "have", "does": "do"}
_MOST = 2  # questions of a sentence that it answers


@dataclass(frozen=True)
class Form:
    """A question by a form: its verb, whether it asks for the one that does it, and the others that it leaves open.

    `others` tells where in the question "someone" or "something" stands, and whether it does what the verb says.
    """

    verb: str
    asks_doer: bool
    others: Mapping[Span, bool]


def form_of(question: str) -> Form | None:
    """Read a question by QA-SRL's form; None where it asks for a circumstance, or has more parts than two."""
    found = _FORM.fullmatch(question)
    if not found:
        return None
    told = f"{found['helps']}{found['more']}"
    passive = bool(_BE.search(told)) and not found["verb"].endswith("ing")
    others: dict[Span, bool] = {}
    if found["before"]:
        others[Span(*found.span("before"))] = not passive
    if found["after"]:
        others[Span(*found.span("after"))] = False
    if found["doer"]:
        others[Span(*found.span("doer"))] = True
    doer = bool(found["by"] and not found["doer"]) or (not found["before"] and not passive)
    if len(others) > 1 or doer in others.values() or (found["after"] and passive):
        return None
    verb = lemmatize(found["verb"], lang="en")
    return Form(verb, doer, others) if verb not in _DULL else None


def in_roles(asked: Iterable[Question], chance: random.Random) -> Iterator[Question]:
    """Yield questions about the verbs of sentences; those that are exchanged have no answers."""
    about: dict[tuple[str, Span], list[Question]] = {}
    for question in asked:
        about.setdefault((question.article.id, question.paragraph), []).append(question)
    for group in about.values():
        made = list(_of_sentence(group))
        exchanged = [question for question in made if not question.answers]
        told = [question for question in made if question.answers]
        yield from chance.sample(exchanged, min(1, len(exchanged)))
        yield from chance.sample(told, min(_MOST, len(told)))


def _of_sentence(group: Sequence[Question]) -> Iterator[Question]:
    forms = [(question, form) for question in group if question.answers and (form := form_of(question.text))]
    parts: dict[tuple[str, bool], list[Question]] = {}
    for question, form in forms:
        parts.setdefault((form.verb, form.asks_doer), []).append(question)
    alone: list[Question] = []
    whole = False
    for question, form in forms:
        answers = _named(question)
        if answers and not form.others and question.text.startswith("Who"):
            alone.append(replace(question, answers=answers))
        for place, does in form.others.items():
            other = next((name for one in parts.get((form.verb, does), ()) if (name := _name(one))), "")
            if answers and other:
                whole = True
                yield _asked(question, place, other, answers)
                own = answers[0].of(question.article.text)
                if _NAMES.match(own) and _NAMES.match(other) and own != other and form.verb not in _SAME:
                    yield _asked(question, place, own, ())
    if not whole:
        yield from alone[:1]


def _asked(question: Question, place: Span, name: str, answers: tuple[Span, ...]) -> Question:
    before, after = question.text[: place.start], question.text[place.end :]
    name = _DETERMINER.sub(lambda found: found[0].lower(), name)
    if name.endswith("s") and not name.endswith("ss") and name == name.lower():
        before = re.sub(r"\b(?:is|was|has|does)\b", lambda found: _PLURAL[found[0]], before)
    return replace(question, text=f"{before}{name}{after}", answers=answers)


def _named(question: Question) -> tuple[Span, ...]:
    """Return the answers: names, if any of them is one and "who" is asked; none where one only points elsewhere."""
    text = question.article.text
    answers = [span for span in question.answers if len(span.of(text).split()) <= _LONGEST]
    if len(answers) < len(question.answers) or any(span.of(text).lower() in _VAGUE for span in answers):
        return ()
    names = [span for span in answers if _NAMES.match(span.of(text))]
    return tuple(names if question.text.startswith("Who") and names else answers)


def _name(question: Question) -> str:
    """Return what may stand for "someone" in another question; nothing where it is vague."""
    names = [span.of(question.article.text) for span in _named(question)]
    fit = [name for name in names if not _PAUSE.search(name) and name.lower().split()[0] not in _VAGUE]
    return fit[0] if fit else ""
