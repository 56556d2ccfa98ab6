"""What another program does to the file of an index behind Byline, and how earlier formats of it looked."""

import sqlite3
from contextlib import closing
from typing import Any

from index.library import Library

WITHOUT_SITE = ("DROP INDEX articles_told", "ALTER TABLE articles DROP COLUMN site")
"""Statements that make an index of the fifth format of one of today; only the number is left to set."""
WITHOUT_LOG = (
    *WITHOUT_SITE,
    "DROP TRIGGER chunk_added",
    "DROP TRIGGER chunk_removed",
    "DROP TABLE changes",
    "DROP TABLE gathered",
    "DROP TABLE collections",
    "ALTER TABLE articles DROP COLUMN scans",
)
"""Statements that make an index of the third format of one of today; only the number is left to set."""


def run(library: Library, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """Run a statement in the library's file, and return its rows."""
    with closing(sqlite3.connect(library.folder / "library.sqlite")) as database, database:
        return database.execute(statement, values).fetchall()
