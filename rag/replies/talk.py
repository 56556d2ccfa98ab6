"""What is said back to what is no question about the articles' contents."""

import re
from collections.abc import Sequence

from index.library import Library
from rag.english.asking import asking_part
from rag.english.nonsense import is_nonsense
from rag.replies.library import Told, told_of_library
from rag.results import Kind

# Small talk and the reply to it. Each line is a form of all that is said, in lower case and without punctuation.
_TALK = (
    (
        r"""(?:hi+|hello+|hey+|hiya|howdy|greetings|yo|welcome)(?: (?:there|again|all|everyone|friend|byline|hi|hello))*
        good (?:morning|afternoon|evening|day)(?: byline| everyone)?
        (?:it is |its )?nice to meet you""",
        "Good day. Ask about the articles in the library; every answer quotes its source.",
    ),
    (
        r"""(?:(?:hi|hello|hey)(?: there)? )?how (?:are|r) (?:you|u)(?: doing)?(?: today)?
        how do you do|hows it going|how is it going|what is up|whats up|are you (?:ok|okay|well|there)""",
        "Ready for your question, thank you. What would you like to know from the articles?",
    ),
    (
        r"""(?:(?:ok|okay|great|perfect|cool|no|many) )*(?:thanks?|thank (?:you|u)|thx|cheers)(?: (?:you|again|byline))*
        (?:thanks|thank you) (?:a lot|a million|so much|very much|for (?:your|the|all your) (?:help|answers?)|for that)
        (?:thanks|thank you) that helped|much appreciated""",
        "You are welcome.",
    ),
    (
        r"""(?:ok |okay |thanks )?(?:bye+(?: bye)?|goodbye|good (?:bye|night)|farewell|take care)(?: (?:now|byline))?
        see (?:you|ya)(?: (?:later|soon|tomorrow))?|cya|quit|exit
        have a (?:good|nice|great) (?:day|evening|one|weekend)""",
        "Goodbye.",
    ),
    (
        r"""(?:i )?(?:need )?help(?: me)?(?: out)?|instructions|menu|options|start|commands
        what (?:can|could|do) (?:you|byline) (?:do|answer|offer)(?: for (?:me|us))?
        how (?:do|can|should) (?:i|we) (?:use (?:this|you|it|byline)|ask(?: (?:you|a question|questions))?)
        how (?:does (?:this|it|byline)|do you) work
        what (?:can|should|could|do) i (?:ask|do|say|type)(?: you| here| byline)?(?: about)?
        what (?:kind|sort|kinds|type|types) of questions can (?:i ask|you answer)(?: you)?""",
        "Byline answers questions from the articles in the library and quotes the sentences that prove the answer. Ask "
        "who, what, when, where, why or how many; ask for a summary, “What is this article about?”; or ask what there "
        "is, “Which articles do you have?”. Where the articles do not say, Byline says so.",
    ),
    (
        r"""(?:who|what) (?:are|r) (?:you|u)(?: (?:exactly|really|called))?|who is byline|introduce yourself
        what is (?:your name|byline|this(?: (?:app|site|page|tool|program|website))?)|tell me about yourself
        who (?:made|built|created|wrote|programmed|designed|trained|owns) (?:you|byline)
        are (?:you|u) (?:an? )?(?:real|human|robot|bot|chatbot|machine|person|ai|computer|program|model)(?: or .*)?
        are (?:you|u) (?:an? )?(?:real person|language model|chatgpt|gpt|llm|alive|sentient)
        do you (?:have feelings|sleep|dream|speak english|think|love me|like me)""",
        "This is Byline, a program that answers questions about news articles in their own words. It has no opinions "
        "and writes no news: it finds the sentences that answer, and quotes them.",
    ),
    (
        r"""(?:you|u|ur|this|that|its|it)(?: ?(?:a?re|r|is))?(?: (?:so|such|an?|really|very|just|the|fucking))* {insult}
        (?:you are |youre )?(?:an? )?{insult}|you suck|this sucks|i hate you
        (?:fuck|screw|damn)(?: (?:you|off|this|it|u))?|shut (?:up|the fuck up)|go to hell|wtf|stfu""".replace(
            "{insult}",
            "(?:stupid|dumb|lame|idiot|moron|useless|rubbish|garbage|trash|crap|shit|bullshit|terrible|awful|worst"
            "|pathetic|worthless|fool|bitch|asshole|bastard|liar)(?: (?:bot|robot|machine|program|answer|ever))*",
        ),
        "Let us keep to the news. If an answer was wrong, ask in other words, and the quoted source will tell.",
    ),
    (
        r"""(?:tell|sing|write|make|play|draw|give) (?:me |us )?(?:an?|another|some) (?:\w+ )?(?:joke|song|poem|game)s?
        what is your opinion|what do you think|do you agree|i love you|will you marry me|say something""",
        "That is outside Byline’s work: it answers from the articles in the library and quotes them.",
    ),
    (
        r"""(?:{word}(?: |$))+|i do ?nt know|idk|never ?mind|i see|i understand|got it|of course
        (?:that is|thats|very) (?:good|great|nice|well|all|it|right|correct|interesting|true|funny)
        (?:well done|(?:good|great|nice) (?:job|work|answer|bot))""".replace(
            "{word}",
            "(?:lo+l|lmf?ao|rofl|(?:h[aeio]){2,}h?|xd|ok(?:ay)?|kk?|yes|yeah|yep|no|nope|sure|fine|right|cool|nice|great"
            "|good|wow|oh|ah+|hm+|um+|uh+|awesome|perfect|excellent|amazing|interesting|brilliant|nothing|understood"
            "|really|sorry|please|test(?:ing)?|bla+h?|whatever|maybe|so|and|then|well)",
        ),
        "Very well. What would you like to know from the articles?",
    ),
)
_NONSENSE = "No word of that can be read. Ask a question about the articles, such as “What is this article about?”"
_FORMS = [(re.compile("|".join(map(str.strip, forms.splitlines()))), reply) for forms, reply in _TALK]


def is_talk(question: str) -> bool:
    """Tell whether something is said that is no question about articles: a greeting, thanks, abuse, keyboard mash."""
    return _small_talk(question) is not None or is_nonsense(question)


def reply_to(question: str, kind: Kind, library: Library, near: Sequence[str] = ()) -> Told:
    """Return a reply to what is of the kind "library" or "talk", and the articles that it names.

    `near` are the ids of the articles that the turn before cited.
    """
    if kind == "library":
        return told_of_library(question, library, near)
    return _small_talk(question) or _NONSENSE, ()


def _small_talk(question: str) -> str | None:
    """Return the reply to small talk, None for all else."""
    for part in (question, asking_part(question)):
        said = " ".join(re.findall(r"[^\W_]+", re.sub(r"['’]", "", part.lower())))
        for form, reply in _FORMS:
            if form.fullmatch(said):
                return reply
    return None
