"""The things that a question or an answer names: names first, then phrases of words that carry meaning."""

import re

from index.words import FUNCTION_WORDS

_WORD = re.compile(r"[^\W_][\w.&’'-]*[^\W_]|[^\W_]")
_INSIDE = frozenset("of the and for de la al bin van von".split())  # may stand inside a name
_VERB_AFTER = frozenset("do does did can could will would should may might must".split())
_CLAUSES = frozenset("when while because if that whether where".split())
_ARTICLES = frozenset(("the", "a", "an"))
_VERB_BEFORE = frozenset("is are was were has have had am be been being".split())
# Endings of adjectives and participles, which stand behind what is asked about: "Is the bridge passable?"
_DESCRIBES = re.compile(r"(?:able|ible|ous|ive|ful|less|ed|ing|ic|al)$")
_ASKS = frozenset("who whom whose what which when where why how tell give name list show me please".split())
_SUBJECTS = frozenset(("who", "how"))
_BEFORE_NOUN = frozenset("the a an this that these those my your our of in on at for from to by with and or".split())
_VAGUE = frozenset("lot kind kinds type types sort one ones thing things something anything example examples".split())


def names(text: str) -> list[str]:
    """Return the runs of capitalised words, in order; a first word that any sentence may begin with is none."""
    found: list[list[str]] = [[]]
    end = 0
    for match in _WORD.finditer(text):
        word = match[0]
        joined = not text[end : match.start()].strip()
        begins = _begins_name(word, first=match.start() == 0)
        if not joined or not (begins or (found[-1] and word in _INSIDE)):
            found.append([])
        if begins or (found[-1] and word in _INSIDE):
            found[-1].append(word)
        end = match.end()
    return [name for run in found if (name := _trimmed(run))]


def _begins_name(word: str, first: bool) -> bool:
    bare = re.sub(r"[’']s$", "", word).lower()
    return word[0].isupper() and (not first or bare not in FUNCTION_WORDS | _ASKS | _VERB_AFTER | _VERB_BEFORE)


def _trimmed(run: list[str]) -> str:
    while run and run[-1] in _INSIDE:
        run = run[:-1]
    return re.sub(r"[’']s?$", "", " ".join(run))


def phrases(question: str) -> list[str]:
    """Return what a question is about, in order: runs of words that carry meaning, with their "the".

    After "did", and in a clause with "when", the last word of a run is its verb, after "is" it may be an adjective:
    neither belongs to what is asked about.
    """
    found: list[str] = []
    run: list[str] = []
    before = auxiliary = clause = ""
    for word in [*(match[0] for match in _WORD.finditer(question)), ""]:
        low = word.lower()
        if word and not _stops(word, run):
            run.append(word)
            continue
        if run:
            goes_on = run[-1].lower() == "of"  # "Did the owner of the ferry resign?"
            doer, run = _doer(run) if auxiliary else ([], run)
            found += [" ".join(doer), _phrase(run, before, "" if goes_on or doer else auxiliary or clause)]
            run, auxiliary = [], auxiliary if goes_on else ""
        if low in _VERB_AFTER:
            auxiliary = low
        clause = low if low in _CLAUSES else clause if low in _ARTICLES else ""
        before = "how" if before in ("how", "many") and low in _VERB_BEFORE else low  # "How many were hurt?": a verb
    return [phrase for phrase in found if phrase]


def _stops(word: str, run: list[str]) -> bool:
    low = re.sub(r"[’']s$", "", word.lower())
    if low == "of":
        return not run
    return (low in FUNCTION_WORDS or low in _ASKS) and not (len(word) > 1 and word.isupper())


def _phrase(run: list[str], before: str, auxiliary: str) -> str:
    if auxiliary and run[-1].islower() and (len(run) > 1 or before not in _BEFORE_NOUN):
        run = run[:-1]  # "Did Ana resign?", "When did she disappear?"
    if run and before in _SUBJECTS and run[0].islower():
        run = run[1:]  # "Who wrote the book?": a verb
    if run and before in _VERB_BEFORE and run[0][0].isupper():
        run = _up_to_the_name(run)  # "Was Ana found?"
    while len(run) > 1 and (run[-1].lower() == "of" or (run[-1].islower() and _DESCRIBES.search(run[-1]))):
        run = run[:-1]
    if before in (*_VERB_BEFORE, "what") and len(run) == 1 and run[0].islower() and _DESCRIBES.search(run[0]):
        return ""  # "were rescued", "What happened"
    if not run or all(word.lower() in _VAGUE for word in run):
        return ""
    return " ".join(["the", *run] if before == "the" else [re.sub(r"[’']s?$", "", w) for w in run])


def _doer(run: list[str]) -> tuple[list[str], list[str]]:
    """Part who does something from what is done to whom, where the verb stands between them: "Did Ana meet Tomas?"."""
    verb = next((at for at, word in enumerate(run) if at and _may_be_done(word)), 0)
    met = bool(verb) and all(word[0].isupper() for word in (run[0], run[-1]))
    return (run[:verb], run[verb + 1 :]) if met else ([], run)


def _may_be_done(word: str) -> bool:
    """Tell whether a word may be a verb behind "did", which ends in no "s" of its own: "US troops leave"."""
    return word.islower() and word not in _INSIDE and not re.search(r"[^s]s$", word)


def _up_to_the_name(run: list[str]) -> list[str]:
    """Return the words of a name without what stands behind it, unless the name owns that: "Ana’s age"."""
    end = next((at for at, word in enumerate(run) if word.islower() and word not in _INSIDE), len(run))
    return run if re.search(r"[’']s?$", run[end - 1]) else run[:end]
