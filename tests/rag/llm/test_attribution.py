"""What one did or said is not given to another, nor a part's number to the whole."""

import pytest

from rag.llm.checking.attribution import sayings
from rag.llm.checking.check import Quoted, objection
from rag.llm.checking.clauses import clauses

NOVAK = "Anna Novak, whose brother sold the vineyard to a bank, moved to Prague."
BRIDGE = "The minister visited the bridge, which an engineer said would be closed for a year."
FINAL = "The striker would miss the final, the club's doctor said, while the coach declined to comment."
HARVEST = "“The floods have destroyed the rice harvest,” said farmer Ruwan Perera, who works for Silva."
JOBS = "The bank cut 2,000 jobs, half of them in London."


def why(claim: str, quote: str, article: str = "") -> str:
    return objection(claim, [Quoted(quote, article or quote)])


@pytest.mark.parametrize(
    ("claim", "quote", "words"),
    [
        ("Retno was rescued in Cambodia.", "Retno said 62 Indonesians were rescued in Cambodia.", "62 Indonesians"),
        ("Okafor won the race in Lagos.", "Okafor said Mensah won the race in Lagos.", "Mensah"),
        ("Lindqvist discovered the comet.", "Lindqvist praised the students who discovered the comet.", "the students"),
        ("Anna Novak sold the vineyard to a bank.", NOVAK, "brother"),
        ("Retno said the gang fled.", "Retno met him, and the police chief said the gang fled.", "the police chief"),
        ("Dr. Alvarez said the vaccine was safe.", "The vaccine was safe, Li told Dr. Alvarez.", "Li"),
        ("The minister said the bridge would be closed for a year.", BRIDGE, "an engineer"),
        ("The coach said the striker would miss the final.", FINAL, "the club's doctor"),
        ("Silva said the floods had destroyed the harvest.", HARVEST, "farmer Ruwan Perera"),
        ("Sato said profits fell.", "Profits fell, according to Tanaka, who succeeded Sato.", "Tanaka"),
        ("Police seized the drugs.", "Police were late, and dockers seized the drugs and fled.", "dockers"),
    ],
)
def test_what_another_did_or_said_is_told(claim: str, quote: str, words: str) -> None:
    assert f"“{words}”" in why(claim, quote)
    assert not why(quote, quote)


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Mensah won the race.", "Okafor said Mensah won the race in Lagos."),
        ("Students discovered the comet.", "Lindqvist praised the students who discovered the comet."),
        ("Anna Novak moved to Prague.", NOVAK),
        ("The police chief said the gang fled.", "Retno met him, and the police chief said the gang fled."),
        ("An engineer said the bridge would be closed for a year.", BRIDGE),
        ("According to the club's doctor, the striker would miss the final.", FINAL),
        ("Perera said the floods had destroyed the harvest.", HARVEST),
        ("Ruwan Perera, a farmer, said the floods had destroyed the harvest.", HARVEST),
        ("Tanaka said profits fell.", "Profits fell, according to Tanaka, who succeeded Sato."),
        ("Boeing sold nine jets.", "Boeing said the company sold nine jets."),
        ("Boeing sold nine jets.", "Boeing said it sold nine jets."),
        ("Police arrested the men in Lyon.", "Police said the men arrested in Lyon fled."),
        ("The ferry sank.", "The ferry that the mayor bought in March sank."),
        ("The storm hit Lisbon.", "The council closed schools after the storm hit Lisbon."),
        ("Silva broke the record.", "Silva and Berg won, and broke the record."),
        ("62 victims were rescued.", "She met 62 victims of “fraud and trafficking” who were rescued in May."),
        ("Nine schools closed.", "The council closed nine schools in Leeds."),
        ("Nine schools closed in Leeds.", "The council closed nine schools in Leeds."),
        ("Retno freed 62 men.", "Retno was pleased: 62 men were freed by Retno."),
    ],
)
def test_what_the_quote_gives_to_the_same_is_let_through(claim: str, quote: str) -> None:
    assert why(claim, quote) == ""


def test_the_article_tells_whose_title_it_is() -> None:
    quote = "Retno met the police chief. The minister said the gang fled."
    claim = "Retno said the gang fled."
    assert "“The minister”" in why(claim, quote)
    assert not why(claim, quote, f"Foreign Minister Retno Marsudi flew in. {quote} Foreign Minister Retno was pleased.")
    assert not why(claim, quote, f"{quote} Retno, the foreign minister, was pleased.")


@pytest.mark.parametrize(
    ("claim", "quote", "words"),
    [
        ("Half a million people fled.", "A million people fled, half of them children.", "Half a million"),
        ("Half the people fled.", "A million people fled, half of them children.", "Half"),
        ("Two million voters cast a ballot.", "Ten million voters cast a ballot, two million of them by post.", "Two"),
        ("700 victims were freed.", "62 victims were freed, and 700 soldiers took part.", "700"),
        ("The bank cut 1,000 jobs.", JOBS, "1,000"),
        ("Half of the 2,000 jobs were in London.", JOBS, ""),
        ("Two million voters cast a ballot by post.", "Ten million voters cast one, two million of them by post.", ""),
        ("A million people fled.", "A million people fled, half of them children.", ""),
        ("700 soldiers took part.", "62 victims were freed, and 700 soldiers took part.", ""),
        ("There were 700.", "62 victims were freed, and 700 soldiers took part.", ""),
    ],
)
def test_a_number_counts_what_it_counts_in_the_quote(claim: str, quote: str, words: str) -> None:
    assert (f"“{words}" in why(claim, quote)) if words else not why(claim, quote)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Kaplan told reporters that the airline failed.", "Kaplan"),
        ("The airline failed, Kaplan said on Monday.", "Kaplan"),
        ("“The airline failed,” said Kaplan.", "Kaplan"),
        ("According to Kaplan, the airline failed.", "Kaplan"),
        ("Kaplan, the owner, said the airline failed.", "Kaplan the owner"),
        ("He said the airline failed.", ""),
    ],
)
def test_who_says_what(text: str, speaker: str) -> None:
    [saying] = sayings(text)
    assert " ".join(saying.speaker) == speaker
    assert {"airlin", "fail"} <= saying.content


def test_a_clause_has_its_verb_and_whose_it_is() -> None:
    [main, aside, last] = clauses("The men, who were not arrested in Lyon, fled quickly.")
    assert (main.words, main.verb) == (("The", "men"), "")
    assert (aside.doer, aside.verb, aside.passive, aside.clear) == (("The", "men"), "arrested", True, True)
    assert (last.doer, last.verb) == ((), "fled")
