"""What gets a reply instead of an answer: small talk, and questions about the library itself."""

from collections.abc import Sequence

from index.library import Library
from rag.question.kinds import kind_of
from rag.replies.library import Told, asks_of_library, told_of_library
from rag.replies.talk import small_talk
from rag.results import Kind


def kind_in(question: str, library: Library | None = None) -> Kind:
    """Return what is asked for, "talk" and "library" included; names of articles are known with a library only."""
    if small_talk(question):
        return "talk"
    return "library" if asks_of_library(question, library) else kind_of(question)


def reply_to(question: str, library: Library, near: Sequence[str] = ()) -> Told:
    """Return a reply to what is of the kind "talk" or "library", and the articles that it names.

    `near` are the ids of the articles that the turn before cited.
    """
    if said := small_talk(question):
        return said, ()
    return told_of_library(question, library, near)
