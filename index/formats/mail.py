"""Mails (EML), and web pages that a browser saved with all that belongs to them (MHT)."""

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parseaddr
from typing import BinaryIO

from index.faults import IndexFault
from index.formats import limited
from index.formats.html import page
from index.formats.markup import fragment_blocks
from index.formats.text import article, decoded
from index.types import Article, Rejected

_BYTES = 100_000_000
_SIGNATURE = re.compile(r"\n-- ?\n.*", re.DOTALL)
_HALF = 0.5  # of what the mail says as HTML: a plain text with less only says where to read on
_SAVED = ("snapshot-content-location", "content-location")


def articles(stream: BinaryIO, name: str) -> Iterator[Article | Rejected]:
    """Yield the article of a mail, from its sender and of its day; of a saved page, that of the page.

    Attachments are not read.
    """
    mail = BytesParser(policy=policy.default).parsebytes(limited(stream, _BYTES))
    if _is_page(mail, name):
        yield _page(mail, name)
        return
    plain, formatted = (_told(mail, kind) for kind in ("plain", "html"))
    text = _SIGNATURE.sub("", plain.replace("\r\n", "\n")).strip()
    if len(text) < _HALF * len(blocks := "\n\n".join(fragment_blocks(formatted) if formatted.strip() else ())):
        text = blocks
    if not text:
        raise IndexFault("The mail has no text. Add what is attached to it by itself.")
    sender = parseaddr(str(mail["from"] or ""))[0]
    yield article({"title": mail["subject"], "author": sender, "date": mail["date"]}, text, name)


def _is_page(mail: EmailMessage, name: str) -> bool:
    if any(mail[field] for field in _SAVED) or name.lower().endswith((".mht", ".mhtml")):
        return True
    return mail["to"] is None and mail.get_content_type() == "multipart/related"


def _page(mail: EmailMessage, name: str) -> Article:
    part = mail.get_body(("html",))
    if part is None:
        raise IndexFault("No page is in this file. Save the page as HTML.")
    return page(_text(part), name, str(mail[_SAVED[0]] or part[_SAVED[1]] or ""))


def _told(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return _text(part) if part is not None else ""


def _text(part: MIMEPart) -> str:
    """Return the text of a part in the encoding that it names, else in the one that fits best."""
    data = part.get_payload(decode=True)
    raw = data if isinstance(data, bytes) else b""
    try:
        return raw.decode(part.get_content_charset() or "")
    except (LookupError, UnicodeDecodeError):
        return decoded(raw) if raw.strip() else ""
