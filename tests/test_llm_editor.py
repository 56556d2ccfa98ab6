"""Which sentences of a model stand, and under which numbers their quotes are shown."""

from collections.abc import Sequence
from functools import partial

import pytest

from index.library import Library
from index.sentences import sentence_spans
from rag.citations import CitationFault, cite
from rag.draft import Claim, Struck
from rag.llm.claims import sentences
from rag.llm.editor import BESIDE, Editor
from rag.llm.relevance import ANY, LEAST, Relevance
from rag.types import Reading
from tests.doubles import FERRY


def read(*probabilities: float) -> list[Reading]:
    spans = sentence_spans(FERRY.text, 0, len(FERRY.text))
    return [Reading(FERRY, span, span, sure) for span, sure in zip(spans, probabilities, strict=False)]


ANSWERED = Relevance()
GIVEN = read(0.4, 0.2, 0.1, LEAST, LEAST / 2)


def judged(written: str, library: Library, given: Sequence[Reading] = GIVEN, relevance: Relevance = ANSWERED) -> Editor:
    editor = Editor(given, partial(cite, library=library), library.encoder, relevance)
    for sentence in sentences([written], len(given)):
        editor.judge(sentence)
    return editor


def test_quotes_are_numbered_in_the_order_in_which_they_are_cited(word_library: Library) -> None:
    editor = judged(
        "[3] Repairs will cost 2.4 million euros.\n[1] The ferry to Aran Island sailed again on Monday.\n"
        "[3, 1] Repairs will cost 2.4 million euros, and the ferry to Aran Island sailed again.",
        word_library,
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
def test_what_is_struck(written: str, cited: list[int], why: str, word_library: Library) -> None:
    editor = judged(written, word_library)
    assert (editor.claims, editor.citations) == ([], ())
    [struck] = editor.struck
    assert struck.why == why
    assert struck.quotes == tuple(GIVEN[number - 1].sentence.of(FERRY.text) for number in cited)


def test_a_summary_may_tell_what_nobody_asked_about(word_library: Library) -> None:
    assert judged("[5] “We ran out of bread”, said Colm Flaherty.", word_library, relevance=ANY).claims


def test_a_sentence_that_is_repeated_counts_once_and_silence_is_no_sentence(word_library: Library) -> None:
    once = "[3] Repairs will cost 2.4 million euros.\n"
    editor = judged(f"{once}{once}The articles do not say who pays.\n", word_library)
    assert editor.claims == [Claim("Repairs will cost 2.4 million euros.", (1,))]
    assert (editor.struck, editor.silent) == ([], True)


def test_an_article_that_was_removed_meanwhile_is_never_quoted(word_library: Library) -> None:
    word_library.remove(FERRY.id)
    with pytest.raises(CitationFault):
        judged("[3] Repairs will cost 2.4 million euros.", word_library)


def test_a_struck_sentence_tells_why() -> None:
    assert str(Struck("It sank.", "It cites no sentence.")) == "Struck: It sank. (It cites no sentence.)"


def test_a_question_that_the_reader_refuses_demands_its_own_words(word_library: Library) -> None:
    written = "[3] Repairs will cost 2.4 million euros.\n[2] Captain Maeve Doyle said the wall had lost stone."
    asked = "Who is the captain, Maeve Doyle?"
    told, refused = (judged(written, word_library, relevance=Relevance.to(asked, sure)) for sure in (True, False))
    assert len(told.claims) == 2
    assert [claim.text for claim in refused.claims] == ["Captain Maeve Doyle said the wall had lost stone."]
    assert [struck.why for struck in refused.struck] == [BESIDE]


@pytest.mark.parametrize(
    ("question", "claim", "about"),
    [
        ("What did the repairs cost?", "They cost 2.4 million euros.", True),
        ("What did the repairs of the wall cost?", "They cost 2.4 million euros.", True),
        ("When did the school of the island reopen?", "They cost 2.4 million euros.", False),
        ("What is it?", "They cost 2.4 million euros.", True),
        ("How old is Maeve Doyle?", "Maeve Doyle tells what they cost.", False),
        ("Who is Maeve Doyle?", "Maeve Doyle tells what they cost.", True),
    ],
)
def test_half_of_the_words_of_meaning_are_enough_if_one_is_no_name(question: str, claim: str, about: bool) -> None:
    refused = Relevance.to(question, answered=False)
    assert refused.has(claim, ["Repairs will cost 2.4 million euros."], LEAST) == about
    assert not refused.has(claim, ["Repairs will cost 2.4 million euros."], LEAST / 2)
