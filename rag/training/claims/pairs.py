"""What the checker learns from."""

from dataclasses import dataclass

from rag.reading.careful import Label


@dataclass(frozen=True)
class Pair:
    """A claim, the sentences that it cites, and which labels may be right: of what is spoilt by form, two."""

    claim: str
    cited: tuple[str, ...]
    labels: tuple[Label, ...]
    kind: str
