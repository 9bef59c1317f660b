"""E-mail: the body's words, signature and quoted replies marked; subject, sender and date as metadata."""

from __future__ import annotations

import re
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime

from index.errors import BrokenFile, EmptyFile, EncryptedFile
from index.model import SourceText, Span
from index.reading.decoding import decode
from index.reading.head import read_head
from index.reading.names import author_of
from index.reading.signatures import Metadata
from index.reading.webpage import webpage_from

_SIGNATURE = re.compile(r"^-- ?\r?$", re.MULTILINE)
_FORWARDED = re.compile(
    r"^-{2,}\s*(?:original message|forwarded message)\s*-{2,}", re.IGNORECASE | re.MULTILINE
)
_QUOTED = re.compile(
    r"(?:^On [^\n]{4,200}(?:\n[^\n]{1,120})?wrote:[ \t]*\r?\n\s*)?(?:^>[^\n]*(?:\n|\Z))+", re.MULTILINE
)
_LOCKED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted")
_HEADERS = ("from", "subject", "date", "to", "message-id", "received", "mime-version")
_PREFIX = re.compile(r"^(?:(?:re|fwd?|aw|wg)\s*:\s*)+", re.IGNORECASE)


def read_mail(data: bytes, shown: str) -> SourceText:
    """The words of a message, its plain form before its HTML form, attachments left out.

    Raises:
        BrokenFile: it is no message.
        EncryptedFile: its body is encrypted.
        EmptyFile: it has no text body.
    """
    try:
        message = message_from_bytes(data, policy=policy.default)
        known, content_type = _metadata(message), message.get_content_type()
        body = message.get_body(preferencelist=("plain", "html"))
        is_page = body is not None and body.get_content_type() == "text/html"
        raw = body.get_payload(decode=True) if body is not None else None
        charset = body.get_content_charset() if body is not None else None
    except Exception as error:  # noqa: BLE001 - the standard parser raises many kinds on malformed headers
        raise BrokenFile(shown, f"is a damaged message ({type(error).__name__}); export it again") from None
    if not any(message.get_all(name) for name in _HEADERS):
        raise BrokenFile(shown, "has no message headers; export it from the mail program again")
    if content_type in _LOCKED:
        raise EncryptedFile(shown, "is an encrypted message; save it decrypted")
    if not isinstance(raw, bytes) or not raw.strip():
        raise EmptyFile(shown, "has no text in its body; its attachments can be saved and added apart")
    text = _decoded(raw, charset, shown)
    return _from_page(text, shown, known) if is_page else _from_plain(text, shown, known)


def _decoded(raw: bytes, charset: str | None, shown: str) -> str:
    try:
        return raw.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError, ValueError):
        return decode(raw, shown)


def _from_plain(text: str, shown: str, known: Metadata) -> SourceText:
    head = read_head(text, known)
    spans = sorted({*head.spans, *_debris(text)})
    found = head.metadata
    return SourceText(shown, text, found.title, found.author, found.published, found.address, tuple(spans))


def _from_page(text: str, shown: str, known: Metadata) -> SourceText:
    page = webpage_from(text, shown)
    found = known.or_else(Metadata(page.title, page.author, page.published, page.address))
    return SourceText(
        shown, page.text, found.title, found.author, found.published, found.address, page.boilerplate
    )


def _debris(text: str) -> list[Span]:
    """Signature, forwarded message and quoted reply; all of a message that is nothing else stays."""
    ends = [match.start() for form in (_SIGNATURE, _FORWARDED) if (match := form.search(text)) is not None]
    spans = [Span(match.start(), match.end()) for match in _QUOTED.finditer(text)]
    if ends:
        spans.append(Span(min(ends), len(text)))
    return spans if _anything_left(text, spans) else []


def _anything_left(text: str, spans: list[Span]) -> bool:
    position = 0
    for span in sorted(spans):
        if span.start > position and text[position : span.start].strip():
            return True
        position = max(position, span.end)
    return bool(text[position:].strip())


def _metadata(message: EmailMessage) -> Metadata:
    subject = " ".join(str(message.get("subject") or "").split())
    senders = getaddresses([str(message.get("from") or "")])
    return Metadata(
        title=_PREFIX.sub("", subject) or None,
        author=author_of(senders[0][0]) if senders and senders[0][0] else None,
        published=_day(str(message.get("date") or "")),
    )


def _day(value: str) -> date | None:
    try:
        return parsedate_to_datetime(value).date()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
