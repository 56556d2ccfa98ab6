"""What gets a reply instead of an answer: small talk, keyboard mash, and questions about the library itself."""

from index.library import Library
from index.words import content_words
from rag.english.nonsense import is_nonsense
from rag.question.kinds import kind_of
from rag.replies.library import asks_of_library
from rag.replies.talk import is_talk
from rag.results import Kind


def any_kind_of(question: str, library: Library | None = None) -> Kind:
    """Return what is asked for, "talk" and "library" included; names of articles are known with a library only."""
    if is_talk(question):
        return "talk"
    return "library" if asks_of_library(question, library) else kind_of(question)


def kind_in(question: str, library: Library) -> Kind:
    """Return what a question asks for, where the library may know words that look like keyboard mash."""
    kind = any_kind_of(question, library)
    known = kind == "talk" and len(library.catalogue.unknown_words(question)) < len(content_words(question))
    return kind_of(question) if known and is_nonsense(question) else kind
