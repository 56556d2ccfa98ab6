"""Every exception of Byline's own, one tree: the message says what is wrong, where, and what to do."""


class Fault(Exception):
    """The base of Byline's own exceptions; the message says what is wrong, where, and what to do."""


class IndexFault(Fault):
    """Raised when an article, an index folder or a model cannot be used."""


class EditFault(IndexFault):
    """Raised when what was typed of an article cannot be kept; `field` is the one that it was typed into."""

    def __init__(self, field: str, told: str) -> None:
        super().__init__(told)
        self.field = field


class CollectionFault(IndexFault, ValueError):
    """Raised when there is no collection of a name (`missing`), or when a name cannot be one's."""

    def __init__(self, told: str, missing: bool = False) -> None:
        super().__init__(told)
        self.missing = missing


class SearchFault(IndexFault, ValueError):
    """Raised when a search inside the articles cannot be made of what was typed."""


class SelectionFault(IndexFault, ValueError):
    """Raised when articles to ask within cannot be told: an unknown outlet, or what is no date."""


class WebFault(IndexFault):
    """Raised when a page cannot be fetched; the message names the address."""


class RagFault(Fault):
    """Raised when a question cannot be dealt with."""


class QuestionFault(RagFault, ValueError):
    """Raised when a question cannot be asked."""


class CitationFault(RagFault):
    """Raised when a quotation is not what the stored article says; it is never shown as an answer."""


class ModelFault(RagFault):
    """Raised when a language model does not answer as it should; the articles still do."""


class FeedbackFault(RagFault):
    """Raised when feedback is none, or cannot be written."""


class EvaluationFault(Fault):
    """Raised when questions or earlier results cannot be used."""


class LoadFault(Fault):
    """Raised when a page must not be measured, or not so."""


class PageFault(Fault):
    """Raised when the page cannot be served."""


class SettingFault(Fault):
    """Raised when a setting cannot be read, or is none."""


class AccessFault(Fault):
    """Raised when a user or a token cannot be had, or may not do what is asked."""


class KeptFault(Fault):
    """Raised when what a browser kept is no result and no turn."""


class WritingFault(Fault):
    """Raised when there is no answer of a name."""


class BusyFault(Fault):
    """Raised when a program has to ask again later."""


class LeftFault(Fault):
    """Raised for a question whose asker has left; nobody hears of it."""
