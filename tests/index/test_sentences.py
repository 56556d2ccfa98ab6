"""Sentences end where a careful editor would end them, and no character of any text is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import sentence_spans
from index.types import Span

# ‖ marks where one sentence ends and the next begins; the white space beside it belongs to neither.
EDITED = {
    "country": "The U.S. economy grew in 2021.‖ It shrank in 2022.",
    "country at the end": "She was born in the U.S.‖ Her brother was born in Kenya.",
    "country and body": "The U.S. Senate rejected the bill.‖ The House had passed it.",
    "titles": "Mr. Budi met Mrs. Sari and Dr. Lee.‖ They talked for an hour.",
    "offices": "Gov. Ann Hill and Rep. Bo Lund disagreed.‖ Ms. Park did not.",
    "ranks": "Gen. Smith said the bridge was safe.‖ Lt. Col. Jones disagreed.",
    "a name like a title": "Retno met Prime Minister Hun Sen.‖ She thanked Gov. Ana Silva.‖ He was glad.",
    "party and state": "Sen. Marco Diaz (R-Fla.) voted no.‖ Rep. Ann Lee (D-N.Y.) voted yes.",
    "date": "The building fell on August 2, 2022.‖ Nobody was hurt.",
    "short month": "The attack came on Jan. 6, 2021.‖ Police arrived within an hour.",
    "court case": "The ruling overturned Hall v. Lane.‖ It was unanimous.",
    "stop inside the quotation": "“We will rebuild.”‖ The mayor did not say when.",
    "stop outside the quotation": "She called it “a mistake”.‖ He called it “progress”.",
    "said, between quotations": "“It is over,” he said.‖ “We lost.”",
    "question, she asked": "“Where were you?” she asked.‖ He did not answer.",
    "exclamation, he shouted": "“Stop!” the guard shouted.‖ The truck did not stop.",
    "question at the end": "He asked, “Why now?”‖ No one knew.",
    "quotation in a quotation": "“He told me, ‘Leave now.’”‖ She left.",
    "exclamation in a nested one": "“He shouted ‘Fire!’ and ran,” the clerk said.‖ The shop burned.",
    "straight marks": 'He said, "I am tired."‖ Then he slept.',
    "straight marks, asked": '"Where were you?" she asked.‖ He did not answer.',
    "straight mark opens": 'It failed again, he said.‖ "It was a bad day."‖ He left.',
    "two sentences in a quotation": "“We are tired.‖ We want to go home,” said Ana, a nurse.",
    "quotations alone": "She said: “No.”‖ “Never?”‖ “Never.”",
    "ellipsis": "It was late ... and dark.‖ No one came.",
    "ellipsis in a quotation": "“I thought … well, never mind,” she said.‖ She left.",
    "number": "Room No. 5 was empty.‖ Room No. 6 was not.",
    "roads": "The fire closed Del. 9 and Rte. 72.‖ Buses ran.",
    "town and state": "He moved to Dover, Del.‖ 40 more came.",
    "decimals": "Prices rose 3.5 percent to $1.25.‖ Wages fell 0.4 percent.",
    "time of day": "The talks ended at 5 p.m. on Friday.‖ They resume on Monday.",
    "time at the end": "The talks ended at 5 p.m.‖ They resume on Monday.",
    "initials": "J. K. Rowling wrote it.‖ J.R.R. Tolkien did not.",
    "companies": "Apple Inc. sued the firm.‖ The firm, Orange Ltd., sued back.",
    "capital": "They met in Washington, D.C., on Friday.‖ Nothing was agreed.",
    "saint and mount": "St. Mary's stands near Mt. Hope.‖ It is old.",
    "junior": "Martin Luther King Jr. spoke there.‖ Thousands came.",
    "degree": "He earned a Ph.D. in 1999.‖ Then he left.",
    "scholars": "Smith et al. found the opposite.‖ Fig. 2 shows it.",
    "for example": "Some birds, e.g. Emperor penguins, do not fly.‖ Most do.",
    "web address": "See https://www.example.org/a.b?c=d.e for the list.‖ It is long.",
    "mail address": "Write to press@example.co.uk.‖ Replies take a day.",
    "asides": "The ship (built in 1912) sank.‖ (Nobody died.)‖ It was never found.",
    "exclamation in an aside": "He won (again!) last year.‖ Then he quit.",
    "space lost": "It ended.‖The next day it began again.",
    "lower case": "the rain began at noon.‖ it did not stop.‖ the river rose.",
    "short ones": "Is it true?‖ Yes!‖ No one knows why.",
    "two marks": "What?!‖ He was gone.",
    "dateline": "WASHINGTON (AP) — The vote failed.‖ It was close.",
    "number begins": "It was a bad year.‖ 2022 was better.",
    "lower-case name begins": "The firm paid $3 million.‖ iPhone sales fell.",
    "item with its number": "3. Close the road.‖ It is not safe.",
    "items with dashes": "- Close the road.‖\n- Open the bridge.‖\n- Call the mayor.",
    "items without stops": "• Water‖\n• Food‖\n• Blankets",
    "broken lines": "The minister said on\nTuesday that he would\nresign.‖ He did not say when.",
    "headline": "Storm kills two‖\n\nA storm hit the coast on Monday.‖ Two people died.",
    "German": "Am Montag kam Dr. Müller an.‖ Er blieb bis 17.30 Uhr.",
    "Spanish": "¿Dónde estaba el Sr. García?‖ ¡Nadie lo sabe!‖ Volvió a las 5.",
    "Indonesian": "Presiden tiba pukul 10.30 WIB.‖ Ia bertemu dr. Sari di Jakarta.",
    "Chinese": "他昨天到达北京。‖今天他去了上海！‖明天呢？",
    "Japanese": "雨が降った。‖川があふれた。",
    "Japanese quotation": "「もう終わりだ。」と彼は言った。‖雨が降った。",
    "Arabic": "أين كان الوزير؟‖ لم يجب أحد.",
    "Hindi": "बारिश शुरू हुई।‖ नदी बढ़ गई।",
}


@pytest.mark.parametrize("edited", EDITED.values(), ids=EDITED.keys())
def test_sentences_end_where_an_editor_ends_them(edited: str) -> None:
    text = edited.replace("‖", "")
    found = [span.of(text) for span in sentence_spans(text, 0, len(text))]
    assert found == [sentence.strip() for sentence in edited.split("‖")]


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PIECES = [
    *'.?!…“”"’() \n\t\r\0\x1c\x85\xa0\u2028\u0301•。」।é',
    *"A man ran U.S. J.D. Gov. No. 5 www.a.b 👩‍🚒".split(),
    *(" and", "\n\n", "\n- "),
]
LIKE_NEWS = st.lists(st.sampled_from(PIECES)).map("".join)


@given(st.one_of(ANY_TEXT, LIKE_NEWS), st.data())
def test_every_character_lies_in_one_sentence(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    spans = sentence_spans(text, start, end)
    reached = start
    for span in spans:
        assert reached <= span.start < span.end <= end
        assert span.of(text) == span.of(text).strip()
        assert not text[reached : span.start].strip()
        reached = span.end
    assert not text[reached:end].strip()
    assert spans == sentence_spans(text, start, end)


@given(LIKE_NEWS, ANY_TEXT, ANY_TEXT)
def test_what_stands_outside_the_range_changes_nothing(text: str, before: str, after: str) -> None:
    alone = sentence_spans(text, 0, len(text))
    shift = len(before)
    inside = sentence_spans(before + text + after, shift, shift + len(text))
    assert inside == [Span(span.start + shift, span.end + shift) for span in alone]


def test_one_very_long_sentence_stays_whole() -> None:
    text = "word " * 40_000
    assert sentence_spans(text, 0, len(text)) == [Span(0, len(text) - 1)]


@pytest.mark.parametrize("unit", ["a.", "a. ", "A. ", '"a. ', "“", "(", "...", "\n", "- a\n", "J.D. A"])
def test_a_text_of_repeated_marks_ends(unit: str) -> None:
    # Work that grows with the square of the length would keep this test for many minutes.
    text = unit * 30_000
    spans = sentence_spans(text, 0, len(text))
    assert "".join(span.of(text) for span in spans).replace("\n", "").replace(" ", "") == "".join(text.split())
