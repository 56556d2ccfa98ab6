"""What gets a reply instead of an answer: small talk, and questions about the library itself."""

from collections.abc import Sequence

from index.library import Library
from rag.question.kinds import kind_of
from rag.question.subject import asks_for_summary
from rag.replies.library import Told, asks_of_library, told_of_library
from rag.replies.talk import small_talk
from rag.results import Kind
from rag.retrieval.meant import apart
from rag.retrieval.selected import Selected


def kind_in(question: str, library: Library | None = None) -> Kind:
    """Return what is asked for, "talk" and "library" included; names of articles are known with a library only."""
    if small_talk(question):
        return "talk"
    if asks_of_library(question, library):
        return "library"
    if library and asks_for_summary(apart(question, library)[0]):
        return "summary"  # "What is the Guardian article about?"
    return kind_of(question)


def reply_to(question: str, library: Library, near: Sequence[str] = (), among: Selected | None = None) -> Told:
    """Return a reply to what is of the kind "talk" or "library", and the articles that it names.

    `near` are the ids of the articles that the turn before cited; only those that are selected count.
    """
    if said := small_talk(question):
        return said, ()
    return told_of_library(question, library, near, among or Selected())
