"""What a claim and its quotes say alike is written alike before a network reads both."""

import pytest

from rag.llm.checking.check import Quoted, check
from rag.llm.checking.wording import alike
from rag.reading.readers import CascadeReader
from tests.rag.llm.test_support import Judging

QUOTE = "Minister Retno met the police chief on Tuesday and said that 62 victims were rescued, for over $5 million."
ARTICLE = f"Minister Retno Marsudi flew to Cambodia. {QUOTE}"


@pytest.mark.parametrize(
    ("claim", "written"),
    [
        ("Sixty-two victims were rescued.", "62 victims were rescued."),
        ("62 victims were rescued.", "62 victims were rescued."),
        ("63 victims were rescued.", "63 victims were rescued."),
        ("Retno met him on August 2, 2022.", "Retno met him on Tuesday."),
        ("Retno met him in August 2022.", "Retno met him on Tuesday."),
        ("Retno met him on 3 August.", "Retno met him on 3 August."),
        ("Retno Marsudi met him.", "Retno met him."),
        ("Sok Savoeun met him.", "Sok Savoeun met him."),
        ("It cost at least $5 million.", "It cost more than $5 million."),
        ("It cost 5 million dollars.", "It cost 5 million dollars."),  # the quote says "over"
    ],
)
def test_days_quantities_and_names_are_those_of_the_quote(claim: str, written: str) -> None:
    assert alike(claim, [QUOTE], ["2022-08-02"])[0] == written


def test_bounds_are_written_alike_in_both() -> None:
    claim, (quote,) = alike("Above 60 people came.", ["No fewer than 60 people came over the bridge."], [None])
    assert claim.startswith("more than 60")
    assert quote == "more than 60 people came over the bridge."


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Sixty-two victims were rescued.", "On Tuesday 62 victims were rescued."),
        (
            "Minister Retno Marsudi met the police chief on August 2, 2022.",
            "Minister Retno met the police chief on Tuesday.",
        ),
    ],
)
def test_the_same_in_other_figures_days_and_names_is_supported(claim: str, quote: str, reader: CascadeReader) -> None:
    assert check(claim, [Quoted(quote, ARTICLE, "2022-08-02")], reader).supported


@pytest.mark.parametrize(
    ("quote", "claim", "own"),
    [
        ("The mayor resigned on Monday.", "The mayor resigned on Monday.", True),
        ("She also said that 62 victims were rescued.", "62 victims were rescued.", True),
        ("The bridge will close for a year, the mayor said.", "The bridge will close for a year.", True),
        ("The daughter of Ana Silva was arrested on Monday.", "Ana Silva was arrested on Monday.", False),
        ("The bridge will open in May if money is found.", "The bridge will open in May.", False),
        ("Few Democrats voted for the bill.", "Democrats voted for the bill.", False),
        ("The mayor resigned, a false report said.", "The mayor resigned.", False),
    ],
)
def test_a_quote_needs_no_judge_nor_what_somebody_says_in_it(quote: str, claim: str, own: bool) -> None:
    assert check(claim, [Quoted(quote, quote)], Judging([-9.0] * 2)).supported is own
