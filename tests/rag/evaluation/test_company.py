"""What company costs an answer: medians of the times, and of the ratios within a round."""

from rag.evaluation.performance.company import SITUATIONS, WAYS, table


def test_ratios_are_taken_within_each_round() -> None:
    first, second, *_ = WAYS
    times = {(first, one): [1.0, 4.0, 2.0] for one in SITUATIONS} | {
        (second, one): [2.0, 4.0, 8.0] for one in SITUATIONS
    }
    assert table([first, second], times).splitlines()[2:] == [
        f"| {first} | 2.00 (1.00) | 2.00 (1.00) | 2.00 (1.00) |",
        f"| {second} | 4.00 (2.00) | 4.00 (2.00) | 4.00 (2.00) |",
    ]


def test_the_first_way_is_bylines_own() -> None:
    assert next(iter(WAYS.values())) == {}
