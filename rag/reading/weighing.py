"""Candidates -> readings with their probabilities."""

from collections import defaultdict
from collections.abc import Sequence
from math import log1p

from rag.reading.agreement import findings
from rag.reading.calibration import Calibration, Features
from rag.reading.candidates import Candidate, Place, distinct
from rag.readings import Reading

_DEPTH = 400  # characters
_LEAST = 1e-9  # of a probability that is divided by


def features(candidate: Candidate) -> Features:
    """Return what speaks for a candidate."""
    depth = log1p(candidate.sentence.start / _DEPTH)
    return Features(candidate.score, candidate.quick, candidate.passage.cosine, depth)


def by_article(candidates: Sequence[Candidate]) -> list[list[int]]:
    """Return the places of each article's candidates."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, candidate in enumerate(candidates):
        places[candidate.passage.article.id].append(at)
    return list(places.values())


def weighed(candidates: Sequence[Candidate], calibration: Calibration) -> list[Reading]:
    """Return the candidates as readings, the most probable first; an article's probabilities add up to at most 1.

    Nothing that other articles hold changes a probability; copies of a sentence are one reading, that of the likeliest.
    """
    probable: dict[Place, float] = {}
    for places in by_article(candidates):
        shares = calibration.probabilities([features(candidates[at]) for at in places])
        readings = [candidates[at].reading(share) for at, share in zip(places, shares, strict=True)]
        best = max(_LEAST, findings(sorted(readings, key=lambda reading: -reading.probability))[0].probability)
        scale = min(calibration.surer(best) / best, 1 / max(float(shares.sum()), _LEAST))
        probable |= {candidates[at].place: scale * float(share) for at, share in zip(places, shares, strict=True)}
    found = distinct(sorted(candidates, key=lambda one: -probable[one.place]))
    return [one.reading(probable[one.place]) for one in found]
