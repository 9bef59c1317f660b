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
# Whole characters of four bytes.
_WIDE_SAMPLE = 4096
_WIDE = (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2))
_USUAL_SHARE = 0.97
_CYRILLIC = ("cp1251", "koi8-r", "cp866")
_FREQUENT = frozenset("оеаинтсрвлкмдпуяыі")
_FREQUENT_SHARE = 0.6
_HIGH_SHARE = 0.4
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
    unmarked = _unmarked_wide(data)
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


def _unmarked_wide(data: bytes) -> str | None:
    """Text in characters of two or four bytes without a mark: every blank, at least, has a NUL in it."""
    if b"\0" not in data[:_WIDE_SAMPLE]:
        return None
    for encoding, width in _WIDE:
        sample = data[: _WIDE_SAMPLE - _WIDE_SAMPLE % width]
        if len(data) % width == 0 and _is_plain_writing(_decoded(sample, encoding)):
            return _decoded(data, encoding)
    return None


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_plain_writing(text: str | None) -> bool:
    """True for words of alphabets, with blanks between: what bytes that are no such text never give."""
    if not text or " " not in text or "\0" in text:
        return False
    usual = sum(character < "\u0700" or "\u2010" <= character <= "\u2122" for character in text)
    return usual >= len(text) * _USUAL_SHARE


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
    encoding = named.group(1).decode("ascii").lower()
    if encoding.startswith(("utf-16", "utf-32", "utf16", "utf32")):
        return None  # the tag itself was read byte by byte, so it is not true
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _by_its_letters(data: bytes, shown: str) -> str:
    cyrillic = _cyrillic(data[:_GUESS_FROM])
    best = from_bytes(data[:_GUESS_FROM]).best() if cyrillic is None else None
    for encoding in filter(None, (cyrillic, best.encoding if best else None, "cp1252")):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    raise BrokenFile(shown, "its character encoding cannot be told; save it again as UTF-8")


def _cyrillic(data: bytes) -> str | None:
    """The Cyrillic encoding in which most letters are the frequent small ones, if there is one."""
    high = sum(byte > 0x7F for byte in data)
    if high < len(data) * _HIGH_SHARE:
        return None
    shares = {
        encoding: sum(letter in _FREQUENT for letter in data.decode(encoding, "replace")) / high
        for encoding in _CYRILLIC
    }
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= _FREQUENT_SHARE else None
