"""What a library holds -> HTML for the page before the first question. Words of articles are escaped."""

from html import escape

from index.glimpse import Glimpse
from ui.page.article import line, readable


def welcome(seen: Glimpse) -> str:
    """Return how many articles there are and the newest by name, each a button that opens it."""
    if not seen.articles:
        add = '<button type="button" data-do="library">Add articles</button>'
        return f"<p>The library is empty. {add}, then ask about them.</p>"
    named = "".join(
        f'<li><button type="button" data-article="{escape(one.id)}">{escape(one.title)}</button> '
        f'<span class="meta">{line([one.source, readable(one.published)])}</span></li>'
        for one in seen.newest
    )
    return f"<p>{_counted(seen)}</p><ul>{named}</ul>"


def _counted(seen: Glimpse) -> str:
    if seen.articles == 1:
        return "One article is in the library:"
    if seen.articles == len(seen.newest):
        return f"{seen.articles} articles are in the library:"
    return f"{seen.articles:,} articles are in the library, most recently added:"
