"""What SQLite and PostgreSQL say otherwise in queries that are written once."""

from dataclasses import dataclass

_KNOWN = "title || ' ' || coalesce(source, '') || ' ' || coalesce(author, '') || ' ' || coalesce(published, '')"


@dataclass(frozen=True)
class Dialect:
    """Columns of an article, and functions. PostgreSQL keeps what SQLite computes by functions in Python."""

    number: str
    """An article's place among the others."""
    day: str
    """The date on which it was published, without the time."""
    title: str
    source: str
    author: str
    """Title, outlet and author without case."""
    known: str
    """All that lists are searched for, without case."""
    find: str
    """Tells where in a text another begins, from 1; 0 for nowhere."""
    length: str
    """Counts what a list in JSON holds."""
    malformed: str
    """Tells a chunk that has no list of sentences, or a vector of another number of bytes."""


SQLITE = Dialect(
    number="rowid",
    day="substr(published, 1, 10)",
    title="folded(title)",
    source="folded(source)",
    author="folded(author)",
    known=f"folded({_KNOWN})",
    find="instr",
    length="json_array_length",
    malformed="NOT iif(json_valid(sentences), json_type(sentences) = 'array', 0) OR length(vector) != ?",
)
POSTGRES = Dialect(
    number="number",
    day="left(published, 10)",
    title="folded_title",
    source="folded_source",
    author="folded_author",
    known="known",
    find="strpos",
    length="jsonb_array_length",
    malformed="jsonb_typeof(sentences) != 'array' OR octet_length(vector) != ?",
)
