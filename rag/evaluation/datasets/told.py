"""What questions and their answers tell, as claims, each with the sentence of its article that supports it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.chunking import sentences
from index.words import content_words, words
from rag.evaluation.datasets.squad import Question
from rag.evaluation.datasets.statements import statement
from rag.llm.checking.check import Quoted


@dataclass(frozen=True)
class Told:
    """A claim that a sentence of an article supports, the article's sentences, and the words that it was asked for.

    `at` numbers the sentence.
    """

    claim: str
    answer: str
    sentences: tuple[str, ...]
    at: int
    article: str

    @property
    def sentence(self) -> str:
        """Return the sentence that supports it."""
        return self.sentences[self.at]

    @property
    def others(self) -> list[str]:
        """Return the article's sentences that do not have the words of the answer."""
        wanted = {word.lower() for word in content_words(self.answer)} or {self.answer.lower()}
        return [one for one in self.sentences if not wanted <= {word.lower() for word in words(one)}]

    def quoted(self, *texts: str) -> tuple[Quoted, ...]:
        """Return sentences of the article as they are cited; the one that supports it where none is given."""
        return tuple(Quoted(text, self.article) for text in texts or (self.sentence,))


def told(questions: Iterable[Question]) -> Iterator[Told]:
    """Yield what questions and their answers say, where the sentence of the answer has all that the question names."""
    split: dict[str, list[tuple[int, int, str]]] = {}
    for question in questions:
        text = question.article.text
        if text not in split:
            split[text] = [(span.start, span.end, span.of(text)) for span in sentences(question.article)]
        for span in question.answers[:1]:
            at = next((at for at, (start, end, _) in enumerate(split[text]) if start <= span.start < end), None)
            if at is None or len(span.of(text).split()) > 12:
                continue
            sentence = split[text][at][2]
            claim = statement(question.text, span.of(text), sentence)
            sized = claim and 4 <= len(claim.split()) <= 30 and 6 <= len(sentence.split()) <= 60
            if claim and sized and _has_names(sentence, question.text):
                yield Told(claim, span.of(text), tuple(one for _, _, one in split[text]), at, text)


def _has_names(sentence: str, question: str) -> bool:
    """Tell whether a sentence has the names and figures of a question, whose own first word is none."""
    said = sentence.casefold()
    wanted = re.findall(r"[^\W_][\w’'-]*", question)[1:]
    return all(re.sub(r"[’']s?$", "", w).casefold() in said for w in wanted if w[0].isupper() or w[0].isdigit())
