"""A question -> the part of it that asks: without greetings, politeness, and what is told before it."""

import re

AUXILIARY = "is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|am|must|shall"
ASKS = r"(?:what|which|who|whom|whose|where|when|why|how)"
PREPOSITION = "in|on|at|to|from|for|of|by|with|into|after|before|about|during|over|under|against|near|through"
WH = (
    r"(?:(?:since|until|by|from|to|with|for|in|at|on|about|of) )?"
    r"(?:who|whom|whose|when|where(?: to| from)?|why|how(?: (?:many|much|long|old|often|far|come))?|what|which(?: \w+)?"
    r"|what \w+)"
)

_REGARDING = " regarding "
_POLITE = re.compile(
    rf"""(?: (?:ok(?:ay)?|oh|well|so|and|but|now|then|hi|hello|hey|please|thanks|thank\ you|also|yes|no|byline)
            \b [\s,.!:–-]+
        | (?:can|could|would|will)\ (?:you|u)\ (?:please\ )?
            (?=(?:tell|show|give|explain|summari|list|name|find|describe|recap)\w*\b)
        | (?:tell|show|remind|explain\ to)\ (?:me|us)\ (?={ASKS}\b)
        | (?:explain|know|wondering|curious|wonder)\ (?={ASKS}\b)
        | (?:do|does|did)\ (?:you|we|anyone|it|(?:the|this|any)\ articles?)
            \ (?:know|say|tell(?:\ us)?|mention|explain)\ (?={ASKS}\b)
        | i(?:\ am|['’]m)?\ (?=wonder|curious)
        | (?:i|we)\ (?:want|need|would\ like|['’]d\ like|wanted)\ to\ (?=(?:know|hear)\b)
        | (?:know|hear)\ (?={ASKS}\b)
    )+""",
    re.VERBOSE | re.IGNORECASE,
)
_ABBREVIATED = "".join(
    rf"(?<!\b{title}\.)" for title in "St Mr Mrs Ms Dr Lt Sgt Gen Gov Sen Rep Rev Prof No vs".split()
)
_SENTENCE_END = re.compile(rf"(?<=[\w)”’\"%]{{2}}[.!?]){_ABBREVIATED}\s+(?=[A-Z“\"‘(])")
_ASKS = re.compile(rf"\b{ASKS}\b", re.IGNORECASE)
_SHORT = re.compile(r"\b(what|who|where|when|how|which)(?:['’]s|s)\b", re.IGNORECASE)
_TOLD_BEFORE = re.compile(rf"^(?!{ASKS}\b)[^?]+?,\s+(?=(?:(?:{PREPOSITION})\s+)?{ASKS}\b)", re.IGNORECASE)


def asking_part(question: str) -> str:
    """Return the part that asks: of several sentences the last that does, of a sentence what follows an opening clause.

    "Well, can you tell me who Retno met?" asks "who Retno met?"; "what's" and "whats" are "what is".
    """
    whole = _SHORT.sub(r"\1 is", " ".join(question.split()))
    parts = _SENTENCE_END.split(whole)
    asking = next((part for part in reversed(parts) if _ASKS.search(part)), whole)
    asking = asking[polite.end() :] or asking if (polite := _POLITE.match(asking)) else asking
    return _TOLD_BEFORE.sub("", asking, count=1)


def ended(question: str, words: str) -> str:
    """Return a question with these words at its end."""
    return f"{question.rstrip(' ?.!')} {words}?"


def with_topic(question: str, topic: str) -> str:
    """Return a question with the topic that it leaves unsaid."""
    return ended(question, f"{_REGARDING.strip()} {topic}")


def topic_apart(question: str) -> tuple[str, str]:
    """Return a question and its topic as `with_topic` put them together; no topic where there is none."""
    asked, _, topic = question.partition(_REGARDING)
    return (f"{asked}?", topic.rstrip("?")) if topic else (question, "")
