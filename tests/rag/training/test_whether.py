"""Questions to be answered by yes or no, made from claims."""

import gzip
import json
import random
from pathlib import Path

from index.types import Article, Span
from rag.evaluation.datasets.squad import Question
from rag.evaluation.datasets.told import told
from rag.training.reader.whether import judged, retold

TEXT = "Ana Silva was born in 1950. In March, Ana Silva sold 12 old ferries to Norway. The harbour of Lisbon is closed."


def test_a_sentence_answers_that_supports_or_contradicts_and_another_does_not(tmp_path: Path) -> None:
    pairs = [
        {
            "premise": "Ana Silva was born in 1950.",
            "hypothesis": "Ana Silva was born in 1951.",
            "label": "contradiction",
        },
        {"premise": "Ana Silva sold ferries.", "hypothesis": "Ana Silva sailed to Oslo.", "label": "neutral"},
    ]
    with gzip.open(tmp_path / "some.jsonl.gz", "wt") as file:
        file.writelines(json.dumps(pair) + "\n" for pair in pairs)
    made = [window for seed in range(9) for window, _ in judged(tmp_path / "some.jsonl.gz", random.Random(seed))]
    born = [window for window in made if "born" in window.question and window.answers]
    assert len(born) == 9
    assert {window.answers[0].of(window.passage) for window in born} == {"Ana Silva was born in 1950"}
    assert not any(window.answers for window in made if "Oslo" in window.question)
    missing = [window for window in made if window.kind.endswith("missing")]
    assert missing
    assert not any("1950" in window.passage for window in missing)


def test_a_statement_is_asked_for_as_it_is_and_otherwise() -> None:
    at = TEXT.index("12")
    asked = Question(
        "How many old ferries did Ana Silva sell to Norway?", Article("", TEXT), Span(0, len(TEXT)), (Span(at, at + 2),)
    )
    made = [one for seed in range(9) for one in retold(list(told([asked])), random.Random(seed))]
    assert {one.kind.split(": ")[1] for one in made} == {"told", "told otherwise", "sentence missing"}
    assert {"buy", "sell"} <= {word for one in made for word in one.question.split()}
    for one in made:
        assert bool(one.answers) == ("12" in one.passage)
        assert one.question.startswith(("Did Ana Silva sell", "Did Ana Silva buy 12"))
        assert all(span.of(one.passage).endswith("to Norway") for span in one.answers)
