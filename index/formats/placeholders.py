"""Titles and authors that nobody wrote: what programs put where nothing was told."""

import re

_TITLE = re.compile(
    r"(?:untitled|no title|title|unspecified|unknown|anonymous|none|null|n/?a|default|index|print|"
    r"(?:new |text |word |powerpoint )?(?:document|presentation)|slide|layout)(?:[\s_-]*(?:document|page|\d+))*"
    r"|microsoft (?:office )?(?:word|powerpoint|excel|publisher)\b.*"
    r"|\S.*\.(?:docx?|odt|rtf|txt|pdf|indd|qx[dp]|pages|pptx?|xlsx?|tex|dvi|e?ps|wpd|pub|html?|tmp)"
)
_AUTHOR = re.compile(
    r"anonymous|unspecified|unknown(?: author)?|no author|none|null|n/?a|author|name|posted|follow|default|"
    r"admin(?:istrator)?|owner|root|guest|"
    r"(?:(?:microsoft )?office |windows |default |local )?user(?:[\s_-]*\d+)?|python-docx"
)
_AROUND = " \t()[]<>\"'“”"


def told_title(title: str | None) -> str | None:
    """Return a title that somebody wrote; None for "untitled", "Microsoft Word - draft.doc" and the like."""
    return None if not title or _TITLE.fullmatch(title.strip(_AROUND).casefold()) else title


def told_author(author: str | None) -> str | None:
    """Return an author who was named; None for "anonymous", "admin" and the like."""
    return None if not author or _AUTHOR.fullmatch(author.strip(_AROUND).casefold()) else author
