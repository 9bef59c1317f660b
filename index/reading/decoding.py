"""Bytes to text, without altering a character: line ends and byte order marks stay."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from index.errors import BrokenFile

# UTF-32 first: its little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_GUESS_FROM = 200_000
_BINARY_SHARE = 0.01
# Tab, line feed, form feed, carriage return, escape (terminal colours) and the old end of file are text.
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1a\x1b")


def decode(data: bytes, shown: str) -> str:
    """The text of `data`: UTF-8 if it is, else by mark, by a page's own word, or by its letters.

    A UTF-8 byte order mark stays as the first character: offsets agree with the bytes decoded as UTF-8.

    Raises:
        BrokenFile: the bytes are not text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding, shown)
    unmarked = _unmarked_utf16(data)
    if unmarked is not None:
        return unmarked
    if looks_binary(data):
        raise BrokenFile(
            shown, "is not text but binary data; give it the suffix of its real format, or remove it"
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _by_its_own_word(data) or _by_its_letters(data, shown)


def looks_binary(data: bytes) -> bool:
    """True when control characters that no text uses make up more than one in a hundred bytes."""
    sample = data[:_GUESS_FROM]
    return len(sample) - len(sample.translate(None, _CONTROLS)) > len(sample) * _BINARY_SHARE


def _unmarked_utf16(data: bytes) -> str | None:
    """Text in two-byte characters without a mark: in Latin letters every second byte is a NUL."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 2 < len(sample[::2]) or min(even, odd):
        return None
    try:
        return data.decode("utf-16-le" if odd else "utf-16-be")
    except UnicodeDecodeError:
        return None


def _strictly(data: bytes, encoding: str, shown: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise BrokenFile(
            shown, f"begins as {encoding.upper()} text but is not; save it again as UTF-8"
        ) from None


def _by_its_own_word(data: bytes) -> str | None:
    head = data[:4096]
    named = _META_CHARSET.search(head) or _XML_ENCODING.search(head)
    if named is None:
        return None
    try:
        return data.decode(named.group(1).decode("ascii"))
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _by_its_letters(data: bytes, shown: str) -> str:
    best = from_bytes(data[:_GUESS_FROM]).best()
    for encoding in filter(None, (best.encoding if best else None, "cp1252")):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    raise BrokenFile(shown, "its character encoding cannot be told; save it again as UTF-8")
