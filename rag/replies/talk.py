"""Small talk, and what is said back to it."""

import re

from rag.english.asking import asking_part

# Each line is a form of all that is said, in lower case and without punctuation.
_TALK = (
    (
        r"""(?:hi|hello|hey|good (?:morning|afternoon|evening|day))(?: (?:there|again|all|everyone|byline))*
        (?:(?:hi|hello|hey)(?: there)? )?how are you(?: doing)?(?: today)?""",
        "Good day. Ask about the articles in the library; every answer quotes its source.",
    ),
    (
        r"""(?:(?:ok|okay|great|no|many) )*(?:thanks|thank you)(?: (?:again|byline|a lot|so much|very much))*
        (?:thanks|thank you) (?:that helped|for .*)
        (?:bye|goodbye|good night)(?: (?:bye|byline))?|see you(?: later| soon)?""",
        "You are welcome. Come back with any other question about the articles.",
    ),
    (
        "ok|okay|yes|no|sure|fine|cool|nice|great|good|wow|please|sorry|test|lol|h[ah]+|i see|got it|never mind",
        "What would you like to know from the articles?",
    ),
    (
        r"""(?:i )?(?:need )?help(?: me)?
        what (?:can|do) (?:you|byline) do(?: for me)?|what can i (?:ask|do)(?: you| here)?
        how (?:do|can|should) i (?:use (?:this|it|byline)|ask(?: (?:you|a question|questions))?)
        how (?:does (?:this|it|byline)|do you) work
        (?:who|what) are you|what is (?:your name|byline|this)|are you an? (?:robot|bot|human|ai|language model)""",
        "Byline answers questions from the articles in the library and quotes the sentences that prove the answer; it "
        "is a program without opinions of its own. Ask who, what, when, where, why or how many; ask for a summary, "
        "“What is this article about?”; or ask what there is, “Which articles do you have?”. Where the articles do not "
        "say, Byline says so.",
    ),
)
_FORMS = [(re.compile("|".join(map(str.strip, forms.splitlines()))), reply) for forms, reply in _TALK]


def small_talk(question: str) -> str | None:
    """Return the reply to a greeting, thanks or a call for help; None for all else."""
    for part in (question, asking_part(question)):
        said = " ".join(re.findall(r"[^\W_]+", re.sub(r"['’]", "", part.lower())))
        for form, reply in _FORMS:
            if form.fullmatch(said):
                return reply
    return None
