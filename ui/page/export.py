"""A conversation -> a file to keep or to print: Markdown, or one page of HTML that needs nothing else."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from html import escape
from importlib.resources import files

from index.selection import Selection
from rag.draft import Claim
from rag.results import SCANNED, Answer, Citation, NoAnswer, Reply, Result
from ui.page.article import line, readable
from ui.page.excerpts import unlit
from ui.page.render import NEAREST, SENTENCE, support

_SPECIAL = re.compile(r"([\\`*_\[\]<>&#|~])")  # what Markdown would read as more than a character


def markdown(title: str, results: Sequence[Result], within: Selection | None = None) -> str:
    """Return a conversation as Markdown; words of articles and questions are escaped. `within` is what it asks."""
    parts = [f"# {_plain(title)}", _plain(_about(results, within))]
    for result in results:
        parts += [f"## {_plain(result.question)}"]
        if result.restated:
            parts += [f"*understood as: {_plain(result.standalone_question)}*"]
        parts += [_plain(result.note), f"*{_plain(str(result.within))}*" if result.within else ""]
        if isinstance(result, NoAnswer):
            parts += [f"**{_plain(result.text)}** {_plain(result.reason)}", NEAREST if result.closest else ""]
        else:
            date = _date(result)
            text = " ".join(map(str, _claims(result))) or result.text
            parts += [f"**{_plain(text)}**{f' ({_plain(date)})' if date else ''}"]
        if isinstance(result, Answer):
            parts += [f"{_dots(result)} {support(result)[1]}{_plain(_writer(result))}"]
        if isinstance(result, Reply):
            parts += ["\n".join(f"- {_plain(one.title)}" for one in result.articles)]
        parts += ["\n".join(map(_item, _quoted(result)))]
    return "\n\n".join(filter(None, parts)) + "\n"


def page(title: str, results: Sequence[Result], within: Selection | None = None) -> str:
    """Return the same as a page of HTML, with its style and without scripts; all words are escaped."""
    style, about = (files("ui.page") / "export.css").read_text("utf-8"), escape(_about(results, within))
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>\n{style}</style>\n<main>\n<h1>{escape(title)}</h1>\n<p class=meta>{about}</p>\n"
        f"{''.join(map(_section, results))}</main>\n</html>\n"
    )


EXPORTS: dict[str, Callable[[str, Sequence[Result], Selection | None], str]] = {"markdown": markdown, "html": page}
"""The forms of a file."""


def _about(results: Sequence[Result], within: Selection | None) -> str:
    now = readable(datetime.now().date().isoformat())
    asked = f"{len(results)} {'question' if len(results) == 1 else 'questions'}"
    return f"{asked}{f' · within the articles{within}' if within else ''} · saved from Byline on {now}"


def _quoted(result: Result) -> Iterable[Citation]:
    """Return what proves a result; else what is nearest, where no words are lit since none answer."""
    if isinstance(result, Answer) and not result.fluent:
        return result.citations
    return unlit(result.citations or result.closest)


def _date(result: Result) -> str | None:
    """Return the date that the first citation's words mean, where that is known."""
    return readable(result.citations[0].date) if result.citations else None


def _claims(result: Result) -> tuple[Claim, ...]:
    """Return the sentences of a language model that are the answer, if any are."""
    return result.draft.claims if isinstance(result, Answer) and result.draft and result.fluent else ()


def _numbered(claim: Claim) -> str:
    return escape(claim.text) + "".join(f"<sup>{number}</sup>" for number in claim.citations)


def _writer(result: Result) -> str:
    """Name the language model whose words are the answer, behind what is said of its support."""
    return f" · written by {result.draft.model}" if result.draft and _claims(result) else ""


def _dots(answer: Answer) -> str:
    return {"high": "●●●", "fair": "●●○", "low": "●○○", "checked": "✓"}[support(answer)[0]]


def _plain(words: str) -> str:
    """Return words in one line, so that Markdown shows them as they are."""
    return _SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", words))


def _item(citation: Citation) -> str:
    before, answer, after = map(_plain, citation.parts)
    quote = f"{before}**{answer}**{after}" if answer else before
    origins = "; also ".join(", ".join(map(_plain, _origin(one))) for one in (citation, *citation.also))
    return f"{citation.number}. “{quote}”  \n   {origins}{_links(citation, ' <{}>')}"


def _section(result: Result) -> str:
    understood = f"<p class=meta>understood as: {escape(result.standalone_question)}</p>" if result.restated else ""
    text = " ".join(map(_numbered, _claims(result))) or escape(result.text)
    notes = filter(None, (result.note, str(result.within) if result.within else ""))
    understood += "".join(f"<p class=meta>{escape(note)}</p>" for note in notes)
    told = f'<p class="answer{" long" if len(result.text) > SENTENCE else ""}">{text}</p>'
    if date := _date(result):
        told += f"<p class=meta>{escape(date)}, by the article’s own date</p>"
    if isinstance(result, Answer):
        level, words = support(result)
        told += f'<p class="support {level}">{_dots(result)} {words}{escape(_writer(result))}</p>'
    if isinstance(result, NoAnswer):
        told += f"<p class=reason>{escape(result.reason)}</p>" + (f"<p class=meta>{NEAREST}</p>" * bool(result.closest))
    if isinstance(result, Reply) and result.articles:
        told += f"<ul>{''.join(f'<li>{escape(one.title)}</li>' for one in result.articles)}</ul>"
    cited = "".join(map(_entry, _quoted(result)))
    quotes = f"<ol>{cited}</ol>" if cited else ""
    return f"<section>\n<h2>{escape(result.question)}</h2>{understood}\n{told}\n{quotes}</section>\n"


def _entry(citation: Citation) -> str:
    before, answer, after = map(escape, citation.parts)
    quote = f"{before}<mark>{answer}</mark>{after}" if answer else escape(citation.quote)
    origins = "; also ".join(line(_origin(one)) for one in (citation, *citation.also))
    links = _links(citation, '<br><a href="{0}">{0}</a>', escape)
    return f"<li value={citation.number}><blockquote>{quote}</blockquote><p class=meta>{origins}{links}</p></li>\n"


def _origin(citation: Citation) -> Iterable[str]:
    known = (citation.source, citation.title, readable(citation.published), SCANNED * citation.scanned)
    return filter(None, known)


def _links(citation: Citation, form: str, safe: Callable[[str], str] = str) -> str:
    """Return the web addresses of a citation and of the articles that print it too, in a form."""
    urls = [one.url for one in (citation, *citation.also) if one.url and re.match(r"https?://[^\s<>]+$", one.url)]
    return "".join(form.format(safe(url)) for url in urls)
