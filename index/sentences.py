"""Where sentences begin and end: NLTK's Punkt, with the few corrections that news needs."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise

from index.types import Span

# Titles, ranks and the like, which a name or a number follows; Punkt's model, learned from one newspaper,
# lacks many.
_ABBREVIATIONS = frozenset(
    "adm al approx asst atty brig bros capt cf cmdr col cpl cpt det dr e.g fig figs fr gen gens gov govs hon "
    "i.e insp lt maj messrs mme mr mrs ms msgr mt pres prof profs pvt rep reps rev sec sen sens sgt sr sra "
    "st ste supt v vs".split()
)

# What always ends a sentence: a blank line, the line before a list item, a full stop of a script that writes
# no space after it, one whose space was lost when the article was copied from a page, and that of a name which looks
# like a title ("Hun Sen. She").
_ALWAYS = re.compile(
    r"""\n\s*\n
    | \n (?= \s* [-*•–] \s)
    | (?<= [。！？｡؟۔।॥]) (?! [。！？｡؟۔।॥」』”’）)»"])
    | (?<= [a-z]{2} [.!?]) (?= [A-Z][a-z]+ [\s,’'])
    | [A-Z][a-z]+ [ ] (?: Sen | Gen | Rev | Rep | Pres ) \. \s+ (?= (?: He | She | It | They | His | Her ) \b )""",
    re.VERBOSE,
)

# What never ends one: the number of a list item, "No. 5", a road ("Del. 9", but not "in Dover, Del. Nine ..."),
# the initials of a name (but U.S. and D.C. may end a sentence), and a question, quotation or aside after which the
# sentence goes on in lower case.
_NEVER = re.compile(
    r"""^ \s* (?: \d+ | \w ) \. \s+
    | \b (?: No | Nos | Vol | Art | Ch | pp? ) \. \s+ (?= \d )
    | (?<! [,)] \s ) \b (?: Ala | Ariz | Ark | Calif | Colo | Conn | Del | Fla | Ga | Ill | Ind | Kan | Ky | La | Mass
          | Md | Mich | Minn | Miss | Mo | Mont | Neb | Nev | Okla | Ore | Pa | Tenn | Tex | Va | Vt | Wash | Wis | Wyo
          | Hwy | Rt | Rte | St ) \. \s+ (?= \d+ \b (?! , ) )
    | (?<! [\w.] ) (?! U\. | D\.C | L\.A | N\.Y ) (?: [A-Z]\. ){2,3} \s+ (?= [A-Z][a-z] )
    | (?: [?!…] | \. ["”’'»)\]] ) ["”’'»)\]]* \s+ (?= [a-z] )""",
    re.VERBOSE,
)

_SMALL_INSIDE = 1 << 5  # of the flags that Punkt learned for each word


@cache
def _punkt() -> Callable[[str], Iterator[tuple[int, int]]]:
    # Imported here because it takes over a second, which nobody should wait for who splits nothing.
    from nltk.tokenize.punkt import (  # type: ignore[import-untyped, unused-ignore]
        PunktLanguageVars,
        PunktParameters,
        PunktSentenceTokenizer,
    )

    model = PunktParameters()
    model.abbrev_types = {*_lines("abbrev_types.txt")} | _ABBREVIATIONS
    model.collocations = {tuple(line.split("\t")) for line in _lines("collocations.tab")}
    model.sent_starters = {*_lines("sent_starters.txt")}
    model.ortho_context = defaultdict(int)
    model.ortho_context |= {
        word: int(seen) for word, seen in (line.split("\t") for line in _lines("ortho_context.tab"))
    }
    # NLTK breaks off its own pattern after 5 seconds; it is linear, so a slow machine may take longer.
    stops = re.compile(PunktLanguageVars().period_context_re().pattern, re.VERBOSE)
    language = type("Untimed", (PunktLanguageVars,), {"period_context_re": lambda self: stops})
    split: Callable[[str], Iterator[tuple[int, int]]]
    split = PunktSentenceTokenizer(model, lang_vars=language()).span_tokenize
    return split


@cache
def common_words() -> frozenset[str]:
    """Return the words that Punkt's newspaper writes without a capital in the midst of a sentence."""
    seen = (line.split("\t") for line in _lines("ortho_context.tab"))
    return frozenset(word for word, flags in seen if int(flags) & _SMALL_INSIDE)


def _lines(name: str) -> list[str]:
    return files("index").joinpath("punkt", name).read_text("utf-8").splitlines()


def sentence_spans(text: str, start: int, end: int) -> list[Span]:
    """Find the sentences of `text[start:end]`, in order, without the white space around them.

    Every character that is not white space lies in exactly one span. A sentence is never cut for its length.
    Method: Kiss and Strunk, "Unsupervised Multilingual Sentence Boundary Detection", 2006.
    """
    part = text[start:end]
    always = {0, len(part), *(match.end() for match in _ALWAYS.finditer(part))}
    never = {match.end() for match in _NEVER.finditer(part)}
    found = {a + first for a, b in pairwise(sorted(always)) for first, _ in _punkt()(part[a:b])}
    spans = []
    for a, b in pairwise(sorted(always | (found - never))):
        piece = part[a:b]
        a += len(piece) - len(piece.lstrip())
        if words := piece.strip():
            spans.append(Span(start + a, start + a + len(words)))
    return spans
