"""Fractions are read with what they are a part of, and added to the number before them; decades are ten years."""

import pytest

from rag.english.quantities import not_said, quantities


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("two and a half million men", 2.5e6, "", ""),
        ("a million and a half", 1.5e6, "", ""),
        ("2½ million", 2.5e6, "", ""),
        ("three-quarters", 0.75, "%", ""),
        ("three quarters of them", 0.75, "%", ""),
        ("one-third were", 1 / 3, "%", ""),
        ("¾ of them", 0.75, "%", ""),
        ("half a million men", 5e5, "", ""),
        ("half-million dollars", 5e5, "$", ""),
        ("half a dozen men", 6, "", ""),
        ("three-quarters of a billion dollars", 7.5e8, "$", ""),
        ("half an hour", 0.5, "hour", ""),
        ("more than a year and a half", 1.5, "year", "more"),
        ("a three-and-a-half-year-old", 3.5, "age", ""),
        ("half a percent", 0.005, "%", ""),
        ("in a third country", 3, "th", ""),
        ("in the third quarter.", 3, "th", ""),
    ],
)
def test_fractions_are_read(text: str, value: float, unit: str, bound: str) -> None:
    [found] = quantities(text)
    assert found.value == pytest.approx(value)
    assert (found.unit, found.bound) == (unit, bound)


@pytest.mark.parametrize(
    ("claim", "quote", "said"),
    [
        ("2.5 million fled.", "Two and a half million fled.", True),
        ("Two million fled.", "Two and a half million fled.", False),
        ("Half a million fled.", "Two and a half million fled.", False),
        ("500,000 fled.", "Half a million fled.", True),
        ("75% voted for it.", "Three-quarters voted for it.", True),
        ("A quarter of them voted for it.", "Three-quarters of them voted for it.", False),
        ("The tunnel cost 750 million dollars.", "The tunnel cost three-quarters of a billion dollars.", True),
        ("The siege lasted three years.", "The siege lasted three and a half years.", False),
        ("The siege lasted 20 years.", "The siege lasted two decades.", True),
        ("The siege lasted 50 years.", "The siege lasted half a century.", True),
        ("The siege lasted 20 years.", "The siege lasted two centuries.", False),
    ],
)
def test_fractions_agree_with_figures(claim: str, quote: str, said: bool) -> None:
    assert (not not_said(claim, [quote])) == said
