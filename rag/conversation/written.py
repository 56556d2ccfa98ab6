"""“Who wrote it?”: whether “it” is the article, or something written that the article tells of."""

import re
from collections.abc import Sequence

from rag.results import Turn
from rag.within import Within

_ASKED = re.compile(
    r"(?P<before>(?:(?:and|but|so|ok|okay),? )?(?:who (?:wrote|has written|authored|published)"
    r"|(?:when|where|by whom|(?:on )?(?:what|which) (?:day|date)) was(?= it (?:published|written|posted|printed)))) it"
    r"(?P<after>(?: (?:published|written|posted|printed))?)[?.! ]*",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\b(?:articles?|stor(?:y|ies)|pieces?|who wrote this|this published)\b", re.IGNORECASE)
# What is written or published and no article; with "it" after it, it is that.
_WRITTEN = re.compile(
    r"\b(?:reports?|letters?|books?|novels?|stud(?:y|ies)|papers?|surveys?|reviews?|columns?|essays?|poems?|plays?"
    r"|songs?|albums?|lyrics|anthems?|musicals?|operas?|scripts?|screenplays?|films?|movies?|series|shows?|speech(?:es)?"
    r"|statements?|memos?|memoirs?|notes?|manifestos?|petitions?|bills?|laws?|acts?|treat(?:y|ies)|resolutions?"
    r"|rulings?|constitutions?|proposals?|plans?|documents?|files?|emails?|e-mails?|messages?|tweets?|posts?|blogs?"
    r"|texts?|softwares?|code|programs?|diar(?:y|ies)|biograph(?:y|ies)|wills?|comics?|guidelines?"
    r"|games?|theses|thesis|investigations?|analys[ei]s|editorials?|obituar(?:y|ies)|summar(?:y|ies)|lists?|rules?)\b",
    re.IGNORECASE,
)


def of_article(question: str, history: Sequence[Turn], within: Within | None) -> str:
    """Return a question with “this article” for “it” where that is the article; any other question as it is.

    It is the article that the last turn was about, unless that names something else that is written; without any turn
    it is the only one that is asked `within`.
    """
    match = _ASKED.fullmatch(question)
    if not match or not (_was_about_one(history[-1]) if history else within is not None and within.count == 1):
        return question
    return f"{match['before']} this article{match['after']}?"


def _was_about_one(turn: Turn) -> bool:
    asked = f"{turn.question} {turn.standalone_question}"
    if _WRITTEN.search(asked):
        return False
    return bool(_ARTICLE.search(asked)) or (len(turn.articles) == 1 and not _WRITTEN.search(turn.answer))
