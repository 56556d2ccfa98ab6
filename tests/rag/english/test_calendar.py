"""The date that an answer means."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.english.calendar import date_meant


@pytest.mark.parametrize(
    ("answer", "sentence", "published", "meant"),
    [
        ("Monday", "The ferry sailed on Monday.", "2021-03-12", "2021-03-08"),
        ("on Friday", "It sank on Friday.", "2021-03-12", "2021-03-12"),
        ("Monday", "The ferry will sail on Monday.", "2021-03-12", None),
        ("last Monday", "It sailed last Monday.", "2021-03-12", None),
        ("Monday", "It sailed on Monday.", "2021-03", None),
        ("Monday", "It sailed on Monday.", None, None),
        ("Monday and Tuesday", "It sailed on Monday and Tuesday.", "2021-03-12", None),
        ("yesterday", "It sank yesterday.", "2021-03-01", "2021-02-28"),
        ("last month", "They were freed last month.", "2022-01-15", "2021-12"),
        ("last year", "It opened last year.", "2022-01-15", "2021"),
        ("3 March", "Since 3 March they lived on tins.", "2021-03-12", "2021-03-03"),
        ("March 30", "It opens on March 30.", "2021-03-12", None),
        ("31 February", "On 31 February.", "2021-03-12", None),
        ("August 2, 2022", "On August 2, 2022.", "2022-08-02", None),
        ("62", "62 were freed.", "2022-08-02", None),
    ],
)
def test_a_date_is_told_where_it_is_certain(
    answer: str, sentence: str, published: str | None, meant: str | None
) -> None:
    assert date_meant(answer, sentence, published) == meant


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_a_weekday_is_within_the_week_before_the_article(day: date) -> None:
    meant = date.fromisoformat(date_meant("Wednesday", "It was Wednesday.", day.isoformat()) or "")
    assert timedelta(0) <= day - meant < timedelta(7)
    assert meant.weekday() == 2


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=12))
def test_no_words_make_it_fail(answer: str, sentence: str, published: str) -> None:
    date_meant(answer, sentence, published)
