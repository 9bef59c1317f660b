"""Web pages: every visible word as text, what is no article marked, metadata from the page's own tags.

trafilatura says which blocks are article and reads the metadata; the words themselves are taken from the
page's tree, because an extractor that errs would lose them for good, while a mark can be weighed again.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import lxml.html
import trafilatura
from lxml import etree
from trafilatura.metadata import extract_metadata

from index.errors import BrokenFile
from index.model import SourceText, Span
from index.reading.decoding import decode
from index.reading.head import read_head
from index.reading.markup import Block, blocks_of
from index.reading.names import author_of
from index.reading.signatures import Metadata
from index.reading.units import plain

GIVEN = "whosays:"
"""How the names of the tags begin in which a saved page carries what was known of it when it was saved."""
_XML_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
# Beyond this it takes many seconds, and a page of such length is a book, not an article among menus.
_LONGEST_EXTRACTED = 2_000_000
_PROSE = re.compile(r"[.!?…。！？؟][\"'”’»)\]]*\s*$")


def read_webpage(data: bytes, shown: str) -> SourceText:
    """The visible text of a page, its blocks divided by blank lines; furniture as boilerplate."""
    return webpage_from(decode(data, shown), shown)


def webpage_from(source: str, shown: str) -> SourceText:
    """As `read_webpage`, from markup that is decoded already."""
    tree = parse(source, shown)
    blocks = blocks_of(tree)
    text, spans = laid_out(blocks, _is_article(blocks, _extracted(source)))
    head = read_head(text, _given(tree).or_else(_metadata(tree)))
    found = head.metadata
    spans = sorted({*spans, *head.spans})
    return SourceText(shown, text, found.title, found.author, found.published, found.address, tuple(spans))


def parse(source: str, shown: str) -> lxml.html.HtmlElement:
    """The tree of a page.

    Raises:
        BrokenFile: there is no markup to be read, or it nests beyond what the parser follows.
    """
    # lxml refuses text that declares an encoding, and stops at a NUL.
    source = _XML_DECLARATION.sub("", source).replace("\0", "")
    # Without leave to nest deeply, what lies deeper than 256 tags would be dropped in silence.
    parser = lxml.html.HTMLParser(huge_tree=True)
    try:
        tree = lxml.html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise BrokenFile(shown, "holds no readable markup; save the page again") from None
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        raise BrokenFile(shown, "nests its tags too deeply to be read whole; save the page as text")
    return tree


def _extracted(source: str) -> set[str] | None:
    """The lines trafilatura takes for article, as keys; None where it finds none."""
    if len(source) > _LONGEST_EXTRACTED:
        return None
    try:
        article = trafilatura.extract(source, favor_recall=True, include_comments=False, include_tables=True)
    except Exception:  # noqa: BLE001 - its many parts raise many things, and the page's own tree serves without it
        return None
    return {_key(line) for line in article.splitlines()} if article else None


def _key(words: str) -> str:
    return re.sub(r"[\W_]+", "", plain(words)).casefold()


def _is_article(blocks: list[Block], extracted: set[str] | None) -> list[bool]:
    """For each block, whether it is article: what the extractor took, and prose it overlooked."""
    if extracted is None:
        return [not block.furniture for block in blocks]
    taken = [
        any(_key(line) in extracted for line in block.text.splitlines() if _key(line)) for block in blocks
    ]
    places = [number for number, is_taken in enumerate(taken) if is_taken and not blocks[number].furniture]
    first, last = (places[0], places[-1]) if places else (0, len(blocks))
    return [
        not block.furniture and (taken[number] or _is_overlooked(block, inside=first <= number <= last))
        for number, block in enumerate(blocks)
    ]


def _is_overlooked(block: Block, *, inside: bool) -> bool:
    """True for a block left out that is no list of links: prose anywhere, any words inside the article."""
    if block.linked * 2 > len(block.text):
        return False
    if inside or block.tag == "h1":
        return True
    words = len(block.text.split())
    # What ends with a colon is prose when it is long: it announces a quotation or a list.
    return (words >= 6 and bool(_PROSE.search(block.text))) or (words >= 15 and block.text.endswith(":"))


def laid_out(blocks: list[Block], article: list[bool]) -> tuple[str, list[Span]]:
    """The blocks as one text, and the spans of those that are no article."""
    pieces: list[str] = []
    spans: list[Span] = []
    length = 0
    for block, is_article in zip(blocks, article, strict=True):
        between = "" if not pieces else "\n" if block.joined else "\n\n"
        pieces.append(between + block.text)
        if not is_article:
            spans.append(Span(length + len(between), length + len(between) + len(block.text)))
        length += len(between) + len(block.text)
    return "".join(pieces), spans


def _given(tree: lxml.html.HtmlElement) -> Metadata:
    """What the feed that led to the page says of it, which `chat.feeds` writes into the saved page."""
    given = {
        str(each.get("name")).removeprefix(GIVEN): " ".join((each.get("content") or "").split())
        for each in tree.iter("meta")
        if (each.get("name") or "").startswith(GIVEN)
    }
    address = given.get("address", "")
    return Metadata(
        title=given.get("title") or None,
        author=author_of(given.get("author", "")),
        published=_day(given.get("published")),
        address=address if address.startswith(("http://", "https://")) else None,
    )


def _metadata(tree: lxml.html.HtmlElement) -> Metadata:
    try:
        found: Any = extract_metadata(tree, extensive=False)
    except Exception:  # noqa: BLE001 - it parses JSON, dates and addresses of any page; without it the head lines serve
        return Metadata()
    address = found.url if found.url and found.url.startswith(("http://", "https://")) else None
    return Metadata(
        title=" ".join(found.title.split()) if found.title else None,
        author=author_of(found.author.replace(";", ",")) if found.author else None,
        published=_day(found.date),
        address=address,
    )


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None
