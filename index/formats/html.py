"""Web pages: the main text and what the page tells about itself, by trafilatura."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from unicodedata import normalize

from index.faults import IndexFault
from index.formats import limited
from index.formats.about import Linked, about, linked_data
from index.formats.bodies import gathered, written
from index.formats.markup import blocks
from index.formats.text import article
from index.formats.updates import with_times
from index.types import Article, Rejected

_BYTES = 20_000_000
_WALL = re.compile(
    r"just a moment|enable javascript|are you a robot|verify (?:that )?you are (?:a )?human|access denied|"
    r"checking your browser|unusual traffic|captcha|before you continue|accept (?:all )?cookies|cookie consent",
    re.IGNORECASE,
)
_LITTLE = 600  # characters: less than an article, as much as a wall says
_MORE = 1.1  # times the text that was found first: a longer one is taken
_NEARLY = 0.7  # of that text, which the longer one must have
_SEEN = 5000  # characters of a page in which a wall says that it is one
_NONE = "No article is on this page. Copy its text, or save the page of the article itself."
_HTML = {"head": "h2", "item": "li", "list": "ul", "lb": "br", "row": "tr"}
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def articles(stream: BinaryIO, name: str) -> Iterator[Article | Rejected]:
    """Yield the article of a web page, its headings, list items, rows and paragraphs parted by blank lines."""
    data = limited(stream, _BYTES)
    if not data.strip():
        raise IndexFault("It is empty. Give the words of the article.")
    yield page(data, name)


def page(data: bytes | str, name: str, address: str = "") -> Article:
    """Return the article of a web page, which lies at `address` unless it tells another.

    Raises `IndexFault` where the page shows no article.
    """
    from trafilatura import load_html

    tree = load_html(data)
    if tree is None:
        raise IndexFault(_NONE)
    linked = linked_data(tree)
    known = _known(tree, linked, address)  # before times are put where they are read
    for sup in list(tree.iter("sup")):
        _raise(sup)
    is_live = with_times(tree, is_live=any("LiveBlogPosting" in str(one.get("@type")) for one in linked))
    text = _whole(tree, linked, is_live)
    if len(text) < _LITTLE and _WALL.search(_seen(tree)):
        raise IndexFault(
            "The page asks for consent or for proof of a human reader instead of showing the article. "
            "Open it in a browser, save the page, and add the file."
        )
    if not text:
        raise IndexFault(_NONE)
    return article({**known}, text, name)


def _known(tree: Any, linked: list[Linked], address: str) -> dict[str, str | None]:
    from trafilatura import extract_metadata

    url = address if address.startswith(("http://", "https://")) else None
    return about(tree, linked, extract_metadata(tree, default_url=url, extensive=False))


def _seen(tree: Any) -> str:
    """Return the first words that a page shows, its title among them."""
    shown = (block for body in tree.xpath("//body") for block in blocks(body))
    return " ".join([tree.findtext(".//title") or "", *shown])[:_SEEN]


def _whole(tree: Any, linked: list[Linked], is_live: bool) -> str:
    """Return the longest text of the page's article: what trafilatura finds, all parts of it, or what JSON-LD has."""
    text = _main(tree)
    parts = gathered(tree, is_live)
    body, is_own = written(tree, linked)
    for other, is_sure in ((_main(parts) if parts is not None else "", False), (normalize("NFC", body), is_own)):
        if len(other) > _MORE * len(text) and (is_sure or _holds(other, text)):
            text = other
    return text


def _main(tree: Any) -> str:
    from trafilatura import bare_extraction

    found = bare_extraction(tree, include_comments=False, include_formatting=False)
    if found is None:
        return ""
    body: Any = found if isinstance(found, dict) else found.body
    for element in body.iter():
        element.tag = _html(element)
    return normalize("NFC", "\n\n".join(blocks(body)))


def _html(element: Any) -> str:
    """Return the HTML name of an element of trafilatura's tree."""
    if element.tag == "quote":
        return "q" if any(outer.tag in ("p", "li") for outer in element.iterancestors()) else "blockquote"
    if element.tag == "cell":
        return "th" if element.get("role") == "head" else "td"
    return _HTML.get(element.tag, str(element.tag))


def _holds(whole: str, part: str) -> bool:
    """Tell whether a text has nearly all blocks of another."""
    letters = [re.sub(r"\W", "", block.casefold()) for block in part.split("\n\n")]
    among = re.sub(r"\W", "", whole.casefold())
    return sum(len(block) for block in letters if block in among) >= _NEARLY * sum(map(len, letters))


def _raise(sup: Any) -> None:
    """Write what is raised as it looks: figures as raised ones ("m²", "10⁶"), and no mark of a footnote at all."""
    text = sup.text_content().strip()
    if any((link.get("href") or "").startswith("#") for link in sup.iter("a")):
        sup.drop_tree()
    elif text and not text.strip("0123456789+-−"):
        sup.text = text.replace("−", "-").translate(_RAISED)
        for inner in list(sup):
            inner.drop_tree()
        sup.drop_tag()
