"""Whether a summary is asked for, and of what."""

import re

from rag.english.asking import ASKS, AUXILIARY, asking_part

_TEXT = r"(?:article|story|stories|text|piece|report|page|news|document|library|item|column|passage|post|reporting)s?"
_WHOLE = (
    rf"(?:(?:all|each|both)\s+)?(?:of\s+)?(?:(?:this|that|the|these|those|your|every|my)\s+)?"
    rf"(?:(?:whole|entire|newest|latest|last|first|same|news|other|present|current)\s+)*{_TEXT}"
    r"|(?:all\s+(?:of\s+)?)?(?:it|this|that|them|these|those|everything|all)"
)
_SUMMARY = (
    r"(?:summary|overview|gist|recap|outline|rundown|digest|highlights|takeaways?"
    r"|(?:key|main|most\s+important|central|essential)\s+(?:points|facts|takeaways?|findings))"
)
_ABOUT = r"(?:about|on|of|for|from|in|regarding)"
_BE = r"\s+(?:is|are|was|were)"
_SUBJECT = rf"(?:\s+{_ABOUT})?(?:\s+(?P<subject>.+))?"
# Each as the whole of the part that asks; what follows is the subject, if anything does.
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?:summari[sz]e|sum\s+up|recap|outline|condense|brief\s+(?:me|us)|tl;?\s?dr|{_SUMMARY}){_SUBJECT}",
        rf"(?:(?:give|write|make|show|get|provide|create|do|i\s+want|i\s+need|i\s+would\s+like|can\s+i\s+(?:get|have))\b"
        rf"(?:\s+[\w-]+){{0,5}}?\s+|(?:an?|the)\s+(?:\w+\s+)?){_SUMMARY}{_SUBJECT}",
        rf"what{_BE}\s+(?:(?:the|some|its)\s+)?{_SUMMARY}(?:\s+here)?{_SUBJECT}",
        rf"what{_BE}\s+(?:the\s+)?(?:main\s+)?(?:story|topic|subject|theme|message|idea|point|news)(?:\s+{_ABOUT}\s+(?:{_WHOLE}))?(?:\s+here)?",
        rf"what(?:{_BE}|\s+does|\s+do)\s+(?:{_WHOLE})\s+(?:(?:all|mainly|really|actually)\s+)*"
        r"(?:about|(?:say|tell(?:\s+us)?|report|discuss|cover|deal\s+with)(?:\s+(?:about|on|of)\s+(?P<subject>.+))?)",
        rf"what(?:{_BE}|\s+does|\s+do)\s+(?:{_WHOLE})\s+(?:about|on)\s+(?P<subject>.+?)\s+(?:about|say|tell(?:\s+us)?)",
        rf"what{_BE}\s+in\s+(?:{_WHOLE})",
        r"(?:tell|inform|teach|brief)\s+(?:me|us)(?:\s+(?:a\s+(?:bit|little)|some|something|more|all|everything))*"
        r"(?:\s+(?:about|of|on)\s+(?P<subject>.+))",
        r"(?:tell\s+me\s+more|go\s+on|more\s+details?|details)",
        r"(?:(?:i\s+(?:want|would\s+like|need)\s+to\s+)?(?:know|learn|hear|read)\s+)?(?:more|everything|all|details)\s+(?:about|on)\s+(?P<subject>.+)",
        rf"what(?:{_BE}|\s+has)?\s+(?:happened|happening|going\s+on|new)(?:\s+(?:here|there|today|so\s+far|lately))?",
        rf"what{_BE}\s+(?:happening|going\s+on|new|the\s+latest|the\s+news)(?:\s+(?:in|on|about|with|at|from)\s+(?P<subject>.+))?",
        r"what(?:\s+is|\s+was|\s+has\s+been|\s+have\s+been)\s+(?:known|said|reported|told|written)\s+(?:about|of|on)\s+(?P<subject>.+)",
        r"what\s+do\s+(?:you|we|they)\s+know\s+(?:about|of)\s+(?P<subject>.+)",
        r"(?:describe|explain|discuss)\s+(?P<subject>.+)",
        rf"(?!(?:{ASKS}|{AUXILIARY})\b)(?P<subject>\S+(?:\s+\S+){{0,9}}?)[\s,:–-]+(?:summary|overview|in\s+(?:short|brief|a\s+nutshell))",
    )
)
# What stands around the subject: "what is said about", "in this article", "in three sentences".
_OPENING = re.compile(
    r"what\s+(?:\S+\s+){0,4}?(?:said|told|reported|known|written|says?|knows?|reports?)\s+(?:about|of|on)\s+"
    r"|what\s+(?:happened|is\s+happening|is\s+going\s+on)(?:\s+(?:to|in|at|with|on))?\s+"
    rf"|(?:{_WHOLE})\s+(?:about|on|of)\s+|{_ABOUT}\s+",
    re.IGNORECASE,
)
_IN_WHOLE = re.compile(rf"[\s,]+(?:in|from|of)\s+(?:{_WHOLE})$", re.IGNORECASE)
_MANNER = re.compile(
    r"[\s,]+(?:for\s+(?:me|us)|please|briefly|quickly|in\s+(?:short|brief|a\s+nutshell)"
    r"|in\s+(?:\w+\s+){1,3}(?:sentences?|words|lines|points))$",
    re.IGNORECASE,
)
_EDGES = " \t.,:;!?\"“”'‘’"
_MANY = re.compile(r"\b(?:all|articles|stories|texts|reports|documents|library|news|everything|these|those)\b", re.I)


def asks_for_summary(question: str) -> bool:
    """Tell whether a summary is asked for: of an article, of all, or of what is said about a subject."""
    return _match(question) is not None


def subject_of(question: str) -> str:
    """Return what a summary shall be about, "" where it is of an article or of the library as a whole."""
    match = _match(question)
    subject = (match.groupdict().get("subject") or "") if match else ""
    subject = _IN_WHOLE.sub("", subject.strip(_EDGES))
    if opening := _OPENING.match(subject):
        subject = subject[opening.end() :]
    return "" if re.fullmatch(_WHOLE, subject, re.IGNORECASE) else subject.strip(_EDGES)


def asks_of_all(question: str) -> bool:
    """Tell whether a summary without a subject is to be of several articles, not of one."""
    return bool(_MANY.search(question)) and not subject_of(question)


def _match(question: str) -> re.Match[str] | None:
    asking = asking_part(question).strip(_EDGES)
    plain = _MANNER.sub("", asking) or asking
    return next((match for form in _FORMS if (match := form.fullmatch(plain) or form.fullmatch(asking))), None)
