"""Which articles are meant: what is said, and what two that are joined say."""

from index.where import EVERY, Where, in_any, of_any, only


def test_where_nothing_is_said_are_all_articles() -> None:
    assert not EVERY
    for within in (only([]), of_any(["CNN"]), in_any([]), Where(since="2022"), Where(until="2022")):
        assert within
        assert within & EVERY == EVERY & within == within & within == within


def test_what_is_joined_is_true_of_both() -> None:
    assert only("ab") & only("bc") == only("b")
    assert only("a") & only("c") == only([])
    assert only("a") & of_any(["CNN"]) == Where(frozenset("a"), (frozenset(["CNN"]),))
    either = of_any(["CNN", "cnn.com"]) & of_any(["CNN"]) & in_any(["Islands"])
    assert either == Where(None, (frozenset(["CNN", "cnn.com"]), frozenset(["CNN"])), (frozenset(["Islands"]),))


def test_the_time_of_two_is_the_shorter() -> None:
    year, month = Where(since="2022", until="2022"), Where(since="2022-08", until="2022-08")
    assert year & month == month & year == month
    assert Where(since="2021") & Where(until="2022-03-01") == Where(since="2021", until="2022-03-01")
    assert year & Where(until="2021-12") == Where(since="2022", until="2021-12")
