"""The dates that questions name."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.english.dates import dated

TODAY = date(2022, 8, 10)  # a Wednesday
START, END = "0001-01-01", "9999-12-31"


@pytest.mark.parametrize(
    ("text", "since", "until", "told"),
    [
        ("Who won in 2021?", "2021-01-01", "2021-12-31", "in 2021"),
        ("articles from August 2021", "2021-08-01", "2021-08-31", "in August 2021"),
        ("What happened in August?", "2022-08-01", "2022-08-31", "in August"),
        ("What happened in Sept.?", "2021-09-01", "2021-09-30", "in Sept."),
        ("on 6 January 2021", "2021-01-06", "2021-01-06", "on 6 January 2021"),
        ("on January 6th, 2021", "2021-01-06", "2021-01-06", "on January 6th, 2021"),
        ("What was said of 2022-08-02?", "2022-08-02", "2022-08-02", "on 2022-08-02"),
        ("What is new since March?", "2022-03-01", END, "since March"),
        ("What happened after 2020?", "2021-01-01", END, "after 2020"),
        ("What happened before 2020?", START, "2019-12-31", "before 2020"),
        ("until June 2022", START, "2022-06-30", "until June 2022"),
        ("between 2019 and 2021", "2019-01-01", "2021-12-31", "between 2019 and 2021"),
        ("between January and March 2022", "2022-01-01", "2022-03-31", "between January and March 2022"),
        ("from November to January 2022", "2021-11-01", "2022-01-31", "from November to January 2022"),
        ("between September and March", "2021-09-01", "2022-03-31", "between September and March"),
        ("between 28 December and 3 January", "2021-12-28", "2022-01-03", "between 28 December and 3 January"),
        ("What happened yesterday?", "2022-08-09", "2022-08-09", "yesterday"),
        ("today's news", "2022-08-10", "2022-08-10", "today"),
        ("What happened this week?", "2022-08-08", "2022-08-10", "this week"),
        ("What happened last week?", "2022-08-01", "2022-08-07", "last week"),
        ("the past week", "2022-08-03", "2022-08-10", "past week"),
        ("news of this month", "2022-08-01", "2022-08-10", "this month"),
        ("news of last month", "2022-07-01", "2022-07-31", "last month"),
        ("news of last year", "2021-01-01", "2021-12-31", "last year"),
        ("in the last three months", "2022-05-10", "2022-08-10", "in the last three months"),
    ],
)
def test_words_become_days(text: str, since: str, until: str, told: str) -> None:
    when = dated(text, TODAY)
    assert when is not None
    assert (when.since, when.until, str(when)) == (since, until, told)
    assert text[when.start : when.end] == when.words


@pytest.mark.parametrize(
    "text",
    [
        "What did Theresa May say?",
        "Who may march?",
        "How many of 62 came?",
        "on 31 April 2022",
        "Who is Mark?",
        "2021/22",
        "between 2021 and 2019",
    ],
)
def test_other_words_are_no_dates(text: str) -> None:
    assert dated(text, TODAY) is None


@given(day=st.dates(date(1900, 1, 1), date(2099, 12, 31)), today=st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_a_whole_date_is_that_day_however_it_is_written(day: date, today: date) -> None:
    forms = [day.isoformat(), day.strftime("%d %B %Y"), day.strftime("%B %d, %Y"), day.strftime("%d of %b %Y")]
    for form in forms:
        when = dated(f"What happened on {form} in Aran?", today)
        assert when is not None
        assert (when.since, when.until) == (day.isoformat(), day.isoformat())


@given(
    today=st.dates(date(1950, 1, 1), date(2099, 12, 31)), words=st.sampled_from(["in March", "last month", "last week"])
)
def test_what_is_past_ends_before_tomorrow_or_with_the_month(today: date, words: str) -> None:
    when = dated(f"What happened {words}?", today)
    assert when is not None
    assert when.since <= when.until
    assert date.fromisoformat(when.since) <= today
    assert date.fromisoformat(when.until) <= today + timedelta(days=31)


@given(st.text(max_size=60))
def test_any_text_may_be_asked(text: str) -> None:
    when = dated(text, TODAY)
    assert when is None or text[when.start : when.end] == when.words
