"""Which truth and which searcher a library has, told by where it lies."""

from pathlib import Path
from typing import TYPE_CHECKING

from index.faults import IndexFault
from index.place import Cluster, placed
from index.storage.local import LocalSearcher
from index.storage.searcher import Searcher
from index.storage.sqlite import SqliteTruth
from index.storage.truth import Truth

if TYPE_CHECKING:
    from index.storage.postgres_truth import PostgresTruth


def opened(place: str | Path | None, dimension: int) -> tuple[Truth, Searcher]:
    """Open what lies in a folder or a cluster, made there if nothing is; a searcher of vectors of this length."""
    found = placed(place)
    if isinstance(found, Cluster):
        cluster = _postgres(found)
        from index.storage.cluster import ClusterSearcher

        return cluster, ClusterSearcher(cluster, dimension)
    truth = SqliteTruth(found)
    return truth, LocalSearcher(truth, dimension)


def truth_in(place: str | Path | None) -> Truth:
    """Open the truth by itself."""
    found = placed(place)
    return _postgres(found) if isinstance(found, Cluster) else SqliteTruth(found)


def _postgres(cluster: Cluster) -> "PostgresTruth":
    try:
        from index.storage.postgres_truth import PostgresTruth
    except ModuleNotFoundError as error:
        told = f"The index in {cluster} needs the package {error.name}"
        raise IndexFault(f"{told}. Install Byline with the extra: pip install 'byline[cluster]'") from error
    return PostgresTruth(cluster)
