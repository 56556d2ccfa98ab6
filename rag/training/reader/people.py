"""Plain questions about people, made from how texts introduce them: who they are, what they do, how old they are.

Question sets have few of these, and readers of news ask little else. As many are asked of what the text does not say:
the age of somebody whom it only names.
"""

import random
import re
from collections.abc import Iterator, Sequence

from index.types import Span
from index.words import FUNCTION_WORDS
from rag.english.nouns import kind_of_noun
from rag.evaluation.datasets.squad import Question

_NAME = r"(?P<name>[A-Z][a-z][\w’'-]*(?: (?:[A-Z]\.|(?:(?:de|van|von|bin|al) )?[A-Z][\w’'-]+)){1,3})"
_OWN = "the|a|an|his|her|its|their"
_TITLES = "former|senior|deputy|chief|prime|foreign|vice|police|opposition|then|retired|late|acting|local|state"
_ASIDE = re.compile(rf"{_NAME}, (?P<told>(?:{_OWN}|former|one of the)\b[^,.;:()“”\"]{{4,90}})(?=[,.;])")
_TITLE = re.compile(
    rf"\b(?P<told>(?:(?i:{_OWN}) )?(?:(?:[A-Z][\w’'-]+|{_TITLES}) ){{0,3}}(?P<noun>[a-z]+)) {_NAME}"
)  # fmt: skip
_AGED = (
    re.compile(rf"{_NAME}, (?:who is |aged |now )?(?P<told>[1-9]\d)(?=,(?! \d)| years old)"),
    re.compile(rf"\b(?P<told>\d\d?-year-old)(?: [\w-]+){{0,3}}? {_NAME}"),
)
_VERB = re.compile(r"\b(?:said|says|told|was|were|is|are|has|had|would|will|did|does|became|went)\b")
_PLACED = re.compile(r"\b(?:in|at|near|from|of|to|for|and|by|on|with)\s+(?:the )?$", re.IGNORECASE)
_KIN = frozenset("mother father son daughter brother sister wife husband boy girl child man woman men women".split())
_WHO = ("Who is {}?", "Who is {}?", "Who was {}?", "who is {}")
_JOB = ("What is {}’s job?", "What does {} do?", "What is the job of {}?", "What is {}'s role?")
_AGE = ("How old is {}?", "How old was {}?", "What is {}’s age?", "how old is {}")
_DEATH = ("How did {} die?", "What did {} die of?", "What was the cause of {}’s death?")
# What may be asked of anybody, and what would be in a text that answers it.
_UNTOLD = (
    (_AGE, r"\bold(?:er|est)?\b|\bage|born|birth|, \d\d?,"),
    (("When was {} born?", "Where was {} born?", "Where is {} from?"), r"born|birth|native|from|raised"),
    (("When did {} die?", *_DEATH), r"\bdie|death|dead|dying|kill|murder|assassin|fatal|execut|suicide|surviv"),
    (
        ("Who is {}’s wife?", "Who is {}’s husband?", "Is {} married?"),
        r"wife|husband|marri|spouse|wed|queen|king|widow",
    ),
    (("How many children does {} have?",), r"child|\bsons?\b|daughter|father|mother|kids"),
    (("How much does {} earn?", "What is {}’s salary?"), r"earn|salary|paid|\bpay|income|wage|[$£€]|million|worth"),
    (("How tall is {}?",), r"tall|height|feet|foot|met(?:er|re)|\bcm\b"),
    (("Where does {} live?",), r"\bliv|home|resid|house|moved|based|settle"),
    (("Which team does {} play for?", "Which club does {} play for?"), r"play|team|club|league|coach"),
)
_MOST = 3  # questions that a paragraph answers
_REPEATED = 8  # times each of them is asked
_SILENT = 0.2  # of the paragraphs are asked what they do not say, besides those that say something


def about_people(asked: Sequence[Question], chance: random.Random) -> Iterator[Question]:
    """Yield questions about the people in the paragraphs that others ask about; a part without answers."""
    for paragraph in {(q.article.id, q.paragraph): q for q in asked}.values():
        for _ in range(_REPEATED):
            told = [one for one in _told(paragraph, chance) if one]
            yield from chance.sample(told, min(_MOST, len(told)))
        untold = list(_untold(paragraph, chance))
        if untold and (told or chance.random() < _SILENT):
            yield chance.choice(untold)


def _told(of: Question, chance: random.Random) -> Iterator[Question | None]:
    text = of.article.text
    for found in _ASIDE.finditer(text, *of.paragraph):
        nouns = [word for word in found["told"].split()[:6] if kind_of_noun(word) == "person"]
        placed = _PLACED.search(text, of.paragraph.start, found.start())
        if nouns and not placed and not _VERB.search(found["told"]):
            yield _asked(of, found, _WHO if chance.random() < 0.6 or _KIN & {*nouns} else _JOB, chance)
    for found in _TITLE.finditer(text, *of.paragraph):
        before = re.search(r"(\w+)\s+$", text[max(of.paragraph.start, found.start() - 20) : found.start()])
        begins = re.match(rf"[A-Z]|(?:{_OWN}) ", found["told"])
        whole = begins or not before or before[1].lower() in FUNCTION_WORDS  # not "leader" of "party leader Ana Silva"
        if whole and kind_of_noun(found["noun"]) == "person" and not found["noun"].endswith("s"):
            yield _asked(of, found, _WHO if chance.random() < 0.6 or found["noun"] in _KIN else _JOB, chance)
    for form in _AGED:
        for found in form.finditer(text, *of.paragraph):
            yield _asked(of, found, _AGE, chance)


def _asked(of: Question, found: re.Match[str], forms: Sequence[str], chance: random.Random) -> Question | None:
    """Ask of somebody by the whole name, or by the last; None where it is no name."""
    if not _is_name(found["name"]):
        return None
    name = found["name"] if chance.random() < 0.7 else found["name"].split()[-1]
    return Question(chance.choice(forms).format(name), of.article, of.paragraph, (Span(*found.span("told")),))


def _untold(of: Question, chance: random.Random) -> Iterator[Question]:
    text = of.paragraph.of(of.article.text)
    people = sorted({found["name"] for found in re.finditer(_NAME, text) if _is_name(found["name"])})
    for forms, sign in _UNTOLD:
        if people and not re.search(sign, text, re.IGNORECASE):
            question = chance.choice(forms).format(chance.choice(people))
            yield Question(question, of.article, of.paragraph, ())
    aged = {found["name"] for form in _AGED for found in form.finditer(text)}
    if aged and (others := [name for name in people if not any({*name.split()} & {*one.split()} for one in aged)]):
        yield Question(chance.choice(_AGE).format(chance.choice(others)), of.article, of.paragraph, ())


def _is_name(name: str) -> bool:
    return name.split()[0].lower() not in FUNCTION_WORDS
