"""What one person does to another, told and asked in either direction: who is asked for decides what answers.

"The Gophers beat UCLA" has the same words as "UCLA beat the Gophers". So each deed is told in several forms of
sentences, and asked of the one, of the other, and with both exchanged, which nothing answers.
"""

import random

from rag.training.reader.scenes import Scene

# Base, past, participle, and the form in -ing.
_REGULAR = (
    "accuse arrest attack back betray blame bribe coach criticise deport dismiss endorse evict follow "
    "insult interview invite kick mentor mock murder nominate outsmart overrule pardon phone photograph praise "
    "promote question replace rescue sack scold select succeed sue support telephone thank threaten "
    "trail visit warn"
).split()
_IRREGULAR = (
    "beat beat beaten beating|bite bit bitten biting|choose chose chosen choosing|fight fought fought fighting|"
    "forgive forgave forgiven forgiving|hit hit hit hitting|outbid outbid outbid outbidding|"
    "shoot shot shot shooting|overtake overtook overtaken overtaking|stab stabbed stabbed stabbing|"
    "teach taught taught teaching|rob robbed robbed robbing|kidnap kidnapped kidnapped kidnapping|"
    "catch caught caught catching"
).split("|")
_FIRST = (
    "{doer!} PAST {done!} on {day!}.",
    "{done!} was PART by {doer!} on {day!}.",
    "{done!}, PART by {doer!} on {day!}, said nothing.",
    "After ING {done!}, {doer!} left for {town!}.",
    "{doer!}, who PAST {done!} in {town!}, gave no reason.",
    "It was {doer!} who PAST {done!}, a court in {town!} heard.",
    "Police said that {done!} had been PART by {doer!} in {town!}.",
    "{witness} saw how {doer!} PAST {done!}.",
    "{done!} says that it was wrong to be PART by {doer!}.",
    "{doer!} is said to have PART {done!} in {town!}.",
    "Having PART {done!}, {doer!} went home.",
    "{town!}, {day!} - {doer!} PAST {done!}, a spokesman said.",
)
_FURTHER = (
    "{done} is {age!}.",
    "{doer} and {done} had been friends for years.",
    "{doer} declined to comment.",
    "{witness!} said that nobody was surprised.",
    "A friend of {done} spoke of a long quarrel with {doer}.",
    "{done} lives in {home!}.",
)
_TITLES = ("{doer} and {done}", "{done} PART", "A quarrel in {town}")
_ASKED = {
    "doer": ("Who PAST {done}?", "Who PAST {done}?", "Who was {done} PART by?", "By whom was {done} PART?"),
    "done": ("Who did {doer} BASE?", "Who was PART?", "Who was PART by {doer}?", "Whom did {doer} BASE?"),
    "day": ("When did {doer} BASE {done}?", "When was {done} PART?"),
    "town": ("Where did {doer} BASE {done}?", "Where was {done} PART?"),
    "age": ("How old is {done}?",),
    "home": ("Where does {done} live?",),
    "nobody": ("Who PAST {doer}?", "Who did {done} BASE?", "Who was PART by {done}?", "Who was {doer} PART by?"),
    "untold": ("Who PAST {witness}?", "How old is {doer}?", "Where does {doer} live?", "Who did {witness} BASE?"),
}
_WHETHER = {"doer": ("Did {doer} BASE {done}?", "Was {done} PART?", "Was {done} PART by {doer}?")}
_MADE = {
    "doer": "person", "done": "person", "witness": "person", "day": "day", "town": "town", "age": "age", "home": "town",
}  # fmt: skip


def deed(chance: random.Random) -> Scene:
    """Return how something that one person does to another is reported; what that is, is drawn."""
    base, past, part, ing = _forms(chance.choice((*_REGULAR, *_IRREGULAR)))

    def told(form: str) -> str:
        return form.replace("BASE", base).replace("PAST", past).replace("PART", part).replace("ING", ing)

    first, further, titles = (tuple(map(told, forms)) for forms in (_FIRST, _FURTHER, _TITLES))
    asked, whether = ({who: tuple(map(told, forms)) for who, forms in kind.items()} for kind in (_ASKED, _WHETHER))
    return Scene(_MADE, titles, first, further, asked, whether)


def _forms(verb: str) -> tuple[str, str, str, str]:
    if " " in verb:
        base, past, part, ing = verb.split()
        return base, past, part, ing
    stem = verb.removesuffix("e")
    return verb, f"{stem}ed", f"{stem}ed", f"{stem}ing"
