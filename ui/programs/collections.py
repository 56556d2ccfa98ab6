"""Collections for programs: listed, read, changed, deleted."""

from index.where import in_any
from rag.assistant import Assistant
from ui.programs.articles import NoArticle
from ui.programs.shapes import ArticleRow, CollectionRead, CollectionRow, CollectionWritten


def listed(assistant: Assistant) -> list[CollectionRow]:
    """Return all collections."""
    return [CollectionRow(name=name, articles=count) for name, count in _counts(assistant).items()]


def stored(assistant: Assistant, name: str) -> CollectionRead:
    """Return a collection with its articles."""
    catalogue = assistant.library.catalogue
    rows = catalogue.rows(catalogue.ids(in_any([name])))
    return CollectionRead(name=catalogue.known_as(name), articles=[ArticleRow(**row._asdict()) for row in rows])


def change(assistant: Assistant, name: str, written: CollectionWritten) -> CollectionRow:
    """Put articles into a collection, made if there is none of this name, take others out, and rename it."""
    library = assistant.library
    try:
        library.collect(name, *written.add)
    except KeyError as unknown:
        raise NoArticle(unknown.args[0]) from None
    if written.remove:
        library.uncollect(name, *written.remove)
    if written.name is not None:
        library.rename_collection(name, written.name)
    known = library.catalogue.known_as(name if written.name is None else written.name)
    return CollectionRow(name=known, articles=_counts(assistant)[known])


def delete(assistant: Assistant, name: str) -> None:
    """Delete a collection; its articles stay."""
    assistant.library.delete_collection(name)


def _counts(assistant: Assistant) -> dict[str, int]:
    return assistant.library.catalogue.collections()
