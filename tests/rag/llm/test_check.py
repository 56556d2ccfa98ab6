"""What a model writes is struck where its quotes lack it or say otherwise."""

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
NOVAK = "Anna Novak, whose brother sold the vineyard to a bank, moved to Prague."
HARVEST = "“The floods have destroyed the rice harvest,” said farmer Ruwan Perera, who works for Silva."
COFFEE = "One user shared a video of Ben Affleck playing barista and serving coffee to Lopez, who donned a white coat."
WIFE = (
    "One customer, Lisa Mackey, shared a picture of Affleck, thanking him and his wife, Jennifer Lopez, for the coffee."
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
        # not, or its opposite
        ("The ferry did not sail.", "The ferry sailed again on Monday."),
        ("The ferry sailed on Monday.", "The ferry never sailed on Monday."),
        ("The mayor took bribes.", "The mayor denied that he took bribes."),
        ("Prices rose in May.", "Prices fell in May."),
        ("The strike was legal.", "The strike was illegal."),
        # the other way round
        ("The man bit the dog.", "The dog bit the man."),
        ("The suspect shot a police officer.", "The suspect was shot by a police officer."),
        # surer than the quote
        ("The dam failed because of rust.", "The dam may have failed because of rust."),
        ("He stole the money.", "He allegedly stole the money."),
        ("He killed two men.", "He is accused of killing two men."),
        ("The fire was arson.", "Officials believe that the fire was arson."),
        ("The prisoner fled through the gate.", "The prisoner tried to flee through the gate."),
        ("The city built a bridge.", "The city plans to build a bridge."),
        ("The bridge will open in May.", "The bridge will open in May if money is found."),
        # somebody else's deed or words
        ("Ana Silva was arrested.", "The daughter of Ana Silva was arrested."),
        ("Retno was rescued in Cambodia.", "Retno said 62 Indonesians were rescued in Cambodia."),
        ("Lindqvist discovered the comet.", "Lindqvist praised the students who discovered the comet."),
        ("Anna Novak sold the vineyard to a bank.", NOVAK),
        ("Retno said the gang fled.", "Retno met him, and the police chief said the gang fled."),
        ("Silva said the floods had destroyed the harvest.", HARVEST),
        ("Lisa Mackey is his wife.", WIFE),
        ("Affleck wore a white coat.", COFFEE),
        # a part for the whole, or another number
        ("Ten million voters cast a ballot by post.", "Ten million voters cast one, two million of them by post."),
        ("700 victims were freed.", "62 victims were freed, and 700 soldiers took part."),
        ("Sixty-three victims were rescued.", MEETING),
    ],
)
def test_what_a_quote_does_not_say_so_is_struck(claim: str, quote: str, reader: CascadeReader) -> None:
    assert not check(claim, [Quoted(quote, quote)], reader).supported


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Police arrested the man.", "The man was arrested by police."),
        ("The ferry didn't sail.", "The ferry did not sail."),
        ("About half of the bees died.", "Some 50 percent of the bees died."),
        ("On Monday, the ferry sailed.", "The ferry sailed on Monday."),
        ("The siege lasted 20 years.", "The siege lasted for two decades."),
        ("Anna Novak moved to Prague.", NOVAK),
        ("Jennifer Lopez is his wife.", WIFE),
        ("Nine schools closed in Leeds.", "The council closed nine schools in Leeds."),
        ("700 soldiers took part.", "62 victims were freed, and 700 soldiers took part."),
        ("The prisoner attempted to escape.", "The prisoner tried to flee through the gate."),
    ],
)
def test_what_a_quote_says_in_other_words_stands(claim: str, quote: str, reader: CascadeReader) -> None:
    assert check(claim, [Quoted(quote, quote)], reader).supported


def test_a_claim_without_a_quote_is_not_supported(reader: CascadeReader) -> None:
    assert check("The ferry sailed.", [], reader).why == "It cites no sentence."


def test_a_flood_is_no_sentence(reader: CascadeReader) -> None:
    assert check("not " * 5000, [QUOTED], reader).why == "It is too long for one sentence."


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
