"""A question of a conversation -> the same question so that it stands alone.

Each form of follow-up has its way: "And when?", "What about X?", "No, I meant X", pronouns, and questions that name
nothing. Which earlier words are meant is not always certain, so there may be several readings; the assistant gives
that which the articles answer best.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from rag.conversation.antecedents import Agrees, Pronoun, antecedents, pronouns, unsure
from rag.conversation.substitution import replaced
from rag.english.asking import WH, topic_apart, with_topic
from rag.english.phrases import names, phrases
from rag.english.verbs import asked_whether
from rag.question.form import Form
from rag.results import Turn

_READINGS = 3
_RECENT = 4  # turns whose names a question may take up
_OPENING = re.compile(r"^(?:(?:and|but|so|or|then|ok|okay|also|well|now)\b[,\s]*)+", re.IGNORECASE)
_BARE = re.compile(rf"^({WH})(?: (?:exactly|not|so|else|then|precisely))?\W*$", re.IGNORECASE)
_VERB = r"(?:is|are|was|were|do|does|did|has|have|had|can|will|would)\b"
_COUNTED = rf"how (?:many|much) (?!{_VERB})\w+"
_ASKING = re.compile(rf"^({_COUNTED}|{WH})\s", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:what|how) (?:about|of) (?P<what>.+?)\W*$|^(?:and|or) (?P<and>[^?]+?)\s*\?\W*$", re.IGNORECASE)
_CORRECTION = re.compile(
    r"^(?:(?:no|nope|sorry|actually|oops|wait|rather)\b[,.\s]*)*"
    r"(?:(?:i|we) (?:meant?|was asking about|am asking about|said)|not that)\b[,:\s]*(?P<what>.+?)\W*$"
    r"|^(?:no|nope|sorry|actually|oops|wait)\b[,.\s]+(?P<plain>.+?)\W*$",
    re.IGNORECASE,
)  # fmt: skip
_ELSE = re.compile(
    r"^(?:(?:who|what|where|which|any(?:one|thing|where)?|how many)(?: \w+)? )?(?:else|others?|more)\W*$", re.IGNORECASE
)
_QUESTION = re.compile(
    r"^(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can|could|will|would|"
    r"should|tell|give|name|list|summari[sz]e|explain|describe)\b",
    re.IGNORECASE,
)
_IS = re.compile(r"^(?:who|what|which|how)(?: \w+)? (?:is|are|was|were) (?!\w+ing\b)", re.IGNORECASE)
_NAMES_ITS_OWN = re.compile(r"wh(?:o|at) (?:is|are|was|were) (?!(?:the|his|her|its|their|this|that)\b)", re.IGNORECASE)
_BE = "is|are|was|were|has|have|had"
_DEED = r"\w+(?:ed|en|ing)\b"
_DONE = re.compile(rf"(?:{_BE}) (?:not |also |being |been )?{_DEED}", re.IGNORECASE)
_DOER_FIRST = re.compile(rf"^(?!{_VERB})(.+?) ({_BE}) (?={_DEED})", re.IGNORECASE)
_VERB_FIRST = r"\2 \1 "


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return the likeliest form in which a question stands alone; itself where it does so already."""
    return str(readings(question, history)[0])


def readings(question: str, history: Sequence[Turn], agrees: Agrees = unsure) -> list[Form]:
    """Return up to three forms in which a question stands alone, the likeliest first.

    `agrees` tells whether "he" or "she" may be what a name stands for.
    """
    if not history:
        return [Form(question)]
    found = dict.fromkeys(_capital(one) for one in _readings(question.strip(), history, agrees))
    forms = list(found)[:_READINGS] or [question]
    near = last_cited(history)
    goes_on = forms != [_capital(question.strip())] or _names_nothing_new(question, history)
    return [_form(one, question, near if goes_on else ()) for one in forms]


def _form(one: str, question: str, near: tuple[str, ...]) -> Form:
    """Part what was added to a question from it; "regarding" may be the asker's own word."""
    asked, topic = (one, "") if topic_apart(question)[1] else topic_apart(one)
    return Form(asked, near, topic)


def last_cited(history: Sequence[Turn]) -> tuple[str, ...]:
    """Return the ids of the articles that the last turn with a citation cited; none where none has."""
    return next((turn.articles for turn in reversed(history) if turn.articles), ())


def _names_nothing_new(question: str, history: Sequence[Turn]) -> bool:
    said = " ".join(f"{turn.question} {turn.standalone_question} {turn.answer}" for turn in history[-_RECENT:])
    return all(name in said for name in names(question))


def _readings(question: str, history: Sequence[Turn], agrees: Agrees) -> Iterator[str]:
    if (corrected := _CORRECTION.match(question)) and (what := corrected["what"] or corrected["plain"]):
        yield from _again(f"{what}?", history, agrees) if _QUESTION.match(what) else _instead(what, history, agrees)
    elif about := _ABOUT.match(question):
        what = about["what"] or about["and"]
        asks = about["and"] and (_QUESTION.match(what) or _BARE.match(what))
        yield from _again(question, history, agrees) if asks else _instead(what, history, agrees)
    else:
        yield from _again(question, history, agrees)


def _instead(what: str, history: Sequence[Turn], agrees: Agrees) -> Iterator[str]:
    """Yield what was asked before of a new thing, which may be somebody's: "And his job?".

    Where it is asked as before ("How old is his brother?"), the articles tell best whose it is.
    """
    for form in replaced(what, history[-1].standalone_question):
        found = pronouns(form) if form.startswith((f"Who is {what}", f"What is {what}")) else []
        yield from list(_resolved(form, found, history, agrees) if found else ()) or [form]


def _again(question: str, history: Sequence[Turn], agrees: Agrees) -> Iterator[str]:
    """Yield the readings of what has the form of a question."""
    bare = _OPENING.sub("", question) or question
    if _ELSE.match(bare):
        yield _with_word(_asked_so(bare, history).standalone_question, "else")
    elif asked := _BARE.match(bare):
        turns = history[-1:] if asked[1].lower() == "why" else _events(history)
        yield from (_asked_anew(asked[1], turn) for turn in turns)
    elif found := pronouns(bare):
        yield from _resolved(bare, found, history, agrees)
    else:
        yield from _bridged(bare, question, history[-1])


def _asked_so(bare: str, history: Sequence[Turn]) -> Turn:
    """Return the last turn that was asked with the same question word."""
    word = bare.split()[0].lower()
    return next((t for t in reversed(history) if t.standalone_question.lower().startswith(word)), history[-1])


def _events(history: Sequence[Turn]) -> Iterable[Turn]:
    """Return the last turns that tell of something done, which has a time and a place; else the last.

    None from before a change of subject, where other articles were cited.
    """
    last = history[-1]
    same = [turn for turn in reversed(history) if not last.articles or {*turn.articles} & {*last.articles}] or [last]
    return [turn for turn in same if not _IS.match(turn.standalone_question)] or [last]


def _resolved(question: str, found: Sequence[Pronoun], history: Sequence[Turn], agrees: Agrees) -> Iterator[str]:
    """Put what each pronoun may stand for in its place: the same pronoun for the same, "she" and "him" for two."""
    for meant in antecedents(found[0], history, agrees):
        told, means = question, {found[0].stem: meant}
        for pronoun in found[1:]:
            others = (one for one in antecedents(pronoun, history, agrees) if one not in means.values())
            means.setdefault(pronoun.stem, next(others, ""))
        for pronoun in reversed(found):
            its = means[pronoun.stem]
            told = pronoun.replaced(told, its) if its else told
        yield told


def _bridged(bare: str, question: str, last: Turn) -> Iterator[str]:
    """Add what the turn before was about to a short question that names nothing, such as "And how many were hurt?"."""
    named = names(bare)
    asked, known_topic = topic_apart(last.standalone_question)
    about = [known_topic] if known_topic else phrases(asked)
    known = {word.lower() for phrase in phrases(bare) for word in phrase.split()} - {"the", "of"}
    if _NAMES_ITS_OWN.match(bare) and phrases(bare):
        yield bare
        return
    needs = not named and about and not known & {w.lower() for p in about for w in p.split()}
    topic = max(about, key=lambda phrase: (bool(names(phrase)), len(phrase.split())), default="")
    if needs and (bare != question or len(known) <= 1):
        yield with_topic(bare, topic)
    yield bare


def _asked_anew(word: str, last: Turn) -> str:
    """Ask another question word of what was asked before, and of what answered it: "And when?"."""
    asked = last.standalone_question.rstrip(" ?.!")
    old = _ASKING.match(asked + " ")
    rest = asked[old.end() :].strip() if old else asked
    whole = re.match(_VERB, rest, re.IGNORECASE)
    answer = last.answer if len(last.answer.split()) <= 8 else ""
    if old and re.match(_COUNTED, old[1], re.IGNORECASE) and not re.match("how (?:many|much)", word, re.IGNORECASE):
        rest = f"{old[1].split()[-1]} {rest}"  # "How many sailors drowned?" - "Where?"
    elif old and answer and old[1].lower().split()[0] in ("who", "whom", "what", "which"):
        rest = _told_of(answer, rest) if whole else f"{answer} {rest}"
    rest = _DOER_FIRST.sub(_VERB_FIRST, rest)
    told = None if re.match(_VERB, rest, re.IGNORECASE) else asked_whether(rest)
    return f"{word} {told[0].lower()}{told[1:]}" if told else f"{word} {rest}?"


def _told_of(answer: str, rest: str) -> str:
    """Put an answer where it belongs: "was arrested" is "was Ana arrested", "did Ana meet" is "did Ana meet Tomas"."""
    verb, _, done = rest.partition(" ")
    return f"{verb} {answer} {done}" if _DONE.match(rest) else f"{rest} {answer}"


def _with_word(question: str, word: str) -> str:
    asked = re.match(r"\w+", question)
    return f"{asked[0]} {word}{question[asked.end() :]}" if asked else question


def _capital(question: str) -> str:
    return question[:1].upper() + question[1:]
