"""The whole of an article that stands on its page in several parts, or that the page's JSON-LD has in full."""

import re
from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from html import unescape
from typing import Any

from index.formats.about import Linked, articles_of
from index.formats.markup import blocks, fragment_blocks, local_name
from index.formats.updates import readable

_PART = 140  # characters: the paragraphs of a part have more
_SCOPES = ("article", "main", "body")
_APART = re.compile(r"comment|related|teaser|promo|newsletter|recommend|sidebar|footer", re.IGNORECASE)
_MARKUP = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_SHORT = 20  # letters
_NEARLY = 0.9  # of a body in JSON-LD: as much of it the page must show for its own paragraphs to be taken


def gathered(tree: Any, is_live: bool) -> Any | None:
    """Return a copy of a page whose article stands in parts, elements of one class, with one element around them all.

    The parts of a live blog are its updates, which may be short, and articles by themselves.
    """
    copied = deepcopy(tree)
    parts = _parts(copied, *((("div", "section", "article"), 0) if is_live else (("div", "section"), _PART)))
    if not parts:
        return None
    first, last = ([*[*part.iterancestors()][::-1], part] for part in (parts[0], parts[-1]))
    around = [one for one, other in zip(first, last, strict=False) if one is other][-1]
    children = list(around)
    end = next(at for at, child in enumerate(children) if child in last)
    whole = around.makeelement("article", {"class": "article-body", "itemprop": "articleBody"})
    for child in children[: end + 1]:
        whole.append(child)
    around.insert(0, whole)
    return copied


def written(tree: Any, linked: list[Linked]) -> tuple[str, bool]:
    """Return the longest text that the page's JSON-LD has for an article, and whether that has the page's own headline.

    The text comes in the page's paragraphs where it shows them.
    """
    story = max(articles_of(linked), key=lambda story: len(_body(story)), default={})
    if not (body := _body(story)):
        return "", False
    headline = _folded(str(story.get("headline") or ""))
    titles = [_folded(element.text_content()) for element in tree.xpath("//h1 | //title")]
    whole = _folded(body)
    lines = {_folded(line) for line in body.split("\n")}
    every = dict.fromkeys(block for element in tree.xpath("//body") for block in blocks(element))
    # A short block, such as a button's word, may be found inside any text.
    shown = [block for block in every if (words := _folded(block)) in lines or (len(words) > _SHORT and words in whole)]
    is_shown = sum(len(_folded(block)) for block in shown) >= _NEARLY * len(whole)
    is_own = bool(headline) and any(title.startswith(headline) for title in titles)
    return "\n\n".join(shown) if is_shown else body, is_own


def _parts(tree: Any, tags: tuple[str, ...], least: int) -> list[Any]:
    """Return the elements of one class that hold the most paragraphs, if there are several in the same article."""
    groups: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for element in tree.iter(*tags):
        told = sum(len(part.text_content()) for part in element if local_name(part) == "p")
        if told > least and (element.get("class") or not least) and not _is_apart(element):
            scope = next((outer for outer in element.iterancestors() if local_name(outer) in _SCOPES), tree)
            groups[scope, element.tag, element.get("class")].append((element, told))
    several = [group for group in groups.values() if len(group) > 1]
    largest = max(several, key=lambda group: sum(told for _, told in group), default=[])
    return [element for element, _ in largest]


def _is_apart(element: Any) -> bool:
    names = " ".join(f"{outer.get('class')} {outer.get('id')}" for outer in (element, *element.iterancestors()))
    return bool(_APART.search(names)) or any(
        local_name(o) in ("aside", "footer", "nav") for o in element.iterancestors()
    )


def _body(story: Linked) -> str:
    updates = [part for part in story.get("liveBlogUpdate") or [] if isinstance(part, dict)]
    told = [block for update in updates for block in _update(update)] or list(_paragraphs(story.get("articleBody")))
    return "\n\n".join(told)


def _update(update: Linked) -> Iterator[str]:
    """Yield the blocks of an update, the first with its time."""
    moment, headline = str(update.get("datePublished") or ""), update.get("headline")
    told = [f"## {' '.join(str(headline).split())}"] if headline else []
    told += _paragraphs(update.get("articleBody"))
    if told and re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", moment):
        told[0] = re.sub(r"^(## )?", rf"\g<0>{readable(moment)} – ", told[0])
    yield from told


def _paragraphs(body: object) -> Iterator[str]:
    text = unescape(body) if isinstance(body, str) else ""
    if _MARKUP.search(text):
        yield from fragment_blocks(text)
    else:
        yield from (" ".join(line.split()) for line in text.splitlines() if line.strip())


def _folded(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())
