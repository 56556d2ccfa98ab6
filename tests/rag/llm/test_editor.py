"""Which sentences of a model stand, and under which numbers their quotes are shown."""

from collections.abc import Sequence
from functools import partial

import pytest

from index.faults import CitationFault
from index.library import Library
from index.sentences import sentence_spans
from rag.answering.citations import cite
from rag.assistant import Assistant
from rag.draft import Claim, Rejection
from rag.llm.claims import sentences
from rag.llm.editor import BESIDE, Editor
from rag.llm.relevance import ANSWERS, LEAST, Relevance, answering, anything, near, sureness
from rag.reading.readers import CascadeReader
from rag.readings import Reading
from tests.support.doubles import FERRY


def read(*probabilities: float) -> list[Reading]:
    spans = sentence_spans(FERRY.text, 0, len(FERRY.text))
    return [Reading(FERRY, span, span, sure) for span, sure in zip(spans, probabilities, strict=False)]


GIVEN = read(0.4, 0.2, 0.1, LEAST, LEAST / 2)


def judged(
    written: str,
    library: Library,
    reader: CascadeReader,
    given: Sequence[Reading] = GIVEN,
    relevance: Relevance = near,
) -> Editor:
    editor = Editor(given, partial(cite, library=library), reader, relevance)
    for sentence in sentences([written], len(given)):
        editor.judge(sentence)
    return editor


def test_quotes_are_numbered_in_the_order_in_which_they_are_cited(word_library: Library, reader: CascadeReader) -> None:
    editor = judged(
        "[3] Repairs will cost 2.4 million euros.\n[1] The ferry to Aran Island sailed again on Monday.\n"
        "[3, 1] Repairs will cost 2.4 million euros, and the ferry to Aran Island sailed again.",
        word_library,
        reader,
    )
    assert [claim.citations for claim in editor.claims] == [(1,), (2,), (1, 2)]
    assert [citation.quote for citation in editor.citations] == [GIVEN[n].sentence.of(FERRY.text) for n in (2, 0)]
    assert editor.struck == []
    assert str(editor.claims[2]).endswith("again. [1] [2]")


@pytest.mark.parametrize(
    ("written", "cited", "why"),
    [
        ("Repairs will cost 2.4 million euros.", [], "It cites no sentence."),
        ("[0] Repairs will cost 2.4 million euros.", [], "It cites a sentence 0, which does not exist."),
        ("[3, 6] Repairs will cost 2.4 million euros.", [3], "It cites a sentence 6, which does not exist."),
        ("[3] Repairs will cost 2.5 million euros.", [3], "“2.5 million euros” is not in the quoted sentence."),
        ("[5] “We ran out of bread”, said Colm Flaherty.", [5], BESIDE),
    ],
)
def test_what_is_struck(written: str, cited: list[int], why: str, word_library: Library, reader: CascadeReader) -> None:
    editor = judged(written, word_library, reader)
    assert (editor.claims, editor.citations) == ([], ())
    [struck] = editor.struck
    assert struck.why == why
    assert struck.quotes == tuple(GIVEN[number - 1].sentence.of(FERRY.text) for number in cited)


def test_a_summary_may_tell_what_nobody_asked_about(word_library: Library, reader: CascadeReader) -> None:
    assert judged("[5] “We ran out of bread”, said Colm Flaherty.", word_library, reader, relevance=anything).claims


def test_a_sentence_that_is_repeated_counts_once_and_silence_is_no_sentence(
    word_library: Library, reader: CascadeReader
) -> None:
    once = "[3] Repairs will cost 2.4 million euros.\n"
    editor = judged(f"{once}{once}The articles do not say who pays.\n", word_library, reader)
    assert editor.claims == [Claim("Repairs will cost 2.4 million euros.", (1,))]
    assert (editor.struck, editor.silent) == ([], True)


def test_an_article_that_was_removed_meanwhile_is_never_quoted(word_library: Library, reader: CascadeReader) -> None:
    word_library.remove(FERRY.id)
    with pytest.raises(CitationFault):
        judged("[3] Repairs will cost 2.4 million euros.", word_library, reader)


def test_a_struck_sentence_tells_why() -> None:
    assert str(Rejection("It sank.", "It cites no sentence.")) == "Struck: It sank. (It cites no sentence.)"


@pytest.mark.parametrize(
    ("question", "claim", "answers"),
    [
        ("Who is Maeve Doyle?", "Maeve Doyle is the captain of the ferry.", True),
        ("Who is Maeve Doyle?", "Maeve Doyle hopes that the ferry will sail.", False),
        ("How old is the captain?", "The captain is 59 years old.", True),
        ("How old is the captain?", "The captain said the wall had lost stone.", False),
        ("How many victims were rescued?", "62 Indonesian victims of fraud were rescued last month.", True),
        ("Why did she travel?", "She travelled to raise the matter with the police chief.", True),
    ],
)
def test_where_the_reader_refuses_the_claim_itself_must_answer(
    question: str, claim: str, answers: bool, assistant: Assistant
) -> None:
    encoder = assistant.library.encoder
    tells = answering(question, assistant.reader, encoder)
    assert (sureness(question, claim, assistant.reader, encoder) >= ANSWERS) == answers
    assert tells(claim, LEAST) == answers
    assert not tells(claim, LEAST / 2)
