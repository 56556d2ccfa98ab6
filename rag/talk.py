"""What is said back to what is no question about the articles' contents."""

import re

from index.library import Library
from index.types import Listed
from rag.asking import asking_part
from rag.catalogue import told_of_library
from rag.nonsense import is_nonsense
from rag.types import Kind

# The forms of small talk, each as the whole of what is said, in lower case without punctuation, and the reply.
_TALK: dict[str, tuple[str, str]] = {
    "greeting": (
        r"(?:hi+|hello+|hey+|hiya|howdy|greetings|yo|good (?:morning|afternoon|evening|day)|nice to meet you|welcome)"
        r"(?: (?:there|again|all|everyone|friend|byline|hi|hello))*(?: how are you(?: doing)?(?: today)?)?",
        "Good day. Ask about the articles in the library; every answer quotes its source.",
    ),
    "how are you": (
        r"(?:how are you|how r u|how do you do|hows it going|how is it going|whats up|wassup|sup|are you (?:ok|okay|well|there))"
        r"(?: doing)?(?: today| byline)?",
        "Ready for your question, thank you. What would you like to know from the articles?",
    ),
    "thanks": (
        r"(?:(?:ok|okay|great|perfect|cool|no|many|very good) )*(?:thanks?|thank (?:you|u)|thx|ty|cheers|much appreciated)"
        r"(?: (?:you|a lot|a million|so much|very much|much|again|byline|for (?:your|the|all your) (?:help|answers?)|for that|that helped))*",
        "You are welcome.",
    ),
    "goodbye": (
        r"(?:ok |okay |thanks )?(?:bye+(?: bye)?|goodbye|good (?:bye|night)|see (?:you|ya)(?: (?:later|soon|tomorrow))?|cya|farewell|take care"
        r"|have a (?:good|nice|great) (?:day|evening|one|weekend)|quit|exit)(?: (?:now|byline))?",
        "Goodbye.",
    ),
    "help": (
        r"help(?: me)?(?: out)?|(?:i )?need help|(?:what|which things) (?:can|could|do) (?:you|byline) (?:do|answer|offer)(?: for (?:me|us))?"
        r"|how (?:do|can|should) (?:i|you|we) (?:use (?:this|you|it|byline)|work|ask(?: (?:you|a question|questions))?)"
        r"|how does (?:this|it|byline) work|what (?:can|should|could|do) i (?:ask|do|say|type)(?: you| here| byline)?(?: about)?"
        r"|what (?:kind|sort|kinds|type) of questions can (?:i ask|you answer)(?: you)?|instructions|menu|options|start|commands",
        "Byline answers questions from the articles in the library and quotes the sentences that prove the answer. Ask who, "
        "what, when, where, why or how many; ask for a summary, “What is this article about?”; or ask what there is, "
        "“Which articles do you have?”. Where the articles do not say, Byline says so.",
    ),
    "identity": (
        r"(?:who|what) (?:are|r) (?:you|u)(?: (?:exactly|really|called))?|(?:whats|what is) (?:your name|byline|this(?: (?:thing|app|site|page|tool|program|website))?)"
        r"|who is byline|what do (?:they|i|people) call you|introduce yourself|tell me about yourself"
        r"|who (?:made|built|created|wrote|programmed|designed|trained|owns) (?:you|byline)"
        r"|(?:are|r) (?:you|u) (?:an? )?(?:real|human|robot|bot|chatbot|machine|person|ai|computer|program|chatgpt|gpt|llm|model|alive|sentient)"
        r"(?: (?:person|human|model|or (?:an? )?\w+))*|do you (?:have feelings|sleep|dream|speak english|think|love me|like me)",
        "This is Byline, a program that answers questions about news articles in their own words. It has no opinions and writes "
        "no news: it finds the sentences that answer, and quotes them.",
    ),
    "abuse": (
        r"(?:you(?:re| are)?|u|ur|this is|that is|thats|its|it is)(?: (?:such|so|an?|really|very|totally|complete(?:ly)?|fucking|bloody|u|r|the|just|are|is))*"
        r" (?:stupid|dumb|idiot|moron|useless|rubbish|garbage|trash|crap|shit|bullshit|suck|sucks|terrible|awful|worst|bad|annoying|wrong"
        r"|pathetic|worthless|fool|bitch|asshole|bastard|ass|nonsense|lame|liar|lying)(?: (?:bot|robot|machine|program|answer|thing|ever|idiot|piece of shit))*"
        r"|(?:fuck|screw|damn) (?:you|off|this|it|u)(?: \w+)?|fuck|shit|shut (?:up|the fuck up)|go to hell|wtf|stfu|idiot|moron|stupid(?: (?:bot|machine|program))?|i hate you",
        "Let us keep to the news. If an answer was wrong, ask in other words, and the quoted source will tell.",
    ),
    "errand": (
        r"(?:tell|sing|write|make|play|draw|compose|give)(?: (?:me|us))? (?:an?|another|some|the) (?:\w+ )?(?:joke|song|poem|story about (?:me|yourself)|picture|game|limerick|haiku|essay|email|code|program|music)s?"
        r"|(?:what do you think|whats your opinion|what is your opinion|do you agree|what would you do)|i love you|will you marry me|say something",
        "That is outside Byline’s work: it answers from the articles in the library and quotes them.",
    ),
    "remark": (
        r"(?:lo+l|lmf?ao|rofl|(?:ha|he|hi|ho)(?:ha|he|hi|ho)+|haha+|xd|ok(?:ay)?|k|kk|yes|yeah|yep|yup|no|nope|nah|sure|fine|right|cool|nice|great|good|wow|oh|ah+|hm+|um+|uh+|aha"
        r"|awesome|perfect|excellent|amazing|interesting|impressive|brilliant|wonderful|never ?mind|nothing|i see|i understand|got it|understood|well done|good (?:job|work|bot|answer)|great (?:answer|job|work)"
        r"|that is (?:good|great|all|it|right|correct|interesting)|thats (?:good|great|all|it|right|correct|interesting)|very (?:good|nice|well|interesting)|of course|really|sorry|please|test(?:ing)?|blah|bla|whatever|maybe|i do ?nt know|idk|so|and|well)"
        r"(?: (?:lo+l|ok(?:ay)?|yes|no|sure|cool|nice|great|good|wow|oh|then|blah|bla|so|test|byline|haha+|well|please))*",
        "Very well. What would you like to know from the articles?",
    ),
}  # fmt: skip
_NONSENSE = "No word of that can be read. Ask a question about the articles, such as “What is this article about?”"
_FORMS = [(re.compile(form), reply) for form, reply in _TALK.values()]


def is_talk(question: str) -> bool:
    """Tell whether something is said that is no question about articles: a greeting, thanks, abuse, keyboard mash."""
    return _small_talk(question) is not None or is_nonsense(question)


def reply_to(question: str, kind: Kind, library: Library) -> tuple[str, tuple[Listed, ...]]:
    """Return a reply to what is of the kind "library" or "talk", and the articles that it names."""
    if kind == "library":
        return told_of_library(question, library)
    return _small_talk(question) or _NONSENSE, ()


def _small_talk(question: str) -> str | None:
    """Return the reply to small talk, None for all else."""
    for part in (question, asking_part(question)):
        said = " ".join(re.findall(r"[^\W_]+", re.sub(r"['’]", "", part.lower())))
        for form, reply in _FORMS:
            if form.fullmatch(said):
                return reply
    return None
