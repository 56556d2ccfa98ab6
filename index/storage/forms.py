"""Which truth and which searcher a library has, told by where it lies."""

from pathlib import Path

from index.storage.local import LocalSearcher
from index.storage.searcher import Searcher
from index.storage.sqlite import SqliteTruth
from index.storage.truth import Truth


def opened(place: str | Path, dimension: int) -> tuple[Truth, Searcher]:
    """Open what lies in a folder, made there if nothing is; a searcher of vectors of this length."""
    truth = SqliteTruth(Path(place))
    return truth, LocalSearcher(truth, dimension)
