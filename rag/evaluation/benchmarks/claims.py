"""Measure `byline check` on claims that people wrote: `python -m rag.evaluation.benchmarks.claims --data BENCH`.

`handwritten.jsonl` has 151 claims about eleven articles of RealTimeQA, whose ids it names and of whose text it has
nothing: near the article's words, in other words, and false. Each was judged before the checker saw it, and is checked
against its whole article.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from index.embedding import MiniLMEncoder
from rag.evaluation.benchmarks import shipped
from rag.evaluation.benchmarks.strangers import ARTICLES, asking
from rag.evaluation.datasets.sets import news_articles
from rag.reading.careful import LABELS
from rag.reading.readers import CascadeReader
from rag.verification import Checked

KINDS = {"near": "right, near the article's words", "reworded": "right, in other words", "false": "false"}


@dataclass(frozen=True)
class Claim:
    """A claim about an article by its id there, and of which of `KINDS` it is."""

    article: str
    kind: str
    claim: str

    def is_judged_right(self, checked: Checked) -> bool:
        """Tell whether the checker lets through what is right, and that alone."""
        return checked.supported == (self.kind != "false")


def handwritten() -> list[Claim]:
    """Return the claims."""
    return [Claim(**entry) for entry in shipped("handwritten.jsonl")]


def rows(found: Mapping[Claim, Checked]) -> Iterator[str]:
    """Yield a table: what becomes of the claims of each kind."""
    yield "| claims | | supported | contradicted | not said |\n|---|---:|---:|---:|---:|"
    for kind, name in KINDS.items():
        verdicts = Counter(one.verdict for claim, one in found.items() if claim.kind == kind)
        shares = (f"{100 * verdicts[label] / verdicts.total():.0f} %" for label in LABELS)
        yield f"| {name} | {verdicts.total()} | {' | '.join(shares)} |"


def main() -> None:
    """Print the table, and every claim that is misjudged."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    options = parser.parse_args()
    every, claims = news_articles(options.data / ARTICLES), handwritten()
    reader, encoder = CascadeReader(), MiniLMEncoder()
    found: dict[Claim, Checked] = {}
    for article in dict.fromkeys(claim.article for claim in claims):
        with asking(reader, encoder, [every[article]]) as assistant:
            found |= {claim: assistant.check(claim.claim)[0] for claim in claims if claim.article == article}
    print(*rows(found), "", sep="\n")
    for claim, one in found.items():
        if not claim.is_judged_right(one):
            print(f"{KINDS[claim.kind]}: {one} ({one.probability:.2f})")


if __name__ == "__main__":
    main()
