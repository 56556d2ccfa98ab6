"""What a model writes is struck where its quotes lack or contradict it, each rule by itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.chunking import sentences
from rag.english.quantities import quantities
from rag.llm.checking.check import Quoted, check, objection
from rag.llm.checking.days import days
from rag.llm.checking.names import names
from rag.reading.readers import CascadeReader
from tests.support.doubles import FERRY, ORCHARD

MEETING = (
    "In a meeting with police chief Neth Savoeun in Phnom Penh on Tuesday, Indonesian Foreign Minister Retno said that "
    "62 victims were rescued from Sihanoukville, at a cost of more than $5 million."
)
ARTICLE = f"Foreign Minister Retno Marsudi flew to Cambodia. {MEETING} Officials were pleased."
QUOTED = Quoted(MEETING, ARTICLE, "2022-08-02")
SENTENCES = [span.of(article.text) for article in (FERRY, ORCHARD) for span in sentences(article)] + [MEETING]


def why(claim: str, *texts: str, published: str | None = None) -> str:
    return objection(claim, [Quoted(text, published=published) for text in texts])


@pytest.mark.parametrize(
    ("claim", "missing"),
    [
        ("62 victims were rescued.", ""),
        ("Sixty-two victims were rescued.", ""),
        ("63 victims were rescued.", "63"),
        ("Sixty-three victims were rescued.", "Sixty-three"),
        ("62 percent of the victims were rescued.", "62 percent"),
        ("More than 62 victims were rescued.", "62"),
        ("The cost was more than 5 million dollars.", ""),
        ("The cost was over $5 million.", ""),
        ("The cost was $5 million.", "$5 million"),
        ("The cost was more than £5 million.", "£5 million"),
        ("Retno met the police chief in Phnom Penh on Tuesday.", ""),
        ("Retno met the police chief on 2 August.", ""),
        ("Retno met the police chief on August 2, 2022.", ""),
        ("Retno met the police chief in August 2022.", ""),
        ("Retno met the police chief on Wednesday.", "Wednesday"),
        ("Retno met the police chief on 3 August.", "3 August"),
        ("Retno met the police chief on August 2, 2021.", "August 2, 2021"),
        ("Retno Marsudi met the police chief.", ""),  # so the article calls her
        ("Savoeun met Retno.", ""),
        ("Neth Marsudi met the police chief.", "Neth Marsudi"),
        ("Sok Savoeun met Retno.", "Sok Savoeun"),
        ("Retno met the police chief in Jakarta.", "Jakarta"),
        ("The minister of Indonesia met the police chief.", ""),
        ("She said that “62 victims were rescued”.", ""),
        ('She said that "62 victims … from Sihanoukville" were free.', ""),
        ("She said that “victims were freed”.", "victims were freed"),
    ],
)
def test_numbers_days_names_and_quotations_stand_in_the_quote(claim: str, missing: str) -> None:
    assert objection(claim, [QUOTED]) == (f"“{missing}” is not in the quoted sentence." if missing else "")


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("The ferry did not sail.", "The ferry sailed again on Monday."),
        ("The ferry sailed on Monday.", "The ferry never sailed on Monday."),
        ("The school did not stay closed.", "The school stayed closed because its boiler had no fuel."),
        ("The mayor took bribes.", "The mayor denied that he took bribes."),
        ("Prices rose in May.", "Prices fell in May."),
        ("The strike was legal.", "The strike was illegal."),
        ("The man bit the dog.", "The dog bit the man."),
        ("The man arrested police.", "The man was arrested by police."),
        ("The dog was chased by the cat.", "The dog chased the cat."),
        ("The team flew from Paris.", "The team flew to Paris."),
    ],
)
def test_what_turns_a_quote_round_is_told(claim: str, quote: str) -> None:
    assert why(claim, quote)
    assert not why(quote, quote)


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Police arrested the man.", "The man was arrested by police."),
        ("The ferry didn't sail.", "The ferry did not sail."),
        ("Retno met Neth Savoeun.", "Neth Savoeun met Retno."),
        ("America sent troops.", "The United States sent troops."),
        ("The FBI knew of it.", "The Federal Bureau of Investigation knew of it."),
        ("The Federal Bureau of Investigation knew of it.", "The FBI knew of it."),
        ("About half of the bees died.", "Some 50 percent of the bees died."),
        ("However, rescuers came.", "Rescuers came."),
        ("On Monday, the ferry sailed.", "The ferry sailed on Monday."),
    ],
)
def test_the_same_in_other_words_is_let_through(claim: str, quote: str) -> None:
    assert why(claim, quote) == ""


@pytest.mark.parametrize(
    ("claim", "quote", "hedge"),
    [
        ("The cost will top $60 million.", "The cost is likely to top $60 million.", "likely"),
        ("The dam failed because of rust.", "The dam may have failed because of rust.", "may"),
        ("He stole the money.", "He allegedly stole the money.", "allegedly"),
        ("He killed two men.", "He is accused of killing two men.", "accused"),
        ("He killed two men.", "Police accuse him of killing two men.", "accuse"),
        ("The fire was arson.", "Officials believe that the fire was arson.", "believe that"),
        ("The prisoner fled through the gate.", "The prisoner tried to flee through the gate.", "tried to"),
        ("The city built a bridge.", "The city plans to build a bridge.", "plans to"),
        ("The cost may top $60 million.", "The cost is likely to top $60 million.", ""),
        ("Police say he stole the money.", "He allegedly stole the money, police said.", ""),
        ("Police say he will win the race.", "He may win the race, police say.", "may"),
        ("He lives in Ohio.", "He lives in Ohio and is accused of killing two men.", ""),
        ("The dam failed.", "The dam failed, and others may fail.", ""),
        ("Voting ends in May.", "Voting in May ends the race.", ""),
        ("The fire killed two men.", "The fire killed two men, police said.", ""),
    ],
)
def test_a_hedge_may_not_be_left_out(claim: str, quote: str, hedge: str) -> None:
    assert why(claim, quote) == (f"The quoted sentence says “{hedge}”, the claim does not." if hedge else "")
    assert not why(quote, quote)


def test_a_claim_without_a_quote_is_not_supported(reader: CascadeReader) -> None:
    assert check("The ferry sailed.", [], reader).why == "It cites no sentence."


def test_a_flood_is_no_sentence() -> None:
    assert why("not " * 5000, MEETING) == "It is too long for one sentence."


def test_what_the_quote_does_not_speak_of_is_not_supported(reader: CascadeReader) -> None:
    verdict = check("The weather was unusually warm for the season.", [QUOTED], reader)
    assert not verdict.supported
    assert verdict.why == "The quoted sentence does not say this."


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_supports_itself(sentence: str, reader: CascadeReader) -> None:
    assert check(sentence, [Quoted(sentence)], reader).supported


WORDS = [
    *("Retno", "Neth Savoeun", "U.S.", "62", "sixty-two", "more than $5 million", "on Tuesday", "2 August", "in 2021"),
    *(
        "not",
        "may",
        "allegedly",
        "denied",
        "police",
        "arrested",
        "was",
        "rescued",
        "by",
        "the",
        "from Cambodia",
        "“free”",
        "half of",
        ",",
    ),
]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
def test_no_rule_objects_to_the_sentence_itself(words: list[str]) -> None:
    text = " ".join(words)
    assert why(text, text, published="2022-08-02") == ""


@given(st.integers(2, 10**7), st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3))
@settings(max_examples=60)
def test_a_number_that_no_quote_has_is_never_supported(number: int, cited: list[str]) -> None:
    if any(quantity.value == number for text in cited for quantity in quantities(text)):
        return
    assert why(f"There were {number} people.", *cited)


@given(st.permutations(SENTENCES[:4]), st.sampled_from([*SENTENCES, "The ferry sailed on Tuesday with 9 men."]))
@settings(max_examples=60)
def test_the_order_of_the_quotes_does_not_matter(cited: list[str], claim: str) -> None:
    assert bool(why(claim, *cited)) == bool(why(claim, *SENTENCES[:4]))


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("two hundred and five men", 205, "", ""),
        ("1,234.5 km", 1234.5, "km", ""),
        ("£3.2bn", 3.2e9, "£", ""),
        ("two-thirds of them", 2 / 3, "%", ""),
        ("12 per cent", 0.12, "%", ""),
        ("the twenty-first time", 21, "th", ""),
        ("a 62-year-old", 62, "age", ""),
        ("up to 40 men", 40, "", "less"),
        ("100 or more", 100, "", "more"),
        ("hundreds of men", 100, "many", ""),
    ],
)
def test_quantities_are_read(text: str, value: float, unit: str, bound: str) -> None:
    [found] = quantities(text)
    assert found.value == pytest.approx(value)
    assert (found.unit, found.bound) == (unit, bound)


def test_days_are_completed_by_the_date_of_the_article() -> None:
    [day], rest = days("It sailed on Tuesday with 3 men.", "2022-08-02")
    assert (day.year, day.month, day.day) == (2022, 8, 2)
    assert rest == "It sailed on         with 3 men."


def test_names_are_runs_of_capitals_and_a_first_word_only_where_it_is_one() -> None:
    assert names("Rescuers met Neth Savoeun of COVID-19 fame.") == [("Neth", "Savoeun"), ("COVID-19",)]
    assert names("Fire broke out.", "The fire was put out.") == []
    assert names("Retno spoke.", "Then Retno spoke.") == [("Retno",)]
    assert names("The victims met Retno.", "It was in The Times.") == [("Retno",)]
    assert names("Will spoke.", "Then Will spoke.") == [("Will",)]
