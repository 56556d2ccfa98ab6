"""Claims that people wrote, and how it is counted what the checker makes of them; evidence of OneStopQA."""

import gzip
import json
from collections import Counter
from pathlib import Path

from rag.evaluation.benchmarks.claims import KINDS, Claim, handwritten, rows
from rag.evaluation.datasets.sets import onestopqa
from rag.verification import Checked


def test_claims_name_their_article_and_are_of_three_kinds() -> None:
    claims = handwritten()
    assert Counter(claim.kind for claim in claims) == {"near": 22, "reworded": 60, "false": 69}
    assert len({claim.article for claim in claims}) == 11
    assert len(set(claims)) == len(claims)


def test_what_is_right_and_let_through_and_what_is_false_and_struck_is_judged_right() -> None:
    supported, struck = (Checked("It rained.", verdict, 0.5, ()) for verdict in ("supported", "not said"))
    right, false = Claim("a", "near", "It rained."), Claim("a", "false", "It snowed.")
    assert right.is_judged_right(supported)
    assert not right.is_judged_right(struck)
    assert false.is_judged_right(struck)
    assert not false.is_judged_right(supported)
    found = {right: supported, Claim("a", "reworded", "Rain fell."): struck, false: struck}
    assert list(rows(found))[1:] == [
        f"| {KINDS['near']} | 1 | 100 % | 0 % | 0 % |",
        f"| {KINDS['reworded']} | 1 | 0 % | 0 % | 100 % |",
        f"| {KINDS['false']} | 1 | 0 % | 0 % | 100 % |",
    ]


def test_every_sentence_of_the_evidence_is_marked_from_where_it_begins(tmp_path: Path) -> None:
    context = "Ana came home late. It rained all night, and Bob slept. The cat slept too."
    entry = {
        "title": "Rain",
        "context": context,
        "question": "Who slept?",
        "evidence": [{"text": "Bob slept. The cat slept too.", "start": context.index("Bob")}],
    }
    file = tmp_path / "some.jsonl.gz"
    file.write_bytes(gzip.compress(json.dumps(entry).encode()))
    (asked,) = onestopqa(0, file)
    assert [mark.of(context) for mark in asked.marks] == ["Bob slept.", "The cat slept too."]
