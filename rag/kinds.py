"""What a question asks for, read from its form."""

import re

from rag.types import Kind

_VERB = "is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|am"
_FORMS: dict[Kind, str] = {
    "summary": r"\b(?:summari[sz]e|summary|sum up|key points|main points|tl;?dr|gist)\b|\bwhat\b.*\babout\W*$",
    "yes-no": rf"^(?:{_VERB})(?:n't)?\b(?!.*\bor\b)",
    "reason": r"\b(?:why|how come|what (?:caused|led)|(?:what|which) (?:\w+ )?(?:the )?(?:reason|cause)s?)\b",
    "count": r"\bhow (?:many|much|old|long|far|tall|high|big|large|often|fast)\b|\bwhat (?:number|percentage|share)\b",
    "time": r"\b(?:when|(?:what|which) (?:time|day|date|year|month))\b",
    "place": r"\b(?:where|(?:what|which) (?:country|city|town|state|place|village|region|continent))\b",
    "definition": r"^(?:who|what) (?:is|are|was|were) (?:[A-Z]\w*|an? \w+)(?: [\w.'-]+){0,3}\W*$",
    "list": r"\b(?:which|what|name|list)\b(?: \w+){0,2} (?:people|\w+[^s\W]s)\b",
    "person": r"\b(?:who|whom|whose)\b",
}
_KINDS = [(kind, re.compile(form, re.IGNORECASE)) for kind, form in _FORMS.items()]


def kind_of(question: str) -> Kind:
    """Return what a question asks for, by the first form that fits; "thing" where none does."""
    return next((kind for kind, form in _KINDS if form.search(question.strip())), "thing")
