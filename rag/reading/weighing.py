"""Candidates -> readings with their probabilities."""

from collections import defaultdict
from collections.abc import Sequence
from math import log1p

from rag.reading.calibration import Calibration, Features
from rag.reading.candidates import Candidate, distinct
from rag.readings import Reading

_DEPTH = 400  # characters


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
    """Return the candidates as readings, the most probable first; an article's probabilities add up to at most 1."""
    found = distinct(candidates)
    readings: list[Reading] = []
    for places in by_article(found):
        probabilities = calibration.probabilities([features(found[at]) for at in places])
        readings += [found[at].reading(p) for at, p in zip(places, probabilities, strict=True)]
    return sorted(readings, key=lambda reading: -reading.probability)
