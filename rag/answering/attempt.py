"""A question that stands alone, put to the articles: which are meant, what they say, which of it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from index.library import Library
from index.where import EVERY, Where
from index.words import seems_foreign
from rag.answering.whether import likeliest, whole_sentences
from rag.question.checks import asks_something
from rag.question.fitting import can_answer
from rag.question.form import Form
from rag.reading.agreement import any_of, findings
from rag.readings import Reader, Reading
from rag.results import Kind
from rag.retrieval.scope import Scope, scope_of, search

PASSAGES = 10
_CITED = 3
_ALSO = 1  # other answers shown beside the best
_BESIDE_BEST = 0.6  # how probable another answer must be, as a share of the best
_ALONE = 0.5  # the probability from which an answer of another article would be given by itself
_EITHER: tuple[Kind, ...] = ("count", "time", "place", "person")  # of which two articles seldom give two right ones
_SUPPORTS = 0.05  # likewise, a further sentence with the same answer
_LESS_LIKELY = 0.8  # the weight of each further form of a question
_GOOD = 0.5  # probability from which no further form is tried


@dataclass(frozen=True)
class Attempt:
    """What the articles say to a question; `seconds` are those of finding and of reading.

    `chosen` are the readings to cite, `confidence` is how probable they are.
    """

    form: Form
    scope: Scope
    readings: Sequence[Reading]
    chosen: Sequence[Reading]
    confidence: float
    seconds: tuple[float, float]

    @property
    def question(self) -> str:
        """Return the question as it is understood: in the words of the library where it was misspelt."""
        return str(replace(self.form, question=self.scope.question) if self.scope.corrections else self.form)


def attempt(form: Form, library: Library, reader: Reader, kind: Kind, within: Where = EVERY) -> Attempt:
    """Find and read what answers a question, `within` some articles; what answers yes or no is the whole sentence."""
    started = perf_counter()
    scope = scope_of(form.question, library, near=form.near, topic=form.topic, chosen=within)
    asks = not scope.nothing and (form.topic or asks_something(scope.question))
    found = search(scope, library, PASSAGES) if asks else []
    retrieved = perf_counter()
    readings = reader.read(scope.question, found) if found else []
    if kind == "yes-no":
        readings = whole_sentences(readings)
    fitting = [one for one in readings if can_answer(scope.question, kind, one.answer.of(one.article.text))]
    is_read = bool(fitting) and not seems_foreign(scope.question)
    cited, confidence = _chosen(fitting, kind) if is_read else ([], 0.0)
    return Attempt(form, scope, readings, cited, confidence, (retrieved - started, perf_counter() - retrieved))


def best_of(forms: Mapping[Form, Kind], library: Library, reader: Reader, within: Where = EVERY) -> Attempt:
    """Put a question in each of its forms, the likeliest first, and return that which the articles answer best."""
    made: list[Attempt] = []
    for form, kind in forms.items():
        made.append(attempt(form, library, reader, kind, within))
        if made[-1].confidence >= _GOOD:
            break
    seconds = (sum(one.seconds[0] for one in made), sum(one.seconds[1] for one in made))
    weighed = [one.confidence * _LESS_LIKELY**place for place, one in enumerate(made)]
    return replace(made[weighed.index(max(weighed))], seconds=seconds)


def _chosen(readings: Sequence[Reading], kind: Kind) -> tuple[list[Reading], float]:
    """Return the readings of the best answer, with the best of one nearly as probable, and how probable they are.

    Where another article has another answer that would be given by itself, that stands beside it. Two answers of one
    article ("Tuesday", "August 2") take probability from one another, so theirs adds up; another article's does not.
    """
    if kind == "yes-no":
        return likeliest(readings, _BESIDE_BEST, _ALSO)
    best, *others = findings(readings)
    beside = [other.readings[0] for other in others if other.probability >= _BESIDE_BEST * best.probability][:_ALSO]
    ids = {reading.article.id for reading in best.readings}
    if kind in _EITHER and not beside:
        elsewhere = [one for other in others for one in other.readings if one.article.id not in ids]
        beside = [one for one in elsewhere if one.probability >= _ALONE][:_ALSO]
    supporting = [reading for reading in best.fullest_first if reading.probability >= _SUPPORTS * best.probability]
    shown = [*best.readings, *(one for one in beside if one.article.id in ids)]
    return supporting[: _CITED - len(beside)] + beside, any_of(shown)
