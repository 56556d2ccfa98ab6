"""A quote contradicts a claim only where it says the same with another number, day or name, or with a "not"."""

import pytest

from rag.llm.checking.disagreement import disagreement
from rag.reading.readers import CascadeReader

FERRY = "The ferry to Aran Island sailed on Monday with 62 passengers."


@pytest.mark.parametrize(
    ("claim", "quote", "words"),
    [
        ("The ferry sailed with 63 passengers.", FERRY, ("63", "62")),
        ("The ferry to Aran Island sailed on Tuesday.", FERRY, ("Tuesday", "Monday")),
        ("The ferry sailed to Clare Island with 62 passengers.", FERRY, ("Clare Island", "Aran Island")),
        ("The ferry to Clare Island sailed with 62 passengers.", FERRY, ("Clare", "Aran")),
        ("Moreau ordered the bridge closed.", "Keller ordered the bridge closed.", ("Moreau", "Keller")),
        ("The repairs cost 3 million euros.", "The repairs cost 2.4 million euros.", ("3 million euros", "2.4")),
        ("The ferry did not sail on Monday.", "The ferry sailed on Monday.", ("not",)),
        ("Prices rose in Leeds.", "Prices fell in Leeds.", ("rose", "fell")),
    ],
)
def test_what_a_quote_says_otherwise_is_told(
    claim: str, quote: str, words: tuple[str, ...], reader: CascadeReader
) -> None:
    why = disagreement(claim, quote, "2022-08-02", reader)
    assert bool(why) == bool(words)
    assert all(word in why for word in words)


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("The ferry to Aran Island sailed in March.", "The ferry to Aran Island sailed."),  # no date to disagree
        ("The ferry sailed with 63 cows.", FERRY),  # another thing is counted
        ("The school closed for 63 days.", FERRY),
        ("Apple prices fell in May.", "The storm did not reach Aran Island in April."),
        ("Retno met the chief in Jakarta.", "Retno met the chief, Neth Savoeun."),  # no other place
        ("", FERRY),
        (FERRY, FERRY),
    ],
)
def test_what_a_quote_only_does_not_say_is_no_contradiction(claim: str, quote: str, reader: CascadeReader) -> None:
    assert disagreement(claim, quote, "2022-08-02", reader) == ""
