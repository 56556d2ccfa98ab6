"""What is read once is not read again: variants share most passages, and reading takes nearly all the time."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from index.types import Span
from rag.reading.candidates import Candidate, best_of_each_sentence
from rag.reading.readers import WEIGHTS, CascadeReader, SpanReader
from rag.readings import Passage

_Key = tuple[str, Span]


class RememberingReader(CascadeReader):
    """Answers as `CascadeReader` does; neither of its readers reads a passage twice for one question."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        super().__init__(folder)
        self.quick, self.careful = _Remembering(self.quick), _Remembering(self.careful)


class _Remembering(SpanReader):
    def __init__(self, reader: SpanReader) -> None:
        vars(self).update(vars(reader))
        self._question = ""
        self._known: dict[_Key, list[Candidate]] = {}

    def candidates(self, question: str, passages: Sequence[Passage]) -> list[Candidate]:
        """Return the best span of each sentence, the best first."""
        if question != self._question:
            self._question, self._known = question, {}
        new = {key: passage for passage in passages if (key := _key(passage)) not in self._known}
        for key in new:
            self._known[key] = []
        for candidate in super().candidates(question, list(new.values())) if new else ():
            self._known[_key(candidate.passage)].append(candidate)
        found = [replace(one, passage=passage) for passage in passages for one in self._known[_key(passage)]]
        return best_of_each_sentence(found)


def _key(passage: Passage) -> _Key:
    return passage.article.id, passage.span
