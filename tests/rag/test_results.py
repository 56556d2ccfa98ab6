"""How results are printed."""

import pytest

from rag.results import Answer, Citation

TEXT = "Ana Silva met Rui Lopes on Friday. She also met the mayor. Captain Silva met Rui Lopes."


def cite(answer: str, number: int) -> Citation:
    sentence = next(part for part in (TEXT[:34], TEXT[35:58], TEXT[59:]) if answer in part)
    start, at = TEXT.index(sentence), TEXT.index(answer)
    end = start + len(sentence)
    return Citation(number, "id", "Ferries", None, None, None, start, end, sentence, at, at + len(answer))


def answered(*citations: Citation) -> Answer:
    return Answer(
        question="Who did she meet?",
        standalone_question="Who did she meet?",
        kind="person",
        confidence=0.9,
        reader="reader",
        citations=citations,
        closest=(),
        timings_ms={},
        text=citations[0].answer,
    )


@pytest.mark.parametrize(
    ("answers", "also"),
    [
        (["Rui Lopes"], None),
        (["Rui Lopes", "the mayor"], "Also: the mayor [2]"),
        (["Silva", "Captain Silva"], None),
        (["Rui Lopes", "She also met the mayor."], None),
    ],
)
def test_further_answers_are_named_below_the_first(answers: list[str], also: str | None) -> None:
    answer = answered(*(cite(words, number) for number, words in enumerate(answers, start=1)))
    first, *rest = str(answer).split("\n")
    assert first == answers[0]
    assert rest[0] == (also or "")
    assert [line[:5] for line in rest if line.startswith("  [")] == [f"  [{n + 1}]" for n in range(len(answers))]
