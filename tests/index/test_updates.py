"""The newest update of a live blog, by the times before its updates."""

import pytest

from index.types import Article
from index.updates import newest_update

NINE, FOUR = "Nine people have died, the guard said.", "Four people have died, the guard said."


@pytest.mark.parametrize(
    "text",
    [
        f"## 19:10 – Toll rises\n\n{NINE}\n\n## 09:45 – Four dead\n\n{FOUR}",
        f"Follow it here, all day long.\n\n7.10pm – {NINE}\n\n9.45am – {FOUR}",
        f"13 January 2024, 08:00 – {NINE}\n\n12 January 2024, 19:10 – {FOUR}",
        f"## 09:45 GMT: Four dead\n\n{FOUR}\n\n## 19:10 GMT: Toll rises\n\n{NINE}",
        f"12:30 pm - {NINE}\n\n11 am - {FOUR}",
    ],
)
def test_the_newest_update_is_found_first_or_last(text: str) -> None:
    update = newest_update(Article("Storm live", text))
    assert update is not None
    assert NINE in update.of(text)
    assert FOUR not in update.of(text)


@pytest.mark.parametrize("text", [NINE, f"19:10 – {NINE}", f"3 – {NINE}\n\n2 – {FOUR}", f"At 19:10 it fell.\n\n{FOUR}"])
def test_an_article_without_updates_has_none(text: str) -> None:
    assert newest_update(Article("Storm", text)) is None
