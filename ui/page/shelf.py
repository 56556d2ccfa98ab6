"""The list of the articles -> an HTML table that is sorted by its headers. Their words are escaped."""

from collections.abc import Sequence
from html import escape

from index.types import Listed
from ui.page.article import readable

_COLUMNS = (
    ("title", "Title"),
    ("source", "Outlet"),
    ("published", "Published"),
    ("added", "Added"),
    ("sentences", "Sentences"),
)


def shelf(articles: Sequence[Listed], found: int, order: str, descending: bool) -> str:
    """Return a part of the library as a table, an article a row to select, open or remove.

    `found` is how many fit in all; `order` names the column that they are sorted by. The roles are told in words, for
    a table that is shown as cards is none to a screen reader.
    """
    if not articles:
        return '<p class="meta">No article fits.</p>'
    head = "".join(_header(name, words, order, descending) for name, words in _COLUMNS)
    rows = "".join(map(_row, articles))
    more = f'<p class="meta">{len(articles):,} of {found:,} are shown; filter to see others.</p>'
    return (
        '<table role="table" aria-label="Articles"><thead role="rowgroup"><tr role="row">'
        f'<td role="cell"></td>{head}<td role="cell"></td></tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
    ) + (more if found > len(articles) else "")


def _header(name: str, words: str, order: str, descending: bool) -> str:
    sort = f' aria-sort="{"descending" if descending else "ascending"}"' if name == order else ""
    button = f'<button type="button" data-do="sort" value="{name}">{words}</button>'
    return f'<th role="columnheader" scope="col"{sort}>{button}</th>'


def _row(row: Listed) -> str:
    title = escape(row.title)
    cells = (
        f'class="pick"><label><input type="checkbox" value="{row.id}" aria-label="Select “{title}”"></label>',
        f">{escape(row.source or '')}",
        f'class="day" data-before="published ">{escape(readable(row.published) or "")}',
        f'class="day" data-before="added ">{readable(row.added)}',
        f'class="length" data-unit=" sentence{"" if row.sentences == 1 else "s"}">{row.sentences:,}',
        f'class="removal"><button type="button" data-do="doubt" value="{row.id}"'
        f' aria-label="Remove “{title}”">Remove</button>',
    )
    pick, *others = (f'<td role="cell" {cell}</td>' for cell in cells)
    opener = f'<button type="button" class="open" data-article="{row.id}">{title}</button>'
    return f'<tr role="row">{pick}<th role="rowheader" scope="row">{opener}</th>{"".join(others)}</tr>'
